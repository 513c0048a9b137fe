import type { Card } from '../../../src/teams/cards/card.ts';

/** Cards by kind, and by the state that they show. A new line adds a card to all tests and to the contact sheet. */
export type CardKinds = Readonly<Record<string, Readonly<Record<string, Card>>>>;
