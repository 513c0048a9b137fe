import type { Card } from '../../../src/teams/cards/card.ts';

/** Cards of one kind, each under the state it shows. To add a card to all tests and the contact sheet, add a line. */
export type CardKinds = Readonly<Record<string, Readonly<Record<string, Card>>>>;
