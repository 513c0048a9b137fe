import type { Language } from '../relationship/language.ts';
import type { Mongo } from './mongo.ts';

/** Remembers what people told the bot about themselves, whichever side they are on. */
export function createPeople({ people }: Pick<Mongo, 'people'>) {
  return {
    /** The language that somebody asked for, if they ever did. */
    async languageOf(tenantId: string, objectId: string): Promise<Language | undefined> {
      return (await people.findOne({ _id: { tenantId, objectId } }))?.language;
    },

    async speak(tenantId: string, objectId: string, language: Language): Promise<void> {
      await people.updateOne({ _id: { tenantId, objectId } }, { $set: { language } }, { upsert: true });
    },
  };
}

/** Remembers what people told the bot about themselves. */
export type People = ReturnType<typeof createPeople>;
