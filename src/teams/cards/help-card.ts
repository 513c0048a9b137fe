import type { CommandAudience, CommandGrammar, HelpSubject } from '../../grammar/commands/command.ts';
import { COMMANDS, type CommandName } from '../../grammar/commands/table.ts';
import { otherLanguages } from '../../relationship/language.ts';
import { languageName } from '../../words/language-names.ts';
import { createMemory } from '../../words/memory.ts';
import { listed, type Reader, say } from '../../words/words.ts';
import { type Card, fill } from './card.ts';
import { why } from './why.ts';

type HelpCommand = readonly [CommandName, CommandGrammar];

// Nothing in it varies but audience, language and topic: enough for all of them.
const cards = createMemory<Card>(200);

/** The commands of one audience by subject, the common ones with an example; with a topic, only that command. */
export function helpCard(audience: CommandAudience, reader: Reader, topic?: CommandName): Card {
  return cards(`${audience} ${reader.language} ${topic ?? ''}`, () => drawn(audience, reader, topic));
}

function drawn(audience: CommandAudience, reader: Reader, topic?: CommandName): Card {
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
      ? [{ label: '', commands: commandLines(asked.length > 0 ? asked : theirs, reader), more: '' }]
      : bySubject(theirs, reader),
    outro: isPartner ? helpOutro(asked[0]?.[0], reader) : '',
  });
}

function helpOutro(topic: CommandName | undefined, reader: Reader): string {
  const { language } = reader;
  // The reader's own language first.
  const spoken = [language, ...otherLanguages(language)].map((one) => languageName(language, one));
  const languages = listed(language, spoken);
  if (topic === undefined) return say(reader.language, 'help.outro', { languages });
  return why(topic, reader) || say(reader.language, 'help.outro-one', { languages });
}

function bySubject(commands: readonly HelpCommand[], reader: Reader): object[] {
  const { language } = reader;
  const subjects: readonly HelpSubject[] = ['invitations', 'customers', 'company'];
  return subjects.map((subject) => {
    const about = commands.filter(([, grammar]) => grammar.subject === subject);
    const rare = about.filter(([, { isRare }]) => isRare).map(([, { words }]) => words[language][0]);
    return {
      label: say(language, `help.${subject}`),
      commands: commandLines(
        about.filter(([, { isRare }]) => !isRare),
        reader,
      ),
      more: rare.length > 0 ? say(language, 'help.more', { commands: rare.join(' · ') }) : '',
    };
  });
}

function commandLines(commands: readonly HelpCommand[], { language }: Reader): object[] {
  return commands.map(([name, { words, example }]) => ({
    verb: words[language][0],
    what: say(language, `command.${name}`),
    // A command without arguments needs no example.
    example: example[language] === words[language][0] ? '' : example[language],
  }));
}
