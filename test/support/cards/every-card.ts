import type { Language } from '../../../src/relationship/language.ts';
import type { Card } from '../../../src/teams/cards/card.ts';
import { answerCards } from './answer-cards.ts';
import type { CardKinds } from './card-kinds.ts';
import { cardStory } from './card-story.ts';
import { deliveryCards } from './delivery-cards.ts';
import { doctorCards } from './doctor-cards.ts';
import { formCards } from './form-cards.ts';
import { historyCards } from './history-cards.ts';
import { livingCards } from './living-cards.ts';
import { mailCards } from './mail-cards.ts';
import { refusalCards } from './refusal-cards.ts';

/** One card; a failing test and the contact sheet name it by kind and state. */
export type NamedCard = {
  readonly kind: string;
  readonly state: string;
  readonly name: string;
  readonly language: Language;
  readonly card: Card;
};

/**
 * All cards that the bot can show, in all states; with a `name`, all people and all things that people name have it.
 */
export function everyCard(language: Language, name?: string): NamedCard[] {
  const story = cardStory(language, name);
  const kinds: CardKinds = {
    ...livingCards(story),
    ...mailCards(story),
    ...deliveryCards(story),
    ...doctorCards(story),
    ...historyCards(story),
    ...answerCards(story),
    ...formCards(story),
    ...refusalCards(story),
  };
  return Object.entries(kinds).flatMap(([kind, states]) => {
    return Object.entries(states).map(([state, card]) => {
      return { kind, state, name: `${kind}: ${state}, ${language}`, language, card };
    });
  });
}
