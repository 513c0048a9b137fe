import { hasInvitation, type Relationship } from '../relationship/relationship.ts';
import { remindableMailing } from '../relationship/rules/mails.ts';
import { updateId } from '../service/posted-cards.ts';
import { isRelationship, type Pending } from '../store/aggregates/outbox.ts';
import type { Cards } from '../store/cards.ts';
import type { NewDelivery } from '../store/deliveries/documents.ts';
import { rootId, type StoredEvent } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import { eventsIn } from '../store/relationships/notes.ts';
import { announce } from './announcements.ts';
import { audienceOf, type Known } from './audience.ts';
import type { Delivery } from './delivery.ts';

/** What is read before events are announced. */
export type PlanParts = { readonly subscriptions: Subscriptions; readonly cards: Cards };

/** What follows from the events that stand in the outboxes of these documents, in the order in which they happened. */
export async function plan(pending: readonly Pending[], parts: PlanParts): Promise<readonly NewDelivery[]> {
  const relationships = pending
    .filter(isRelationship)
    .filter(({ outbox }) => outbox.some(({ what }) => what.type === 'event'));
  if (relationships.length === 0) return [];
  const living = await parts.cards.ofAll(relationships.map(({ _id }) => _id));
  const lists = relationships.map(async (relationship) => {
    const channels = await parts.subscriptions.of(relationship.partnerId);
    const cards = living.get(relationship._id) ?? [];
    return eventsIn(relationship.outbox).flatMap((event) =>
      planned(event, { relationship, channels, cards }),
    );
  });
  return (await Promise.all(lists)).flat();
}

function planned(event: StoredEvent, known: Known): NewDelivery[] {
  return announce(event, audienceOf(event, known)).flatMap((delivery) =>
    deliveriesOf(delivery, event, known.relationship.state),
  );
}

function deliveriesOf(delivery: Delivery, recorded: StoredEvent, state: Relationship): NewDelivery[] {
  const id = `${recorded.id}/${delivery.key}`;
  switch (delivery.kind) {
    case 'mail':
      return recipientsOf(recorded, state).map((to) => {
        const lane = `mail:${to.toLowerCase()}`;
        return { id: `${id}:${to}`, lane, recorded, what: { kind: 'mail', to } };
      });
    case 'update': {
      const { card } = delivery;
      const bare = withoutSeal(recorded);
      const lane = rootId(card.conversationId);
      return [{ id: updateId(card), lane, recorded: bare, what: { kind: 'update', card } }];
    }
    case 'post': {
      const { what: face, conversationId, isOrigin } = delivery;
      const needed = face === 'draft' ? recorded : withoutSeal(recorded);
      const what = { kind: 'post', face, conversationId, isOrigin } as const;
      return [{ id, lane: rootId(conversationId), recorded: needed, what }];
    }
  }
}

function withoutSeal({ sealed: _, ...recorded }: StoredEvent): StoredEvent {
  return recorded;
}

function recipientsOf({ event }: StoredEvent, state: Relationship): string[] {
  if (event.type === 'invitation-mail-queued') return [event.to];
  if (event.type === 'question-answered') return (event.mails ?? []).map(({ to }) => to);
  const first = hasInvitation(state) ? remindableMailing(state.invitation) : undefined;
  return event.type === 'invitation-reminded' && first ? [first.to] : [];
}
