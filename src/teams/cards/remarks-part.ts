import type { WithInvitation } from '../../relationship/relationship.ts';
import { cut } from '../../relationship/values/clean-text.ts';
import { remarksShown } from '../../words/remark-words.ts';
import { type Reader, say } from '../../words/words.ts';

// A card may have at most 24 KB, so it shows only the newest remarks; the customer's page and the history show all.
const MOST = 4;
/** The most characters that a card shows of a question or a reply. */
export const LONGEST_ON_CARD = 400;

/** The newest questions and replies, as data for a card's template; at most four. */
export function remarksPart(relationship: WithInvitation, reader: Reader) {
  const remarks = remarksShown(relationship, reader, MOST).map(({ who, text }) => {
    return { who, text: cut(text, LONGEST_ON_CARD) };
  });
  return { remarksLabel: say(reader.language, 'remark.title'), remarks };
}
