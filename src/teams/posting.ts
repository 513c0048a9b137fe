import { isAlerted } from '../delivery/announcements.ts';
import {
  type Announced,
  DONE,
  type Face,
  type OpenLink,
  type Outcome,
  type PlacedDelivery,
  type TeamsChannel,
} from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import { type Event, invitationOf } from '../relationship/event.ts';
import type { Agent } from '../relationship/people.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import type { Service } from '../service/service.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import { failedCall } from './call-outcomes.ts';
import { alertCard } from './cards/alert-card.ts';
import { type Card, message } from './cards/card.ts';
import { customerCard, MOST_RECENT } from './cards/customer-card.ts';
import { type InvitationShown, invitationCard, type Shown } from './cards/invitation-card.ts';
import { reminderCard } from './cards/reminder-card.ts';
import { replacedCard } from './cards/replaced-card.ts';
import { replyCard } from './cards/reply-card.ts';
import { requestCard } from './cards/request-card.ts';
import { addressOf, type Connector, isConnectorError } from './connector.ts';

/** What posting is built from. */
export type PostingParts = {
  readonly connector: Pick<Connector, 'post' | 'update'>;
  readonly reading: Pick<Service['reading'], 'recent'>;
  readonly openLink: OpenLink;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
  readonly now: () => Date;
  readonly log: Log;
};

/** Posts and edits cards in Teams: one call per delivery, none where nothing is left to show. */
export function createPosting(parts: PostingParts): TeamsChannel {
  return async (delivery, announced) => {
    try {
      return delivery.kind === 'update'
        ? await editCard(delivery, announced, parts)
        : await postCard(delivery, announced, parts);
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      return failedCall(error, delivery.kind, parts.log);
    }
  };
}

type PlacedUpdate = Extract<PlacedDelivery, { kind: 'update' }>;
type PlacedPost = Extract<PlacedDelivery, { kind: 'post' }>;

async function editCard(
  { card, place }: PlacedUpdate,
  announced: Announced,
  parts: PostingParts,
): Promise<Outcome> {
  const living = await livingCard(card, shownTo(announced, card, parts), parts);
  if (living) await parts.connector.update(addressOf(place), card.activityId, activityOf(living, place));
  return DONE;
}

// The relationship may have a newer invitation: the card of an earlier invitation says only that.
async function livingCard(
  { invitationId, audience, repliedAt }: PostedCard,
  shown: Shown,
  { reading }: PostingParts,
): Promise<Card | undefined> {
  const { relationshipId, partner } = shown;
  if (invitationId === null || !showsInvitation(shown)) {
    const recent = await reading.recent({ partnerId: partner.id, relationshipId }, MOST_RECENT);
    return customerCard({ ...shown, recent });
  }
  const replaced = ifReplaced({ invitationId, audience }, shown);
  if (replaced) return replaced;
  if (repliedAt) return replyCard(shown, repliedAt);
  return audience === 'partner' ? invitationCard(shown) : requestCard(shown);
}

function ifReplaced(
  about: { readonly invitationId: string; readonly audience: PostedCard['audience'] },
  { relationship, reader }: InvitationShown,
): Card | undefined {
  const current = relationship.invitation.id;
  return current === about.invitationId ? undefined : replacedCard({ ...about, current }, reader);
}

function showsInvitation(shown: Shown): shown is InvitationShown {
  return hasInvitation(shown.relationship);
}

async function postCard(delivery: PlacedPost, announced: Announced, parts: PostingParts): Promise<Outcome> {
  const { recorded, state } = announced;
  if (!hasInvitation(state)) return DONE;
  const look = lookIn(delivery, announced, state);
  const shown = { ...shownTo(announced, look, parts), ...linkIn(delivery, announced, parts) };
  const { place, what } = delivery;
  const card = showsInvitation(shown) ? currentCard(what, recorded.event, shown) : undefined;
  if (!card) return DONE;
  const activityId = await parts.connector.post(addressOf(place), activityOf(card, place));
  const audience = LIVING[what];
  // Without its id the message cannot be edited.
  if (audience === 'none' || activityId === '') return DONE;
  const { event, relationshipId } = recorded;
  const about = { relationshipId, invitationId: invitationOf(event) ?? state.invitation.id, audience };
  const replied = what === 'reply' ? { repliedAt: event.at } : {};
  return { type: 'done', card: { conversationId: place.id, activityId, ...about, ...replied, ...look } };
}

// The audience of each living card; an alert and a reminder stay as they were posted.
const LIVING: Readonly<Record<Face, PostedCard['audience'] | 'none'>> = {
  draft: 'partner',
  request: 'customer',
  reply: 'partner',
  alert: 'none',
  reminder: 'none',
};

// A card that waited long may find a newer invitation: then it says that instead of showing the newer one as its own.
function currentCard(what: Face, event: Event, shown: InvitationShown): Card | undefined {
  const audience = LIVING[what];
  const invitationId = invitationOf(event);
  const isLiving = audience !== 'none' && invitationId !== undefined;
  return (isLiving && ifReplaced({ invitationId, audience }, shown)) || faceCard(what, event, shown);
}

function faceCard(what: Face, event: Event, shown: InvitationShown): Card | undefined {
  switch (what) {
    case 'draft':
      return invitationCard(shown);
    case 'request':
      return requestCard(shown);
    case 'alert':
      return isAlerted(event) ? alertCard(event, shown) : unfit(what, event);
    case 'reply':
      return event.type === 'question-answered' ? replyCard(shown, event.at) : unfit(what, event);
    case 'reminder':
      return event.type === 'invitation-reminded' ? reminderCard(event, shown) : unfit(what, event);
  }
}

function unfit(what: Face, { type }: Event): never {
  throw new Error(`The event ${type} cannot be shown as the card ${what}`);
}

type CardLook = Pick<PostedCard, 'language' | 'timeZone' | 'locale'>;

function lookIn(
  { what, isOrigin }: PlacedPost,
  { recorded, partner }: Announced,
  { invitation: { terms, createdBy } }: WithInvitation,
): CardLook {
  if (what === 'request') return { language: terms.language };
  if (!isOrigin) return { language: partner.language };
  // The card of a reply is for the agent who replied, and not for the agent who invited.
  return lookOf(recorded.event.type === 'question-answered' ? recorded.event.by : createdBy);
}

function lookOf({ language, locale }: Agent): CardLook {
  return { language, ...(locale === undefined ? {} : { locale }) };
}

function shownTo(
  { recorded, state, partner }: Announced,
  { language, timeZone, locale }: CardLook,
  { now, canMail }: PostingParts,
): Shown {
  const exact = locale === undefined ? {} : { locale };
  const reader = { language, timeZone: timeZone ?? partner.timeZone, ...exact };
  const { relationshipId } = recorded;
  return { relationshipId, relationship: state, partner, reader, now: now(), canMail };
}

// Only the first card of an invitation shows the link, and only while the invitation is open: it may have been sent
// before Teams took this card.
function linkIn({ what }: PlacedPost, { recorded, state }: Announced, { openLink }: PostingParts) {
  const { status, invitation } = state;
  if (what !== 'draft' || status !== 'invited' || !invitation) return {};
  const link = openLink(recorded.sealed, invitation.tokenHash);
  return link === undefined ? {} : { link };
}

function activityOf(card: Card, { id, botId, botName }: Conversation): object {
  return { ...message(card), from: { id: botId, name: botName }, conversation: { id } };
}
