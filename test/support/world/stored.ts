import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { EMPTY } from '../../../src/store/aggregates/chain.ts';
import type {
  ConversationDocument,
  EntryDocument,
  PartnerDocument,
  RelationshipDocument,
  RoleGrant,
} from '../../../src/store/documents.ts';

/** The documents that tests look at or tamper with, past the program. */
export function stored(db: Db) {
  return {
    partners: db.collection<PartnerDocument>('partners'),
    relationships: db.collection<RelationshipDocument>('relationships'),
    events: db.collection<EntryDocument>('events'),
    conversations: db.collection<ConversationDocument>('conversations'),
    deliveries: db.collection('deliveries'),
    cards: db.collection('cards'),
  };
}

/** Removes all relationships with everything that happened to them; the partners begin their chains anew. */
export async function forgetRelationships(db: Db): Promise<void> {
  const { partners, relationships, events, deliveries, cards } = stored(db);
  // What is being passed on at this moment would come back.
  for (let times = 0; times < 200 && !(await isPassedOn(db)); times += 1) await delay(15);
  await relationships.deleteMany({});
  await Promise.all([cards, deliveries].map((all) => all.deleteMany({})));
  const chain = { ...EMPTY, at: new Date(0) };
  await partners.updateMany(
    {},
    {
      $set: { chain, causes: [], outbox: [] },
      $unset: { relayAt: '', anchoredAt: '' },
      $inc: { version: 1 },
    },
  );
  await events.deleteMany({});
}

/** Removes all partners with everything that happened to them. */
export async function forgetPartners(db: Db): Promise<void> {
  await stored(db).partners.deleteMany({});
  await stored(db).events.deleteMany({ relationshipId: null });
  await untilSeen();
}

/** What is changed past the program is seen by it half a second later. */
export function untilSeen(): Promise<void> {
  return delay(550);
}

/** Takes all roles back, but those of the environment. */
export async function forgetRoles(db: Db): Promise<void> {
  await stored(db).partners.updateMany({}, { $set: { roles: [] }, $inc: { version: 1 } });
  await untilSeen();
}

/** Gives a role past the program. */
export async function giveRole(
  db: Db,
  partnerId: string,
  { objectId, name = objectId, role }: Pick<RoleGrant, 'objectId' | 'role'> & { readonly name?: string },
): Promise<void> {
  const grant = { objectId, name, role, grantedBy: 'a test', grantedAt: new Date() };
  const { partners } = stored(db);
  await partners.updateOne({ _id: partnerId }, { $pull: { roles: { objectId } } });
  await partners.updateOne({ _id: partnerId }, { $push: { roles: grant }, $inc: { version: 1 } });
  await untilSeen();
}

/** Whether everything that happened has been passed on and delivered. */
export async function isSettled(db: Db): Promise<boolean> {
  const { deliveries } = stored(db);
  return (await isPassedOn(db)) && (await deliveries.countDocuments({ state: 'waiting' })) === 0;
}

async function isPassedOn(db: Db): Promise<boolean> {
  const { partners, relationships } = stored(db);
  const waiting = { relayAt: { $exists: true } };
  if ((await relationships.countDocuments(waiting)) > 0) return false;
  return (await partners.countDocuments(waiting)) === 0;
}

/** Makes the deliveries that wait for another try due now. */
export async function hurryDeliveries(db: Db): Promise<void> {
  await stored(db).deliveries.updateMany({ state: 'waiting' }, [{ $set: { dueAt: '$$NOW' } }]);
  const lanes = { isHeld: false, dueAt: { $type: 'date' as const } };
  await db.collection('lanes').updateMany(lanes, [{ $set: { dueAt: '$$NOW' } }]);
}
