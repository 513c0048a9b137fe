import type { Cards } from '../store/cards.ts';
import type { Deliveries } from '../store/deliveries/deliveries.ts';
import type { CatchingUp } from '../store/deliveries/documents.ts';
import { type PostedCard, rootId } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';

/** The relationship's version that a living card shows, and its partner. */
export type Drawn = { readonly partnerId: string; readonly version: number };

/** What remembering living cards needs. */
export type PostedCardParts = {
  readonly cards: Cards;
  readonly queries: Pick<RelationshipQueries, 'versionsOf'>;
  readonly deliveries: Pick<Deliveries, 'add'>;
  /** Called after deliveries were stored, with the lanes in which they wait. */
  readonly onQueued: (lanes: readonly string[]) => void;
};

type Posted = { readonly card: PostedCard; readonly drawn: Drawn };

const GATHER_MS = 20;

/**
 * Stores living cards, so that later events bring them up to date. A card that shows an older state, because the
 * relationship changed while it was being posted, is brought up to date at once. The cards of 20 ms are stored together.
 */
export function createPostedCards(parts: PostedCardParts) {
  let gathered: Posted[] = [];
  let storing: Promise<void> | undefined;

  const store = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const all = gathered;
    gathered = [];
    storing = undefined;
    await remember(all, parts);
  };

  return (card: PostedCard, drawn: Drawn): Promise<void> => {
    gathered.push({ card, drawn });
    storing ??= store();
    return storing;
  };
}

async function remember(
  all: readonly Posted[],
  { cards, queries, deliveries, onQueued }: PostedCardParts,
): Promise<void> {
  await cards.remember(all.map(({ card }) => card));
  // What changes from here on finds the cards.
  const versions = await queries.versionsOf(all.map(({ card }) => card.relationshipId));
  const late = all.filter(({ card, drawn }) => {
    const version = versions.get(card.relationshipId);
    return version !== undefined && version !== drawn.version;
  });
  if (late.length === 0) return;
  await deliveries.add(late.map(catchingUp));
  onQueued(late.map(({ card }) => rootId(card.conversationId)));
}

function catchingUp({ card, drawn: { partnerId } }: Posted): CatchingUp {
  const { conversationId, relationshipId } = card;
  const what = { kind: 'update', card } as const;
  return { id: updateId(card), lane: rootId(conversationId), partnerId, relationshipId, what };
}

/** The id of the delivery that brings this card up to date: one for each card. */
export function updateId({ conversationId, activityId }: PostedCard): string {
  return `update/${conversationId}/${activityId}`;
}
