import type { InvitationReminded } from '../../relationship/event.ts';
import { mailto, reminderMessage } from '../../words/customer-message.ts';
import { moment, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';
import { run } from './run.ts';

/** Tells the agent that the customer was reminded, with the text that does so by mail. */
export function reminderCard({ by, day }: InvitationReminded, shown: InvitationShown): Card {
  const { relationship, partner, reader } = shown;
  const { language } = reader;
  const { customer, invitation } = relationship;
  const letter = reminderMessage({ relationship, partner });
  const values = {
    id: invitation.id,
    customer: customer.name,
    days: day ?? 0,
    at: moment(reader, invitation.expiresAt),
  };
  return fill('form', {
    language,
    title: say(language, by.kind === 'clock' ? 'reminder.due' : 'reminder.title'),
    summary: say(language, 'reminder.summary', values),
    problems: [],
    text: say(language, by.kind === 'clock' ? 'reminder.due-text' : 'reminder.text', values),
    inputs: [
      {
        type: 'Input.Text',
        id: 'letter',
        label: say(language, 'reminder.letter'),
        isMultiline: true,
        value: letter.text,
      },
    ],
    actions: [
      {
        type: 'Action.OpenUrl',
        title: say(language, 'button.open-mail'),
        style: 'positive',
        url: mailto({ ...letter, to: invitation.terms.contact }),
      },
      ...actions([
        run({ command: 'extend', given: invitation.id, title: 'button.extend' }, reader),
        run({ command: 'status', given: invitation.id, title: 'button.details' }, reader),
      ]),
    ],
  });
}
