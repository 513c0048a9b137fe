import type { Audience, CommandGrammar } from '../../grammar/argument.ts';
import { COMMANDS, type CommandName } from '../../grammar/commands/table.ts';
import { otherLanguages } from '../../relationship/language.ts';
import { languageName } from '../../words/language-names.ts';
import { listed, type Reader, say, type WordKey } from '../../words/words.ts';
import { type Card, fill } from './card.ts';
import { why } from './why.ts';

type Subject = 'invitations' | 'customers' | 'company';
type Command = readonly [CommandName, CommandGrammar];

// Under which heading help tells of a command; the compiler sees to it that none is forgotten.
const SUBJECTS: Readonly<Record<CommandName, Subject>> = {
  invite: 'invitations',
  share: 'invitations',
  status: 'invitations',
  list: 'invitations',
  remind: 'invitations',
  reply: 'invitations',
  extend: 'invitations',
  revoke: 'invitations',
  reissue: 'invitations',
  handover: 'invitations',
  history: 'customers',
  invitations: 'invitations',
  check: 'customers',
  customers: 'customers',
  customer: 'customers',
  add: 'customers',
  agreement: 'customers',
  access: 'customers',
  end: 'customers',
  report: 'customers',
  setup: 'company',
  template: 'company',
  alerts: 'company',
  role: 'company',
  language: 'company',
  help: 'company',
};

/** What can be asked, by subject, the usual with an example each; for one command only, if somebody asked about it. */
export function helpCard(audience: Audience, reader: Reader, topic?: CommandName): Card {
  const { language } = reader;
  const theirs = COMMANDS.filter(
    ([, grammar]) => grammar.audience === audience || grammar.audience === 'all',
  );
  const asked = theirs.filter(([name]) => name === topic);
  const isPartner = audience === 'partner';
  const isShort = asked.length > 0 || !isPartner;
  const title = say(language, isPartner ? 'help.title' : 'help.customer-title');
  return fill('help', {
    language,
    title,
    summary: title,
    intro: say(language, isPartner ? 'help.intro' : 'help.customer-intro'),
    subjects: isShort
      ? [{ label: '', commands: lines(asked.length > 0 ? asked : theirs, reader), more: '' }]
      : bySubject(theirs, reader),
    outro: isPartner ? outro(asked[0]?.[0], reader) : '',
  });
}

function outro(topic: CommandName | undefined, reader: Reader): string {
  const { language } = reader;
  // The reader's own language first.
  const spoken = [language, ...otherLanguages(language)].map((one) => languageName(language, one));
  const languages = listed(language, spoken);
  if (topic === undefined) return say(reader.language, 'help.outro', { languages });
  return why(topic, reader) || say(reader.language, 'help.outro-one', { languages });
}

function bySubject(commands: readonly Command[], reader: Reader): object[] {
  const { language } = reader;
  const subjects: readonly Subject[] = ['invitations', 'customers', 'company'];
  return subjects.map((subject) => {
    const about = commands.filter(([name]) => SUBJECTS[name] === subject);
    const rare = about.filter(([, { isRare }]) => isRare).map(([, { words }]) => words[language][0]);
    return {
      label: say(language, `help.${subject}` satisfies WordKey),
      commands: lines(
        about.filter(([, { isRare }]) => !isRare),
        reader,
      ),
      more: rare.length > 0 ? say(language, 'help.more', { commands: rare.join(' · ') }) : '',
    };
  });
}

function lines(commands: readonly Command[], { language }: Reader): object[] {
  return commands.map(([name, { words, example }]) => ({
    verb: words[language][0],
    what: say(language, `command.${name}`),
    // A command that is only its verb is its own example.
    example: example[language] === words[language][0] ? '' : example[language],
  }));
}
