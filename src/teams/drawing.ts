import { isAlerted } from '../delivery/announcements.ts';
import type { Announced, Face, OpenLink, PlacedPost, Standing } from '../delivery/delivery.ts';
import { type Event, invitationOf } from '../relationship/event.ts';
import type { Agent } from '../relationship/people.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import type { Service } from '../service/service.ts';
import type { PostedCard } from '../store/documents.ts';
import { alertCard } from './cards/alert-card.ts';
import type { Card } from './cards/card.ts';
import { customerCard, MOST_RECENT } from './cards/customer-card.ts';
import { type InvitationShown, invitationCard, type Shown } from './cards/invitation-card.ts';
import { reminderCard } from './cards/reminder-card.ts';
import { replacedCard } from './cards/replaced-card.ts';
import { replyCard } from './cards/reply-card.ts';
import { requestCard } from './cards/request-card.ts';

/** What drawing cards needs. */
export type DrawingParts = {
  readonly reading: Pick<Service['reading'], 'recent'>;
  readonly openLink: OpenLink;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
  readonly now: () => Date;
};

/** The card of an event. `look`: for whom it was drawn; `audience`: of the living card that it is. */
export type DrawnPost = {
  readonly card: Card;
  readonly reader: Shown['reader'];
  readonly look: CardLook;
  readonly audience: PostedCard['audience'] | 'none';
  readonly invitationId: string;
};

/** The card that is posted for an event, as things stand now; undefined: nothing is left to show. */
export function drawPost(post: PlacedPost, parts: DrawingParts): DrawnPost | undefined {
  const { announced, face } = post;
  const { recorded, state } = announced;
  if (!hasInvitation(state)) return undefined;
  const look = lookIn(post, state);
  const shown = { ...shownTo(announced, look, parts), ...linkIn(post, parts) };
  const card = showsInvitation(shown) ? currentCard(face, recorded.event, shown) : undefined;
  if (!card) return undefined;
  const invitationId = invitationOf(recorded.event) ?? state.invitation.id;
  return { card, reader: shown.reader, look, audience: LIVING[face], invitationId };
}

/**
 * The living card as things stand now; a card of an earlier invitation says only that there is a newer one. Undefined:
 * nothing is left to show.
 */
export async function drawLiving(
  { invitationId, audience, repliedAt }: PostedCard,
  shown: Shown,
  { reading }: DrawingParts,
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

/** An event and its relationship, as a card in this language and time zone shows them. */
export function shownTo(
  { relationshipId, state, partner }: Standing,
  { language, timeZone, locale }: CardLook,
  { now, canMail }: DrawingParts,
): Shown {
  const exact = locale === undefined ? {} : { locale };
  const reader = { language, timeZone: timeZone ?? partner.timeZone, ...exact };
  return { relationshipId, relationship: state, partner, reader, now: now(), canMail };
}

/** Whether there is an invitation to show. */
export function showsInvitation(shown: Shown): shown is InvitationShown {
  return hasInvitation(shown.relationship);
}

/** For whom a card is drawn. */
export type CardLook = Pick<PostedCard, 'language' | 'timeZone' | 'locale'>;

function ifReplaced(
  about: { readonly invitationId: string; readonly audience: PostedCard['audience'] },
  { relationship, reader }: InvitationShown,
): Card | undefined {
  const current = relationship.invitation.id;
  return current === about.invitationId ? undefined : replacedCard({ ...about, current }, reader);
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

function lookIn(
  { face, isOrigin, announced: { recorded, partner } }: PlacedPost,
  { invitation: { terms, createdBy } }: WithInvitation,
): CardLook {
  if (face === 'request') return { language: terms.language };
  if (!isOrigin) return { language: partner.language };
  // The card of a reply is for the agent who replied, and not for the agent who invited.
  return lookOf(recorded.event.type === 'question-answered' ? recorded.event.by : createdBy);
}

function lookOf({ language, locale }: Agent): CardLook {
  return { language, ...(locale === undefined ? {} : { locale }) };
}

// Only the first card of an invitation shows the link, and only while the invitation is open: it may have been sent
// before Teams took this card.
function linkIn({ face, announced }: PlacedPost, { openLink }: DrawingParts): { readonly link?: string } {
  const { recorded, state }: Announced = announced;
  const { status, invitation } = state;
  if (face !== 'draft' || status !== 'invited' || !invitation) return {};
  const link = openLink(recorded.sealed, invitation.tokenHash);
  return link === undefined ? {} : { link };
}
