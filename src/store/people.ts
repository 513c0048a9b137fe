import type { Language } from '../relationship/language.ts';
import type { Mongo } from './mongo.ts';

/** Stores the language that each person chose, of the partners and of the customers. */
export function createPeople({ people }: Pick<Mongo, 'people'>) {
  return {
    /** The language that this person chose; undefined before the first choice. */
    async languageOf(tenantId: string, objectId: string): Promise<Language | undefined> {
      return (await people.findOne({ _id: { tenantId, objectId } }))?.language;
    },

    async speak(tenantId: string, objectId: string, language: Language): Promise<void> {
      await people.updateOne({ _id: { tenantId, objectId } }, { $set: { language } }, { upsert: true });
    },
  };
}

/** The languages that people chose, as the rest of the program reads and stores them. */
export type People = ReturnType<typeof createPeople>;
