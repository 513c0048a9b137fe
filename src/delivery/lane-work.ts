import type { Log } from '../log.ts';
import type { Cards } from '../store/cards.ts';
import type { Next } from '../store/deliveries/deliveries.ts';
import type { DeliveryDocument } from '../store/deliveries/documents.ts';
import { type AttemptOutcome, type AttemptParts, attempt } from './attempts.ts';
import { deliverElsewhere } from './gone-places.ts';
import { nextGroup } from './grouping.ts';
import { type HeldLane, StaleLeaseError } from './lane-lease.ts';
import type { TellOfParked } from './parked.ts';
import { PATIENCE_MS, type Traffic } from './traffic.ts';
import { type Attempted, type Verdict, verdict } from './verdict.ts';

/** What working in a lane needs. */
export type WorkParts = AttemptParts & {
  readonly traffic: Traffic;
  readonly cards: Pick<Cards, 'forget'>;
  readonly tellOfParked: TellOfParked;
  /** Called after each attempt: the kind, what it came to, and the state in which the delivery is now. */
  readonly onAttempt: (kind: DeliveryDocument['what']['kind'], outcome: string, next: string) => void;
  readonly isStopping: () => boolean;
  readonly log: Log;
};

const MOST_READ = 32;

/**
 * Delivers what is due in a lane, one after the other, and gives the lane back. Returns in how many milliseconds there
 * is work again; undefined: nothing waits.
 */
export async function workIn(lane: HeldLane, parts: WorkParts): Promise<number | undefined> {
  for (;;) {
    const dueMs = await workOff(lane, parts);
    if (await lane.leave(dueMs)) return dueMs;
    // Work came meanwhile, or the lane was taken over, which this finds out.
    await lane.renew();
  }
}

async function workOff(lane: HeldLane, parts: WorkParts): Promise<number | undefined> {
  const waiting = createWaiting(lane, parts);
  for (;;) {
    if (parts.isStopping()) return 0;
    const wait = parts.traffic.freeIn(lane.id);
    const next = await waiting.next();
    if (!('group' in next)) return next.dueMs;
    if (wait > PATIENCE_MS) return wait;
    const isDone = await attemptGroup(next.group, lane, { ...parts, queries: waiting.queries });
    if (isDone) waiting.done(next.group);
    else waiting.forget();
  }
}

type NextIn = { readonly group: readonly DeliveryDocument[] } | { readonly dueMs: number | undefined };

/**
 * What waits in a lane, read once for as long as it is delivered at the first attempt. What comes meanwhile is noticed
 * when the lane is left. A relationship is read once too: one that changes later asks for its cards again.
 */
function createWaiting({ id }: HeldLane, { deliveries, traffic, queries }: WorkParts) {
  let left: readonly DeliveryDocument[] = [];
  let isAll = false;
  const found = new Map<string, ReturnType<typeof queries.byId>>();

  async function read(): Promise<void> {
    found.clear();
    const all = await deliveries.waiting(id, MOST_READ);
    isAll = all.length < MOST_READ;
    // Behind many posts that wait for their time, there may be cards to bring up to date.
    const hidden = isAll || all.some(({ rank }) => rank === 1) ? [] : await deliveries.waiting(id, 1, 1);
    left = [...all, ...hidden];
  }

  return {
    async next(): Promise<NextIn> {
      // A post that has come meanwhile goes before several updates.
      const isOld = left.length > 1 && left[0]?.rank === 1;
      if (isOld || (left.length === 0 && !isAll)) await read();
      return nextOfAll(left, id, traffic);
    },

    done(group: readonly DeliveryDocument[]): void {
      left = left.filter((one) => !group.includes(one));
    },

    forget(): void {
      left = [];
      isAll = false;
    },

    queries: {
      byId(relationshipId: string): ReturnType<typeof queries.byId> {
        const known = found.get(relationshipId) ?? queries.byId(relationshipId);
        found.set(relationshipId, known);
        return known;
      },
    },
  };
}

// A post that waits for its next try holds back later posts, but not the cards that are to be brought up to date. One
// that the bot itself fails at, because a document cannot be read, holds back nothing.
function nextOfAll(all: readonly DeliveryDocument[], id: string, traffic: Traffic): NextIn {
  const now = traffic.clock.late();
  const dueIn = ({ dueAt }: DeliveryDocument) => Math.max(0, dueAt.getTime() - now);
  const [ofPosts, updates] = [all.filter(({ rank }) => rank === 0), all.filter(({ rank }) => rank === 1)];
  const posts = ofPosts.filter((one) => one.lastOutcome?.type !== 'fault' || dueIn(one) === 0);
  const [post] = posts;
  if (post && dueIn(post) === 0) return { group: nextGroup(posts, traffic.inLastMinute(id)) };
  const update = updates.find((one) => dueIn(one) === 0);
  if (update) return { group: [update] };
  const faulty = ofPosts.filter((one) => !posts.includes(one));
  const waits = [...posts.slice(0, 1), ...faulty, ...updates].map(dueIn);
  return { dueMs: waits.length === 0 ? undefined : Math.min(...waits) };
}

