import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '../../src/sandbox/world.ts';
import { say } from '../../src/words/words.ts';
import { BOT, type MeantLine, meantLine, mentionsOf } from '../support/generators/meant-lines.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest, until } from '../support/world/world.ts';

const LINES = 100;
const FAULTS = [say('en', 'fault.title'), say('es', 'fault.title')];

describe('a line, however it is written', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => asks('setup "Fabrikam" country:ES'));

  /** Types the line as it is, and waits for the answer. */
  async function answer(line: MeantLine, conversation: TeamsConversation): Promise<string[]> {
    const before = conversation.messages.length;
    const ids: Readonly<Record<string, string>> = { [BOT]: `28:${credentials.clientId}`, Lee: world.lee.id };
    const entities = mentionsOf(line, (name) => ids[name] ?? `29:${name}`);
    const change = (activity: Record<string, unknown>) =>
      Object.assign(activity, { text: line.text, entities });
    const { status } = await world.says(world.dana, conversation, line.text, { change });
    expect(status).toBe(200);
    await until(() => conversation.messages.length > before, `${JSON.stringify(line.text)} is answered`);
    await world.settled();
    return newest(conversation);
  }

  it(`is answered with a card that is no fault, and nothing is logged as an error (${LINES} lines, seed ${seed})`, async () => {
    const lines = fc.sample(
      fc.gen().map((draw) => meantLine(draw)),
      { seed, numRuns: LINES },
    );
    for (const [at, line] of lines.entries()) {
      const read = await answer(line, at % 2 === 0 ? chat : world.sales);
      expect(read.length, JSON.stringify(line.text)).toBeGreaterThan(0);
      expect(FAULTS, JSON.stringify(line.text)).not.toContain(read[0]);
    }
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    // The lines are good ones: commands of every kind have been tried.
    expect(new Set(lines.map(({ command }) => command)).size).toBeGreaterThan(10);
  }, 60_000);
});
