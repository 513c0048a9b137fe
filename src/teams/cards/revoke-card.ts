import { LONGEST_REASON } from '../../relationship/rules/guards.ts';
import { type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';

/** Asks for confirmation, because a withdrawal reaches the customer and cannot be undone. */
export function revokeCard(
  about: { readonly relationshipId: string; readonly invitationId: string; readonly customer: string },
  reason: string | undefined,
  { language }: Reader,
): Card {
  const { relationshipId, invitationId, customer } = about;
  const data = { relationshipId, invitationId };
  const title = say(language, 'revoke.ask', { id: invitationId });
  return fill('form', {
    language,
    title,
    summary: title,
    problems: [],
    text: say(language, 'revoke.ask-text', { customer }),
    inputs: [
      {
        type: 'Input.Text',
        id: 'reason',
        label: say(language, 'revoke.reason'),
        maxLength: LONGEST_REASON,
        ...(reason === undefined ? {} : { value: reason }),
      },
    ],
    actions: actions([
      {
        title: say(language, 'button.revoke-confirm'),
        verb: 'revoke',
        data,
        style: 'destructive',
        takesInputs: true,
      },
      { title: say(language, 'button.keep'), verb: 'refresh', data },
    ]),
  });
}