// True when all of the group are delivered.
async function attemptGroup(
  group: readonly DeliveryDocument[],
  lane: HeldLane,
  parts: WorkParts,
): Promise<boolean> {
  await lane.hold();
  if (!(await begin(group, lane, parts))) return false;
  const admit = parts.traffic.inLane(lane.id, lane);
  const outcome = await attempt(group, admit, parts).catch((cause: unknown) => {
    if (cause instanceof StaleLeaseError) throw cause;
    return { type: 'fault', cause } as const;
  });
  let isDone = true;
  for (const [at, delivery] of group.entries()) {
    const { state } = await settle(delivery, { outcome, at }, lane, parts);
    isDone &&= state === 'done';
  }
  return isDone;
}

// A call that may be repeated without harm needs no note before it.
async function begin(
  group: readonly DeliveryDocument[],
  lane: HeldLane,
  { deliveries }: WorkParts,
): Promise<boolean> {
  if (group.every(({ what }) => what.kind === 'update')) return true;
  const ids = group.map(({ _id }) => _id);
  if (await deliveries.begin(ids, lane.token)) return true;
  // A person may have given one up meanwhile; a lane that was taken over is noticed by the renewal.
  await lane.renew();
  return false;
}

type Came = {
  readonly outcome: AttemptOutcome | Extract<Attempted['outcome'], { type: 'fault' }>;
  readonly at: number;
};

async function settle(
  delivery: DeliveryDocument,
  came: Came,
  lane: HeldLane,
  parts: WorkParts,
): Promise<Next> {
  const decided = await decide(delivery, came, parts);
  parts.onAttempt(delivery.what.kind, came.outcome.type, decided.state);
  await parts.deliveries.settle(delivery, lane.token, decided);
  if (decided.state === 'done' && isSummary(delivery)) await parts.deliveries.markTold(lane.id);
  if (decided.state === 'missed' && decided.lastOutcome.type !== 'moved') await unlessBack(delivery, parts);
  if (decided.state === 'parked')
    await parts.tellOfParked(delivery, decided.lastOutcome.words).catch((err: unknown) => {
      parts.log.error({ err, event: delivery.event }, 'No Admin agent could be told of a parked delivery');
    });
  return decided;
}

// Told is only what has been delivered: the place may be gone again.
function isSummary({ what }: DeliveryDocument): boolean {
  return what.kind === 'notice' && what.notice.type === 'missed';
}

async function decide(delivery: DeliveryDocument, came: Came, parts: WorkParts): Promise<Next> {
  const next = await nextOf(delivery, came, parts);
  if (next.state !== 'gone') return next;
  try {
    return await deliverElsewhere(delivery, next.lastOutcome, parts);
  } catch (cause) {
    const failed = verdict({ outcome: { type: 'fault', cause }, delivery, ageMs: ageOf(delivery, parts) });
    if (failed.state === 'gone') throw cause;
    return failed;
  }
}

function ageOf({ addedAt }: DeliveryDocument, { traffic }: WorkParts): number {
  return traffic.clock.early() - addedAt.getTime();
}

// An activity may have brought the place back while the delivery was being given up.
async function unlessBack(delivery: DeliveryDocument, parts: WorkParts): Promise<void> {
  const place = await parts.conversations.find(placeOf(delivery));
  if (place) await parts.deliveries.unmiss(delivery._id);
}

const UNTOLD = { type: 'later', words: '' } as const;

async function nextOf(delivery: DeliveryDocument, { outcome, at }: Came, parts: WorkParts): Promise<Verdict> {
  if (outcome.type === 'done') {
    if (at < (outcome.told ?? Number.POSITIVE_INFINITY)) return { state: 'done' };
    return { state: 'waiting', delayMs: 0, lastOutcome: UNTOLD, isCounted: false };
  }
  if (outcome.type === 'no-place') return { state: 'gone', lastOutcome: { type: 'gone', words: '' } };
  if (outcome.type === 'gone' && outcome.of === 'card' && isSure(outcome.code, delivery))
    return cardGone(delivery, parts);
  const next = verdict({ outcome, delivery, ageMs: ageOf(delivery, parts) });
  // The id of a mail's delivery contains an address.
  const { event, attempts, what } = delivery;
  const about = { event, kind: what.kind, attempts: attempts + 1, outcome: outcome.type, next: next.state };
  parts.log.warn({ err: outcome.cause, ...about }, 'A delivery failed');
  if (next.state === 'gone' && outcome.type === 'gone')
    await parts.conversations.markGone(placeOf(delivery), outcome.code);
  return next;
}

// A 404 without a word may be a proxy's: only the same answer once more is believed.
function isSure(code: string, { lastOutcome }: DeliveryDocument): boolean {
  return code.startsWith('Activity') || lastOutcome?.type === 'gone';
}

// A person deleted the card: no later event has to update it.
async function cardGone({ what }: DeliveryDocument, { cards }: WorkParts): Promise<Verdict> {
  if (what.kind === 'update') await cards.forget(what.card);
  return { state: 'done' };
}

function placeOf({ what }: DeliveryDocument): string {
  if (what.kind === 'mail') return what.to;
  return what.kind === 'update' ? what.card.conversationId : what.conversationId;
}
