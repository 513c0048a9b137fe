import type { Language } from '../relationship/language.ts';
import { createFresh } from './fresh.ts';
import type { Mongo } from './mongo.ts';

/** Stores the language that each person chose, of the partners and of the customers. */
export function createStoredPeople({ people }: Pick<Mongo, 'people'>) {
  const fresh = createFresh<Language | undefined>();

  return {
    /** The language that this person chose; undefined before the first choice. At most half a second old. */
    languageOf: (tenantId: string, objectId: string): Promise<Language | undefined> =>
      fresh.get(`${tenantId}/${objectId}`, async () => {
        return (await people.findOne({ _id: { tenantId, objectId } }))?.language;
      }),

    async speak(tenantId: string, objectId: string, language: Language): Promise<void> {
      await people.updateOne({ _id: { tenantId, objectId } }, { $set: { language } }, { upsert: true });
      fresh.forget();
    },
  };
}

/** The languages that people chose, as the rest of the program reads and stores them. */
export type StoredPeople = ReturnType<typeof createStoredPeople>;
