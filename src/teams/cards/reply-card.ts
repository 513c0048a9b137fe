import { lastAsker } from '../../relationship/questions.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { mailto } from '../../words/customer-message.ts';
import { type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';

/** What was replied, and how it reaches whoever asked. */
export type Replied = {
  readonly relationshipId: string;
  readonly relationship: WithInvitation;
  readonly text: string;
};

/** Says to whom the reply goes: they read it on their page or card; a mail tells them that it is there. */
export function replyCard({ relationshipId, relationship, text }: Replied, { language }: Reader): Card {
  const { invitation, customer } = relationship;
  const asker = lastAsker(invitation.remarks);
  const values = { customer: customer.name, name: asker?.name ?? customer.name, id: invitation.id };
  const title = say(language, 'reply.title', values);
  const data = { relationshipId, invitationId: invitation.id };
  const subject = say(invitation.terms.language, 'reply.subject', values);
  return fill('form', {
    language,
    title,
    summary: title,
    text: say(language, 'reply.text', values),
    problems: [],
    inputs: [],
    actions: [
      {
        type: 'Action.OpenUrl',
        title: say(language, 'button.open-mail'),
        url: mailto({ to: asker?.emails[0] ?? invitation.terms.contact, subject, text }),
      },
      ...actions([{ title: say(language, 'button.details'), verb: 'show', data }]),
    ],
  });
}
