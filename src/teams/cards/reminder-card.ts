import type { InvitationReminded } from '../../relationship/event.ts';
import { remindableMailing } from '../../relationship/rules/mails.ts';
import { mailto, type PlainMessage, reminderMessage } from '../../words/messages/customer-message.ts';
import { moment, say } from '../../words/words.ts';
import { run } from './button.ts';
import { actions, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';

/** Tells the agent that the customer was reminded; it contains the text of a mail where the bot sends none. */
export function reminderCard(event: InvitationReminded, shown: InvitationShown): Card {
  const { relationship, partner, reader, canMail } = shown;
  const { language } = reader;
  const { invitation } = relationship;
  const mailed = canMail ? remindableMailing(invitation) : undefined;
  const { contact: to = '' } = invitation.terms;
  const letter = mailed ? undefined : reminderMessage({ relationship, partner });
  return fill('form', {
    language,
    title: say(language, event.by.kind === 'clock' ? 'reminder.due' : 'reminder.title'),
    summary: say(language, 'reminder.summary', reminderValues(event, shown)),
    problems: isUnsubscribed(shown) ? [say(language, 'reminder.unsubscribed', { to })] : [],
    text: reminderText(event, shown, mailed?.to),
    inputs: letter ? [letterInput(letter, shown)] : [],
    actions: [
      ...(letter ? [openReminder({ ...letter, to }, shown)] : []),
      ...actions([
        run({ command: 'extend', given: invitation.id, title: 'button.extend' }, reader),
        run({ command: 'status', given: invitation.id, title: 'button.details' }, reader),
      ]),
    ],
  });
}

function isUnsubscribed({ relationship: { invitation } }: InvitationShown): boolean {
  return invitation.mailing?.status === 'sent' && invitation.mailing.isUnsubscribed === true;
}

function reminderValues({ day }: InvitationReminded, { relationship, reader }: InvitationShown) {
  const { customer, invitation } = relationship;
  const { id, expiresAt } = invitation;
  return { id, customer: customer.name, days: day ?? 0, at: moment(reader, expiresAt) };
}

function reminderText(
  event: InvitationReminded,
  shown: InvitationShown,
  mailedTo: string | undefined,
): string {
  const { language } = shown.reader;
  const values = reminderValues(event, shown);
  const isDue = event.by.kind === 'clock';
  if (mailedTo === undefined) return say(language, isDue ? 'reminder.due-text' : 'reminder.text', values);
  const key = isDue ? 'reminder.due-text-mailed' : 'reminder.text-mailed';
  return say(language, key, { ...values, to: mailedTo });
}

function letterInput({ text: value }: PlainMessage, { reader }: InvitationShown): object {
  const label = say(reader.language, 'reminder.letter');
  return { type: 'Input.Text', id: 'letter', label, isMultiline: true, value };
}

function openReminder(letter: PlainMessage & { readonly to: string }, { reader }: InvitationShown): object {
  const title = say(reader.language, 'button.open-mail');
  return { type: 'Action.OpenUrl', title, style: 'positive', url: mailto(letter) };
}
