import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import { everyWord } from '../../src/grammar/lexicon.ts';
import { request, understand } from '../../src/grammar/understand.ts';
import type { MessageActivity } from '../../src/teams/activity.ts';
import { readableText } from '../../src/teams/mentions.ts';
import { BOT, type MeantLine, meantLine, mentionsOf } from '../support/generators/meant-lines.ts';

const LINES = 2000;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

describe('a line, however it is written', () => {
  it(`is understood as it was meant, or answered with the form that keeps the rest (${LINES} lines, seed ${seed})`, () => {
    const meant = new Set<string>();
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const line = meantLine(draw);
        meant.add(`${line.command} ${line.missing.length === 0 ? 'whole' : 'form'}`);
        expect(outcome(line), JSON.stringify(line.text)).toStrictEqual(expected(line));
      }),
      { seed, numRuns: LINES },
    );
    // The lines are good ones: every command has been meant, and every form asked for.
    expect([...meant].sort()).toStrictEqual(
      COMMANDS.flatMap(([name, { arguments: known }]) => {
        const isAsking = Object.values(known).some(({ isRequired }) => isRequired);
        return isAsking ? [`${name} form`, `${name} whole`] : [`${name} whole`];
      }).sort(),
    );
  });

  it(`never leads to a fault, whatever it is (${LINES} lines, seed ${seed})`, () => {
    const verbs = fc.constantFrom(...COMMANDS.flatMap(([, { words }]) => everyWord(words)));
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.option(verbs, { nil: '' }), anything, (verb, rest) => {
        expect(() => understand(`${verb} ${rest}`)).not.toThrow();
      }),
      { seed, numRuns: LINES },
    );
  });
});

/** What is understood; of a form what matters: what it asks for, and what filling that in leads to. */
function outcome(line: MeantLine) {
  const { command, meant, missing, text } = line;
  const entities = mentionsOf(line, (name) => name);
  const message = { text, entities, recipient: { id: BOT, name: BOT } };
  const understood = understand(readableText(message as MessageActivity));
  if (understood.type !== 'form') return understood;
  const filled = Object.fromEntries(missing.map((name) => [name, meant[name] ?? '']));
  const { problems, given } = understood;
  return { command: understood.command, problems, filled: request(command, { ...given, ...filled }) };
}

function expected({ command, meant, missing }: MeantLine) {
  const whole = request(command, meant);
  const problems = missing.map((argument) => ({ argument, kind: 'missing' }));
  return missing.length === 0 ? whole : { command, problems, filled: whole };
}
