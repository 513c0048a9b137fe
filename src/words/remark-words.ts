import type { WithInvitation } from '../relationship/relationship.ts';
import type { Standing } from '../relationship/standing.ts';
import { moment, type Reader, say } from './words.ts';

/** A question or a reply as it is shown: who and when, and what they wrote, which is plain text. */
export type RemarkShown = { readonly who: string; readonly text: string };

/** What was asked and replied about an invitation, the earliest first; of more than `most` the newest. */
export function remarksShown(
  { invitation }: WithInvitation,
  reader: Reader,
  most: number,
): readonly RemarkShown[] {
  return (invitation.remarks ?? []).slice(-most).map(({ at, by, text }) => {
    return { who: say(reader.language, 'remark.who', { by: by.name, at: moment(reader, at) }), text };
  });
}

/** What a customer may ask now: how the way to it is called, and a text to begin with. */
export function questionWords(status: Standing, { language }: Reader): { title: string; text: string } {
  const isGone = status === 'expired' || status === 'revoked';
  if (!isGone) return { title: say(language, 'ask.title'), text: '' };
  return { title: say(language, 'ask.new-title'), text: say(language, 'ask.new-text') };
}
