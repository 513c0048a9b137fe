import type { AlertedEvent } from '../../../src/delivery/announcements.ts';
import { alertCard } from '../../../src/teams/cards/alert-card.ts';
import { alertListCard } from '../../../src/teams/cards/alert-list-card.ts';
import {
  conversationGoneCard,
  insteadCard,
  minimalCard,
  parkedCard,
  repeatedCard,
} from '../../../src/teams/cards/delivery-cards.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

/** What the bot says of its deliveries: lists of alerts, repetitions, and what did not arrive. */
export function deliveryCards({ events, states, shows, reader, called }: CardStory): CardKinds {
  const listed = (event: AlertedEvent, state: keyof typeof states) => ({
    event,
    shown: shows(states[state]),
  });
  const several = [
    listed(events.accepted, 'accepted'),
    listed(events.declined, 'declined'),
    listed(events.expired, 'expired'),
    listed(events.strayed, 'sent'),
    listed(events.reported, 'read'),
  ];
  const ten = [...several, ...several];
  const alert = alertCard(events.accepted, shows(states.accepted));
  return {
    delivery: {
      'several alerts': alertListCard(several, reader).card,
      'ten alerts': alertListCard(ten, reader).card,
      'one that was missed': alertListCard(several.slice(0, 1), reader, 1).card,
      'many that were missed': alertListCard(ten, reader, 123).card,
      'sent again': repeatedCard(alert, reader),
      'in another place': insteadCard(alert, 'ConversationNotFound', reader),
      'as a short text': minimalCard(alert, reader),
      'a conversation is gone': conversationGoneCard('BotNotInConversationRoster', reader),
      'not delivered': parkedCard(called('Contoso'), 'Teams answered 503 ServiceUnavailable', reader),
    },
  };
}
