import { type Reader, say } from '../../words/words.ts';
import type { Audience } from '../grammar/argument.ts';
import { COMMANDS, type CommandName } from '../grammar/grammar.ts';
import { type Card, fill } from './card.ts';
import { why } from './why.ts';

/** What can be asked, with one example each; for one command only, if somebody asked about it. */
export function helpCard(audience: Audience, reader: Reader, topic?: CommandName): Card {
  const { language } = reader;
  const theirs = COMMANDS.filter(
    ([, grammar]) => grammar.audience === audience || grammar.audience === 'all',
  );
  const asked = theirs.filter(([name]) => name === topic);
  const shown = asked.length > 0 ? asked : theirs;
  const isPartner = audience === 'partner';
  const title = say(language, isPartner ? 'help.title' : 'help.customer-title');
  return fill('help', {
    language,
    title,
    summary: title,
    intro: say(language, isPartner ? 'help.intro' : 'help.customer-intro'),
    commands: shown.map(([name, { words, example }]) => ({
      verb: words[language][0],
      what: say(language, `command.${name}`),
      example: example[language],
    })),
    outro: isPartner ? why(asked[0]?.[0], reader) || say(language, 'help.outro') : '',
  });
}
