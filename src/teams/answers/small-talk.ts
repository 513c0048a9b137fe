import { type Reader, say } from '../../words/words.ts';
import type { Press as Button, Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { type CommandName, grammarOf } from '../grammar/grammar.ts';
import type { Asked } from '../who.ts';
import type { Reply } from './reply.ts';

/** A greeting that says what the bot is for, with the first thing to do as a button. */
export function hello(
  title: 'greeting.title' | 'welcome.title',
  side: 'partner' | 'customer',
  reader: Reader,
): Card {
  const { language } = reader;
  const text = say(language, `greeting.${side}`);
  const presses = [run(side === 'partner' ? 'invite' : 'invitations', reader), run('help', reader)];
  return noticeCard({ title: say(language, title), text, tone: 'default', presses }, reader);
}

/** The first thing that a conversation sees of the bot. */
export function welcome({ who, reader }: Asked): Reply {
  return { card: hello('welcome.title', who.side === 'partner' ? 'partner' : 'customer', reader) };
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
  const presses = (near.length > 0 ? near : (['help'] as const)).map((name) => run(name, reader));
  return noticeCard({ title: say(language, 'misunderstood.title'), text, tone: 'default', presses }, reader);
}

function plain(key: 'thanks' | 'done', reader: Reader): Card {
  const { language } = reader;
  const title = say(language, `${key}.title`);
  return noticeCard({ title, text: say(language, `${key}.text`), tone: 'default' }, reader);
}

/** A button that types a command, with the arguments that are known already. */
export function run(command: CommandName, { language }: Reader, given = ''): Button {
  const verb = grammarOf(command).words[language][0];
  return { title: verb, verb: 'run', data: { text: `${verb} ${given}`.trim() } };
}

/** A short answer from the catalogue. */
export function notice(
  { reader }: Asked,
  key:
    | 'alerts.on'
    | 'alerts.off'
    | 'alerts.fewer'
    | 'role-mention'
    | 'role-foreign'
    | 'customer-only'
    | 'partner-only'
    | 'stranger'
    | 'edited',
  values: Record<string, string> = {},
): Reply {
  const { language } = reader;
  const title = say(language, `${key}.title`);
  return { card: noticeCard({ title, text: say(language, `${key}.text`, values), tone: 'default' }, reader) };
}
