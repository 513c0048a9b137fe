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
  for (;;) {
    if (parts.isStopping()) return 0;
    const wait = parts.traffic.freeIn(lane.id);
    const next = await nextIn(lane, parts);
    if (!('group' in next)) return next.dueMs;
    if (wait > PATIENCE_MS) return wait;
    await attemptGroup(next.group, lane, parts);
  }
}

type NextIn = { readonly group: readonly DeliveryDocument[] } | { readonly dueMs: number | undefined };

// A post that waits for its next try holds back later posts, but not the cards that are to be brought up to date. One
// that the bot itself fails at, because a document cannot be read, holds back nothing.
async function nextIn({ id }: HeldLane, { deliveries, traffic }: WorkParts): Promise<NextIn> {
  const now = traffic.clock.late();
  const dueIn = ({ dueAt }: DeliveryDocument) => Math.max(0, dueAt.getTime() - now);
  const all = await deliveries.waiting(id, 0, MOST_READ);
  const posts = all.filter((one) => one.lastOutcome?.type !== 'fault' || dueIn(one) === 0);
  const [post] = posts;
  if (post && dueIn(post) === 0) return { group: nextGroup(posts, traffic.inLastMinute(id)) };
  const updates = await deliveries.waiting(id, 1, MOST_READ);
  const update = updates.find((one) => dueIn(one) === 0);
  if (update) return { group: [update] };
  const faulty = all.filter((one) => !posts.includes(one));
  const waits = [...posts.slice(0, 1), ...faulty, ...updates].map(dueIn);
  return { dueMs: waits.length === 0 ? undefined : Math.min(...waits) };
}

async function attemptGroup(
  group: readonly DeliveryDocument[],
  lane: HeldLane,
  parts: WorkParts,
): Promise<void> {
  await lane.hold();
  const ids = group.map(({ _id }) => _id);
  // A person may have given one up meanwhile; a lane that was taken over is noticed by the renewal.
  if (!(await parts.deliveries.begin(ids, lane.token))) return lane.renew();
  const admit = parts.traffic.inLane(lane.id, lane);
  const outcome = await attempt(group, admit, parts).catch((cause: unknown) => {
    if (cause instanceof StaleLeaseError) throw cause;
    return { type: 'fault', cause } as const;
  });
  for (const [at, delivery] of group.entries()) await settle(delivery, { outcome, at }, lane, parts);
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
): Promise<void> {
  const decided = await decide(delivery, came, parts);
  await parts.deliveries.settle(delivery, lane.token, decided);
  if (decided.state === 'missed' && decided.lastOutcome.type !== 'moved') await unlessBack(delivery, parts);
  if (decided.state !== 'parked') return;
  await parts.tellOfParked(delivery, decided.lastOutcome.words).catch((err: unknown) => {
    parts.log.error({ err, event: delivery.event }, 'No Admin agent could be told of a parked delivery');
  });
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
  if (outcome.type === 'gone' && outcome.of === 'card') return cardGone(delivery, parts);
  const next = verdict({ outcome, delivery, ageMs: ageOf(delivery, parts) });
  // The id of a mail's delivery contains an address.
  const { event, attempts, what } = delivery;
  const about = { event, kind: what.kind, attempts: attempts + 1, outcome: outcome.type, next: next.state };
  parts.log.warn({ err: outcome.cause, ...about }, 'A delivery failed');
  if (next.state === 'gone' && outcome.type === 'gone')
    await parts.conversations.markGone(placeOf(delivery), outcome.code);
  return next;
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
