import type { WithInvitation } from '../../relationship/relationship.ts';
import { cut } from '../../relationship/values/clean-text.ts';
import { remarksShown } from '../../words/remark-words.ts';
import { type Reader, say } from '../../words/words.ts';

// A card has 24 KB; all of it is on the customer's page and in the history.
const MOST = 4;
/** How much of a question or a reply a card shows. */
export const LONGEST_ON_CARD = 400;

/** The newest questions and replies, for a card that has a place for them. */
export function remarksPart(relationship: WithInvitation, reader: Reader) {
  const remarks = remarksShown(relationship, reader, MOST).map(({ who, text }) => {
    return { who, text: cut(text, LONGEST_ON_CARD) };
  });
  return { remarksLabel: say(reader.language, 'remark.title'), remarks };
}
