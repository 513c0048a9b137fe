import type { Service } from '../service/service.ts';
import type { DeliveryDocument } from '../store/deliveries/documents.ts';
import type { Conversation } from '../store/documents.ts';
import type { Admit } from './admission.ts';
import { type Announced, DONE, type MailChannel, type Outcome, type TeamsChannel } from './delivery.ts';
import type { GoneParts } from './gone-places.ts';
import { standingOf } from './standing.ts';

/** What making an attempt needs. */
export type AttemptParts = GoneParts & {
  readonly teams: TeamsChannel;
  /** Absent: no mail server is set up, and the mails that events ask for are left out. */
  readonly mail: { readonly deliver: MailChannel; readonly close: () => void } | undefined;
  readonly channels: Pick<Service['channels'], 'posted'>;
};

/** What became of an attempt; `no-place`: the bot knows no conversation in which to make it. */
export type AttemptOutcome = Outcome | { readonly type: 'no-place' };

/** Makes one attempt at deliveries that go out together: several alerts as a list, or one delivery. */
export async function attempt(
  group: readonly DeliveryDocument[],
  admit: Admit,
  parts: AttemptParts,
): Promise<AttemptOutcome> {
  const [first] = group;
  if (!first) return DONE;
  const { what } = first;
  if (what.kind === 'mail') return sendMail(first, what.to, parts);
  const place = await parts.conversations.find(placeOf(what));
  if (!place) return { type: 'no-place' };
  if (group.length > 1) return postList(group, place, { admit, parts });
  return callTeams(first, place, { admit, parts });
}

type Calling = { readonly admit: Admit; readonly parts: AttemptParts };

async function callTeams(
  delivery: DeliveryDocument,
  place: Conversation,
  { admit, parts }: Calling,
): Promise<Outcome> {
  const { what } = delivery;
  const about = { place, isMinimal: delivery.isMinimal, isRepeat: mayBeThere(delivery) };
  if (what.kind === 'notice' && what.notice.type === 'missed')
    return postMissed(what.notice, place, { admit, parts });
  if (what.kind === 'post') {
    const announced = await announcedOf(delivery, parts);
    const instead = what.instead ? { instead: what.instead.code } : {};
    const { face, isOrigin } = what;
    const post = { kind: 'post', face, isOrigin, announced, ...about, ...instead } as const;
    return remembering(await parts.teams(post, admit), announced, parts);
  }
  const standing = await standingOf(delivery, parts);
  if (what.kind === 'update')
    return parts.teams({ kind: 'update', card: what.card, standing, ...about }, admit);
  if (what.kind !== 'notice' || what.notice.type === 'missed') return DONE;
  return parts.teams({ kind: 'notice', notice: what.notice, standing, ...about }, admit);
}

// Remembered before the delivery counts as done, so that a crash repeats the card and never forgets it.
async function remembering(outcome: Outcome, announced: Announced, parts: AttemptParts): Promise<Outcome> {
  if (outcome.type !== 'done' || !outcome.card) return outcome;
  const { version, recorded } = announced;
  await parts.channels.posted(outcome.card, { partnerId: recorded.partnerId, version });
  return outcome;
}

async function postList(
  group: readonly DeliveryDocument[],
  place: Conversation,
  { admit, parts }: Calling,
): Promise<Outcome> {
  const alerts = await Promise.all(group.map((one) => announcedOf(one, parts)));
  const isRepeat = group.some(mayBeThere);
  return parts.teams({ kind: 'list', place, alerts, isRepeat, isMinimal: false }, admit);
}

async function postMissed(
  { ids, total }: { readonly ids: readonly string[]; readonly total: number },
  place: Conversation,
  { admit, parts }: Calling,
): Promise<Outcome> {
  const missed = await parts.deliveries.named(ids);
  const found = await Promise.allSettled(missed.map((one) => announcedOf(one, parts)));
  // One whose relationship cannot be read is among those that are only counted.
  const alerts = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const list = { kind: 'list', place, alerts, missed: total, isRepeat: false, isMinimal: false } as const;
  const outcome = await parts.teams(list, admit);
  return outcome.type === 'done' ? DONE : outcome;
}

async function sendMail(delivery: DeliveryDocument, to: string, parts: AttemptParts): Promise<Outcome> {
  if (!parts.mail) return DONE;
  const announced = await announcedOf(delivery, parts);
  return parts.mail.deliver({ to, attempts: delivery.attempts + 1, announced });
}

async function announcedOf(delivery: DeliveryDocument, parts: AttemptParts): Promise<Announced> {
  const { recorded } = delivery;
  if (!recorded) throw new Error('A card is posted without its event');
  return { ...(await standingOf(delivery, parts)), recorded };
}

// Also when the process that tried it last did not live to say what came of it.
function mayBeThere({ isRepeat, lastOutcome }: DeliveryDocument): boolean {
  return isRepeat || lastOutcome?.type === 'tried';
}

function placeOf(what: Exclude<DeliveryDocument['what'], { kind: 'mail' }>): string {
  return what.kind === 'update' ? what.card.conversationId : what.conversationId;
}
