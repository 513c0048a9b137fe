import { isAboutInvitation, ownerOf, type Relationship } from '../../relationship/relationship.ts';
import { pageWords } from '../../words/page-words.ts';
import { relationshipLine, relationshipTone } from '../../words/status-words.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import { type Paged, pageTurns } from './pages.ts';

/** One page of customers or invitations. */
export type Listing = Paged & {
  readonly title: WordKey;
  readonly empty: WordKey;
  readonly rows: readonly { readonly relationshipId: string; readonly state: Relationship }[];
};

/**
 * One page of relationships: a row for each customer with its state, the latest change first; each row opens the living
 * card.
 */
export function relationshipsCard(listing: Listing, reader: Reader, now: Date): Card {
  const { language } = reader;
  const { rows, total } = listing;
  const title = say(language, listing.title, { total });
  return fill('relationships', {
    language,
    title,
    summary: title,
    note: total === 0 ? say(language, listing.empty) : pageWords(listing, reader),
    rows: rows.map((row) => rowOf(row, reader, now)),
    actions: actions(pageTurns(listing, reader)),
  });
}

/** One relationship as a row that opens its card. */
export function rowOf({ relationshipId, state }: Listing['rows'][number], reader: Reader, now: Date) {
  const { language } = reader;
  const { customer, invitation } = state;
  const facts = [customer.domain, invitation?.id, say(language, `relationship.${state.status}`)];
  const owner = invitation && isAboutInvitation(state) ? ownerOf(invitation).name : undefined;
  const title = say(language, 'button.details-of', { customer: customer.name });
  const about = isAboutInvitation(state)
    ? { title, verb: 'show', data: { relationshipId, invitationId: state.invitation.id } }
    : { title, verb: 'show-customer', data: { relationshipId } };
  return {
    name: customer.name,
    facts: [...facts, owner].filter((one) => one !== undefined).join(' · '),
    status: relationshipLine(state, reader, now),
    tone: relationshipTone(state, now),
    press: actions([about])[0],
  };
}
