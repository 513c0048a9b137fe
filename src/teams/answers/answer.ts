import type { Log } from '../../log.ts';
import type { Drawn } from '../../service/posted-cards.ts';
import type { Service } from '../../service/service.ts';
import type { PostedCard } from '../../store/documents.ts';
import type { Card } from '../cards/card.ts';
import type { Connector } from '../connector.ts';

/**
 * A card with which the bot answers. `living`: the bot brings it up to date after every event of its invitation or
 * customer.
 */
export type Answer = {
  readonly card: Card;
  readonly living?: Pick<PostedCard, 'relationshipId' | 'invitationId' | 'audience'> & Drawn;
};

/**
 * The answer to a press. `inPlace`: the card that the person sees in the place of the pressed card; `below`: cards that
 * are posted as messages. Without `inPlace`, the person sees the summary of the first card below as a short
 * notification.
 */
export type PressAnswer = { readonly inPlace?: Card; readonly below?: readonly Answer[] };

/** The parts of the program that answers use. */
export type AnswerParts = {
  readonly service: Service;
  readonly connector: Connector;
  readonly now: () => Date;
  readonly log: Log;
};
