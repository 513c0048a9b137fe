import type { Log } from '../../log.ts';
import type { Service } from '../../service/service.ts';
import type { PostedCard } from '../../store/documents.ts';
import type { Card } from '../cards/card.ts';
import type { Connector } from '../connector.ts';

/** A card to answer with; a living one is brought up to date whenever something happens to its invitation. */
export type Answer = {
  readonly card: Card;
  readonly living?: Pick<PostedCard, 'relationshipId' | 'invitationId' | 'audience'>;
};

/**
 * The answer to a press: a card that takes the pressed one's place for the person, further cards below it, or both.
 * Without a card in its place the person gets the first further card's summary as a passing message.
 */
export type PressAnswer = { readonly inPlace?: Card; readonly below?: readonly Answer[] };

/** What answering needs. */
export type AnswerParts = {
  readonly service: Service;
  readonly connector: Connector;
  readonly now: () => Date;
  readonly log: Log;
};
