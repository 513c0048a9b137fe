import type { Relationship } from '../../../src/relationship/relationship.ts';
import { EMPTY } from '../../../src/store/aggregates/chain.ts';
import type { RelationshipDocument } from '../../../src/store/documents.ts';
import type { Mongo } from '../../../src/store/mongo.ts';
import { listed } from '../../../src/store/relationships/listing.ts';
import { planKey } from '../../../src/store/relationships/schedule.ts';
import { dana, diego, domain, standings, tokenHashOf } from '../given.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 5000;

const { 'a sent invitation': sent, 'an accepted invitation': incomplete } = standings;
const ready = { ...incomplete, agreement: 'accepted', adminAccess: 'granted' } as const;

// Of 20 customers, so many stand so.
const SHARES: readonly (readonly [count: number, state: Relationship])[] = [
  [10, sent],
  [3, incomplete],
  [3, ready],
  [1, standings['a declined invitation']],
  [1, standings['an expired invitation']],
  [1, standings['a withdrawn invitation']],
  [1, standings['an ended relationship']],
];
const STATES = SHARES.flatMap(([count, state]) => Array<Relationship>(count).fill(state));
const PLACES = ['Madrid', 'Málaga', 'München', 'Αθήνα', '東京'];

/** The stored relationship number `at` of many: a customer of its own, in one of all states. */
export function oneOfMany(partnerId: string, at: number, now: number): RelationshipDocument {
  const number = String(at).padStart(7, '0');
  const tenantId = `00000000-0000-4000-8000-${number.padStart(12, '0')}`;
  const name = `Contoso ${PLACES[at % PLACES.length]} ${number}`;
  const state = STATES[(at * 7) % STATES.length] ?? sent;
  const customer = { ...state.customer, name, domain: domain(`c${number}.example.com`), tenantId };
  const id = `R-${number}`;
  const isOpen = state.status === 'invited';
  return listed({
    ...(isOpen ? planned(partnerId, at, now) : {}),
    _id: `${partnerId}-${number}`,
    shape: 3,
    partnerId,
    customerKey: tenantId,
    version: 1,
    chain: { ...EMPTY, at: new Date(now - at) },
    causes: [],
    outbox: [],
    links: [{ tokenHash: tokenHashOf(`${partnerId} ${number}`), invitationId: id }],
    updatedAt: new Date(now - at),
    state: {
      ...state,
      customer,
      invitation: { ...state.invitation, ...issued(at, id, now) },
    } as Relationship,
  });
}

/** Stores this many relationships of a partner without a detour over commands. */
export async function storeMany({ relationships }: Mongo, partnerId: string, count: number): Promise<void> {
  const now = Date.now();
  for (let first = 0; first < count; first += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - first);
    const documents = Array.from({ length: size }, (_, at) => oneOfMany(partnerId, first + at, now));
    await relationships.insertMany(documents, { ordered: false });
  }
}

// Of 100, the clock reminds of one by now; the others wait for tomorrow. Nobody is missing for five days.
function planned(id: string, at: number, now: number) {
  const partner = { id, reminderDays: [3] };
  const { tenantId, objectId } = at % 100 === 0 ? dana : diego;
  return {
    remindAt: new Date(at % 100 === 0 ? now - at : now + DAY_MS + at),
    escalateAt: new Date(now + 5 * DAY_MS),
    plannedFor: planKey({ partner, owner: { tenantId, objectId }, isOwnerGone: false }),
  };
}

// Sent one to six days ago, and reminded of after more than three; one of a hundred is Dana's, the others are Diego's.
function issued(at: number, id: string, now: number) {
  const sentAt = new Date(now - (1 + (at % 6)) * DAY_MS + at);
  const reminded = at % 6 >= 3 ? { remindedDay: 5 } : {};
  const terms = { ...sent.invitation.terms, contact: `buyer${at}@mail${at}.example.org` };
  return {
    id,
    terms,
    sentAt,
    ...reminded,
    createdBy: at % 100 === 0 ? dana : diego,
    expiresAt: new Date(now + 7 * DAY_MS),
  };
}
