import type { CommandName } from '../../grammar/commands/table.ts';
import { mayDo } from '../../relationship/rules/permissions.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import { openDialog, run } from '../cards/button.ts';
import type { Button, Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer } from './answer.ts';

/** The reader of a greeting. `founder`: an Admin agent whose company has no profile yet. */
export type Greeted = 'partner' | 'founder' | 'customer';

/** A greeting that says what the bot is for, with buttons for the first thing to do and for help. */
export function hello(title: 'greeting.title' | 'welcome.title', side: Greeted, reader: Reader): Card {
  const { language } = reader;
  const text = say(language, side === 'customer' ? 'greeting.customer' : 'greeting.partner');
  const buttons = [firstButton(side, reader), run({ command: 'help' }, reader)];
  return noticeCard({ title: say(language, title), text, tone: 'default', buttons }, reader);
}

function firstButton(side: Greeted, reader: Reader): Button {
  if (side === 'founder') return openDialog('setup', 'button.profile', reader);
  return run({ command: side === 'partner' ? 'invite' : 'invitations' }, reader);
}

/** Which greeting a person gets; a stranger gets the customer's. */
export function greeted(who: Caller['who']): Greeted {
  if (who.side !== 'partner') return 'customer';
  return who.partner === undefined && mayDo('setup', who.agent.role) ? 'founder' : 'partner';
}

/** The bot's first message in a conversation. */
export function welcome({ who, reader }: Caller): Answer {
  return { card: hello('welcome.title', greeted(who), reader) };
}

/** The answer to a person who says thanks. */
export function thanks(reader: Reader): Card {
  return plain('thanks', reader);
}

/** Says that the answer stands below, as a message of its own. */
export function done(reader: Reader): Card {
  return plain('done', reader);
}

/** Says that the bot does not understand the request; buttons show the nearest commands, or help where none is near. */
export function misunderstood(near: readonly CommandName[], reader: Reader): Card {
  const { language } = reader;
  const text = say(language, near.length > 0 ? 'misunderstood.near' : 'misunderstood.far');
  const buttons = (near.length > 0 ? near : (['help'] as const)).map((command) => run({ command }, reader));
  return noticeCard({ title: say(language, 'misunderstood.title'), text, tone: 'default', buttons }, reader);
}

function plain(key: 'thanks' | 'done', reader: Reader): Card {
  const { language } = reader;
  const title = say(language, `${key}.title`);
  return noticeCard({ title, text: say(language, `${key}.text`), tone: 'default' }, reader);
}

/** The short answers whose title and text stand in the catalogue, as `<key>.title` and `<key>.text`. */
export type NoticeKey =
  | 'alerts.on'
  | 'alerts.off'
  | 'alerts.fewer'
  | 'alerts.taken'
  | 'alerts.unknown-host'
  | 'role-mention'
  | 'role-foreign'
  | 'handover-mention'
  | 'handover-role'
  | 'handover-done'
  | 'language'
  | 'customer-only'
  | 'partner-only'
  | 'stranger'
  | 'edited';

/** A short answer from the catalogue; `values` fill the placeholders of its text. */
export function notice(
  { reader }: Pick<Caller, 'reader'>,
  key: NoticeKey,
  values: Record<string, string | number> = {},
): Answer {
  const { language } = reader;
  const title = say(language, `${key}.title`);
  return { card: noticeCard({ title, text: say(language, `${key}.text`, values), tone: 'default' }, reader) };
}
