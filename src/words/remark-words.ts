import type { WithInvitation } from '../relationship/relationship.ts';
import type { Standing } from '../relationship/standing.ts';
import { moment, type Reader, say } from './words.ts';

/** A question or a reply as it is shown: a line with who and when, and the plain text that they wrote. */
export type RemarkShown = { readonly who: string; readonly text: string };

/** The questions and replies of an invitation, the earliest first; only the newest `most`. */
export function remarksShown(
  { invitation }: WithInvitation,
  reader: Reader,
  most: number,
): readonly RemarkShown[] {
  return (invitation.remarks ?? []).slice(-most).map(({ at, by, text }) => {
    return { who: say(reader.language, 'remark.who', { by: by.name, at: moment(reader, at) }), text };
  });
}

/**
 * The title and the first text of the customer's question form; an expired or withdrawn request has words of its own.
 */
export function questionWords(status: Standing, { language }: Reader): { title: string; text: string } {
  const isGone = status === 'expired' || status === 'revoked';
  if (!isGone) return { title: say(language, 'ask.title'), text: '' };
  return { title: say(language, 'ask.new-title'), text: say(language, 'ask.new-text') };
}
