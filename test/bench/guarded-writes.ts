import type { Db, Document } from 'mongodb';

/** The floor of every change: documents of the size of a relationship's, each changed by one guarded majority write. */
export async function guardedWrites(db: Db, count: number) {
  const [original] = await db.collection('relationships').find({}, { limit: 1 }).toArray();
  const { _id, ...fields } = original ?? { _id: undefined };
  const floor = db.collection<Document & { _id: string; version: number }>('benchFloor');
  await floor.deleteMany({});
  await floor.insertMany(
    Array.from({ length: count }, (_none, at) => ({ ...fields, _id: `floor-${at}`, version: 0 })),
  );
  const versions = new Map<number, number>();

  return {
    /** One guarded write, acknowledged by the majority. */
    async write(index: number): Promise<void> {
      const at = index % count;
      const version = versions.get(at) ?? 0;
      const found = await floor.findOneAndUpdate(
        { _id: `floor-${at}`, version },
        { $set: { version: version + 1, updatedAt: new Date(), 'state.status': `changed-${index}` } },
        { writeConcern: { w: 'majority' }, projection: { _id: 1 } },
      );
      if (!found) throw new Error('A guarded write met nothing');
      versions.set(at, version + 1);
    },
    remove: () => floor.drop(),
  };
}
