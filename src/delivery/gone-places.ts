import type { Conversations } from '../store/conversations.ts';
import type { Deliveries, Next } from '../store/deliveries/deliveries.ts';
import type {
  DeliveryDocument,
  DeliveryWhat,
  LastOutcome,
  NewDelivery,
} from '../store/deliveries/documents.ts';
import { type Conversation, rootId, type StoredEvent } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import { ownersChat, type StandingParts, standingOf } from './standing.ts';

/** What deliveries to a place that is gone need. `wake`: tries these lanes at once. */
export type GoneParts = StandingParts & {
  readonly conversations: Conversations;
  readonly deliveries: Deliveries;
  readonly subscriptions: Pick<Subscriptions, 'subscriberOf'>;
  readonly wake: (lanes: readonly string[]) => void;
};

/**
 * What becomes of a delivery whose place is gone: a card that one person asked for goes to the personal chat of the
 * agent who looks after the invitation, and everything else is missed until the place is back. The reason is said once:
 * on the first card that goes elsewhere, or as a notice to that agent or to the one who subscribed the channel.
 */
export async function deliverElsewhere(
  delivery: DeliveryDocument,
  lastOutcome: LastOutcome,
  parts: GoneParts,
): Promise<Next> {
  const { what, recorded } = delivery;
  if (what.kind !== 'post' || what.instead || !recorded) return { state: 'missed', lastOutcome };
  const chat = await chatInstead(delivery, what, parts);
  if (!chat || chat.id === what.conversationId) return { state: 'missed', lastOutcome };
  const code = await parts.conversations.takeReason(what.conversationId);
  if (!mayGoToAgent(what)) {
    if (code !== undefined) await tell(delivery, recorded, { chat, code }, parts);
    return { state: 'missed', lastOutcome };
  }
  const moved = { ...what, conversationId: chat.id, instead: { code: code ?? '' } };
  await add({ id: `${delivery._id}/instead`, lane: rootId(chat.id), recorded, what: moved }, parts);
  return { state: 'missed', lastOutcome: { ...lastOutcome, type: 'moved' } };
}

// The personal chat of the agent who subscribed the channel, otherwise of the one who looks after the invitation.
async function chatInstead(
  delivery: DeliveryDocument,
  { conversationId, isOrigin }: Extract<DeliveryWhat, { kind: 'post' }>,
  parts: GoneParts,
): Promise<Conversation | undefined> {
  const { subscriptions, conversations } = parts;
  const by = isOrigin ? undefined : await subscriptions.subscriberOf(delivery.partnerId, conversationId);
  const subscriber = by && (await conversations.personalChat(by.tenantId, by.objectId));
  return subscriber ?? ownersChat(await standingOf(delivery, parts), conversations);
}

// A customer's card is not for the partner's people, and a channel's alerts are not for one person.
function mayGoToAgent({ face, isOrigin }: Extract<DeliveryWhat, { kind: 'post' }>): boolean {
  return isOrigin && face !== 'request';
}

function tell(
  { _id }: DeliveryDocument,
  recorded: StoredEvent,
  { chat, code }: { readonly chat: Conversation; readonly code: string },
  parts: GoneParts,
): Promise<void> {
  const notice = { type: 'conversation-gone', code } as const;
  const what = { kind: 'notice', conversationId: chat.id, notice } as const;
  return add({ id: `${_id}/gone`, lane: rootId(chat.id), recorded, what }, parts);
}

async function add(delivery: NewDelivery, { deliveries, wake }: GoneParts): Promise<void> {
  await deliveries.add([delivery]);
  wake([delivery.lane]);
}
