import type { CommandName } from '../../grammar/commands/table.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import { openDialog, run } from '../cards/button.ts';
import type { Button, Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer } from './answer.ts';

/** Whom a greeting is for; a founder is an Admin agent whose company has no profile yet. */
export type Greeted = 'partner' | 'founder' | 'customer';

/** A greeting that says what the bot is for, with the first thing to do as a button. */
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

/** How somebody is greeted. */
export function greeted(who: Caller['who']): Greeted {
  if (who.side !== 'partner') return 'customer';
  return who.partner === undefined && who.agent.role === 'admin' ? 'founder' : 'partner';
}

/** The first thing that a conversation sees of the bot. */
export function welcome({ who, reader }: Caller): Answer {
  return { card: hello('welcome.title', greeted(who), reader) };
}

/** An answer to thanks. */
export function thanks(reader: Reader): Card {
  return plain('thanks', reader);
}

/** What was asked for stands below, as a message of its own. */
export function done(reader: Reader): Card {
  return plain('done', reader);
}

/** Nothing that the bot can be asked; the nearest commands as buttons. */
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

/** The short answers that the catalogue alone makes up. */
export type NoticeKey =
  | 'alerts.on'
  | 'alerts.off'
  | 'alerts.fewer'
  | 'alerts.taken'
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

/** A short answer from the catalogue. */
export function notice(
  { reader }: Pick<Caller, 'reader'>,
  key: NoticeKey,
  values: Record<string, string | number> = {},
): Answer {
  const { language } = reader;
  const title = say(language, `${key}.title`);
  return { card: noticeCard({ title, text: say(language, `${key}.text`, values), tone: 'default' }, reader) };
}
