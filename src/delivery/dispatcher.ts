import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Mailer } from '../mail/mailer.ts';
import { invitationOf } from '../relationship/event.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { Seal } from '../secret.ts';
import type { Service } from '../service/service.ts';
import type { Partners } from '../store/partners.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import type { Outbox } from '../store/relationships/outbox.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { isConnectorError } from '../teams/connector.ts';
import { type Announced, type DeliverParts, deliver } from '../teams/posting.ts';
import { invitationLink } from '../words/messages/invitation-link.ts';
import { announce, topicFor } from './announcements.ts';

/** What the dispatcher is built from. */
export type DispatcherParts = DeliverParts & {
  readonly outbox: Outbox;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  readonly service: Service;
  readonly seal: Pick<Seal, 'open'>;
  readonly publicUrl: string;
  /** Absent: no mail server is set up. */
  readonly mailer?: Mailer | undefined;
  readonly log: Log;
};

const LOOK_MS = 1000;
const REMIND_MS = 2000;
const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 5 * 60_000;
const MOST_MAILS = 4;
const STOP_MAIL_MS = 2000;

/**
 * Takes events out of the outbox, announces them, marks them dispatched: at once after a commit, and every second
 * besides, so that what another process left behind is found. An event is marked only after Teams has it; a crash
 * in between repeats the delivery, never loses it.
 */
export function createDispatcher(parts: DispatcherParts) {
  const mailing = createMailing(parts);
  let isStopping = false;
  let wakeUp = () => {};

  let remindedAt = Number.NEGATIVE_INFINITY;

  // Days are counted in days: whether one is over need not be asked at every wake.
  async function remind(): Promise<void> {
    if (performance.now() - remindedAt < REMIND_MS) return;
    remindedAt = performance.now();
    await parts.service.remindDue();
  }

  async function look(): Promise<void> {
    await parts.service.expireDue();
    await remind();
    while (!isStopping && (await dispatchNext(parts, mailing)));
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      const woken = new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
      await look().catch((err: unknown) => parts.log.warn({ err }, 'The outbox could not be read'));
      await Promise.race([woken, sleep(LOOK_MS, undefined, { ref: false })]);
    }
  }

  let running: Promise<void> | undefined;
  return {
    start(): void {
      running ??= run();
    },

    /** Something was committed: look now. */
    wake: (): void => wakeUp(),

    /** Finishes the delivery under way and stops. */
    async stop(): Promise<void> {
      isStopping = true;
      wakeUp();
      await running;
      await mailing.stop();
    },
  };
}

// Lets mails go their own way, a few at a time: a slow mail server must not hold up what goes to Teams.
function createMailing(parts: DispatcherParts) {
  const underWay = new Set<Promise<void>>();

  return {
    async start(recorded: StoredEvent, mail: () => Promise<void>): Promise<void> {
      if (underWay.size >= MOST_MAILS) {
        await parts.outbox.postpone(recorded.id, LOOK_MS);
        return;
      }
      const sending = orLater(recorded, parts, () => mail().then(() => finish(recorded, parts)))
        .catch((err: unknown) => parts.log.warn({ err }, 'The outbox could not be written'))
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
    },

    /** What is under way gets a moment; what is broken off then is tried again under the same Message-ID. */
    async stop(): Promise<void> {
      await Promise.race([Promise.all(underWay), sleep(STOP_MAIL_MS, undefined, { ref: false })]);
      parts.mailer?.close();
      await Promise.all(underWay);
    },
  };
}

type Mailing = ReturnType<typeof createMailing>;

async function dispatchNext(parts: DispatcherParts, mailing: Mailing): Promise<boolean> {
  const recorded = await parts.outbox.claim();
  if (!recorded) return false;
  await orLater(recorded, parts, async () => {
    const announced = await announcedNow(recorded, parts);
    await dispatch(announced, parts);
    const mail = parts.mailer?.due(announced);
    if (mail) await mailing.start(recorded, mail);
    else await finish(recorded, parts);
  });
  return true;
}

async function finish({ id }: StoredEvent, { outbox }: DispatcherParts): Promise<void> {
  await outbox.markDispatched(id);
}

// What fails is let go, and tried again after a while.
async function orLater(
  { id, attempts }: StoredEvent,
  { outbox, log }: DispatcherParts,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (err) {
    const delayMs = delayAfter(err, attempts);
    log.warn({ err, event: id, attempts, delayMs }, 'Announcing failed');
    await outbox.release(id, delayMs);
  }
}

async function dispatch(announced: Announced, parts: DispatcherParts): Promise<void> {
  const { recorded } = announced;
  for (const delivery of announce(recorded, await audienceOf(announced, parts))) {
    if (recorded.delivered.includes(delivery.key)) continue;
    await deliver(delivery, announced, parts);
    await parts.outbox.markDelivered(recorded.id, delivery.key);
  }
}

// Cards show how things stand now, not how they stood when the event happened.
async function announcedNow(recorded: StoredEvent, parts: DispatcherParts): Promise<Announced> {
  const [found, partner] = await Promise.all([
    parts.queries.byId(recorded.relationshipId),
    parts.partners.find(recorded.partnerId),
  ]);
  if (!found || !partner) throw new Error('An event without its relationship or partner');
  const { state } = found;
  return { recorded, state, partner, link: draftLink(recorded, state, parts) };
}

// Sealed for the hash of its token: the link of another invitation than the one that is shown cannot be opened.
function draftLink({ event, sealed }: StoredEvent, { invitation }: Relationship, parts: DispatcherParts) {
  if (event.type !== 'invitation-drafted' || sealed === undefined || !invitation) return undefined;
  const token = parts.seal.open(sealed, invitation.tokenHash);
  return token === undefined ? undefined : invitationLink(parts.publicUrl, token);
}

async function audienceOf({ recorded, state }: Announced, { outbox, conversations, cards }: DispatcherParts) {
  const { relationshipId, partnerId, event } = recorded;
  const topic = topicFor(recorded);
  const invitationId = invitationOf(event) ?? state.invitation?.id;
  const [askedIn, subscribed, living] = await Promise.all([
    invitationId === undefined ? undefined : outbox.askedIn(relationshipId, invitationId),
    topic ? conversations.subscribed(partnerId, topic) : [],
    cards.of(relationshipId, invitationId),
  ]);
  return { askedIn, subscribed, cards: living };
}

function delayAfter(error: unknown, attempts: number): number {
  const asked = isConnectorError(error) ? error.retryAfterMs : undefined;
  const doubling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 10));
  const jittered = doubling * (0.8 + 0.4 * Math.random());
  return Math.round(Math.max(asked ?? 0, jittered));
}
