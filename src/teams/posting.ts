import type { Admit } from '../delivery/admission.ts';
import { isAlerted } from '../delivery/announcements.ts';
import {
  type Announced,
  DONE,
  type Outcome,
  type PlacedDelivery,
  type PlacedList,
  type PlacedNotice,
  type PlacedPost,
  type PlacedUpdate,
  type TeamsChannel,
} from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import type { Conversation } from '../store/documents.ts';
import type { Reader } from '../words/words.ts';
import { isConnectorError } from './call-once.ts';
import { failedCall } from './call-outcomes.ts';
import { alertListCard, type ListedAlert } from './cards/alert-list-card.ts';
import { type Card, message } from './cards/card.ts';
import {
  conversationGoneCard,
  insteadCard,
  minimalCard,
  parkedCard,
  repeatedCard,
} from './cards/delivery-cards.ts';
import { addressOf, type Connector } from './connector.ts';
import { type DrawingParts, drawLiving, drawPost, shownTo, showsInvitation } from './drawing.ts';

/** What posting is built from. */
export type PostingParts = DrawingParts & {
  readonly connector: Pick<Connector, 'post' | 'update'>;
  readonly log: Log;
};

/** Posts and edits cards in Teams: one call per delivery, none where nothing is left to show. */
export function createPosting(parts: PostingParts): TeamsChannel {
  return async (delivery, admit) => {
    try {
      return await call(delivery, admit, parts);
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      return failedCall(error, delivery.kind === 'update' ? 'update' : 'post', parts.log);
    }
  };
}

function call(delivery: PlacedDelivery, admit: Admit, parts: PostingParts): Promise<Outcome> {
  switch (delivery.kind) {
    case 'post':
      return postCard(delivery, admit, parts);
    case 'update':
      return editCard(delivery, admit, parts);
    case 'list':
      return postList(delivery, admit, parts);
    case 'notice':
      return postNotice(delivery, admit, parts);
  }
}

async function editCard(
  { card, place, standing, isMinimal }: PlacedUpdate,
  admit: Admit,
  parts: PostingParts,
): Promise<Outcome> {
  const shown = shownTo(standing, card, parts);
  const living = await drawLiving(card, shown, parts);
  if (!living) return DONE;
  const drawn = isMinimal ? minimalCard(living, shown.reader) : living;
  await parts.connector.update(addressOf(place), card.activityId, activityOf(drawn, place), admit);
  return DONE;
}

async function postCard(post: PlacedPost, admit: Admit, parts: PostingParts): Promise<Outcome> {
  const drawn = drawPost(post, parts);
  if (!drawn) return DONE;
  const { card, reader, look, audience, invitationId } = drawn;
  const { place, announced, face, instead = '' } = post;
  const whole = instead === '' ? card : insteadCard(card, instead, reader);
  const activityId = await send(inManner(whole, post, reader), place, { admit, parts });
  if (audience === 'none') return DONE;
  const { relationshipId, recorded } = announced;
  const about = { relationshipId, invitationId, audience };
  const replied = face === 'reply' ? { repliedAt: recorded.event.at } : {};
  return { type: 'done', card: { conversationId: place.id, activityId, ...about, ...replied, ...look } };
}

async function postList(list: PlacedList, admit: Admit, parts: PostingParts): Promise<Outcome> {
  const [first] = list.alerts;
  if (!first) return DONE;
  const { language, timeZone } = first.partner;
  const reader = { language, timeZone };
  const alerts = list.alerts.flatMap((one) => listed(one, reader, parts));
  // What has no invitation any more is told with the others.
  const untellable = list.alerts.length - alerts.length;
  if (alerts.length === 0) return DONE;
  const { card, told } = alertListCard(alerts, reader, list.missed);
  await send(inManner(card, list, reader), list.place, { admit, parts });
  return { type: 'done', told: told + untellable };
}

function listed(alert: Announced, { language }: Reader, parts: PostingParts): ListedAlert[] {
  const shown = shownTo(alert, { language }, parts);
  const { event } = alert.recorded;
  return showsInvitation(shown) && isAlerted(event) ? [{ event, shown }] : [];
}

async function postNotice(
  { notice, place, standing, ...manner }: PlacedNotice,
  admit: Admit,
  parts: PostingParts,
): Promise<Outcome> {
  const { language, timeZone } = standing.partner;
  const reader = { language, timeZone };
  const card =
    notice.type === 'parked'
      ? parkedCard(standing.state.customer.name, notice.words, reader)
      : conversationGoneCard(notice.code, reader);
  await send(inManner(card, manner, reader), place, { admit, parts });
  return DONE;
}

function inManner(
  card: Card,
  { isMinimal, isRepeat }: Pick<PlacedPost, 'isMinimal' | 'isRepeat'>,
  reader: Reader,
) {
  const drawn = isMinimal ? minimalCard(card, reader) : card;
  return isRepeat ? repeatedCard(drawn, reader) : drawn;
}

type Sending = { readonly admit: Admit; readonly parts: PostingParts };

function send(card: Card, place: Conversation, { admit, parts }: Sending): Promise<string> {
  return parts.connector.post(addressOf(place), activityOf(card, place), admit);
}

function activityOf(card: Card, { id, botId, botName }: Conversation): object {
  return { ...message(card), from: { id: botId, name: botName }, conversation: { id } };
}
