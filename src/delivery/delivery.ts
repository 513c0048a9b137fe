import type { PostedCard } from '../store/documents.ts';

/** The card that is posted. */
export type Face = 'draft' | 'request' | 'reminder' | 'alert' | 'reply';

/** A card to post. */
export type PostDelivery = {
  readonly kind: 'post';
  readonly key: string;
  readonly what: Face;
  readonly conversationId: string;
  /** True where one person asked for it: the card is in that person's language, elsewhere in the partner's. */
  readonly isOrigin: boolean;
};

/** A living card to bring up to date. */
export type UpdateDelivery = { readonly kind: 'update'; readonly key: string; readonly card: PostedCard };

/** One thing to deliver because of an event; `key` is the same each time the event is claimed. */
export type Delivery = PostDelivery | UpdateDelivery;
