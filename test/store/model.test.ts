import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/relationship/command.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import { Refusal } from '../../src/relationship/refusal.ts';
import type { ChangeTarget } from '../../src/store/relationships/situation.ts';
import { type Model, predict } from '../support/generators/model.ts';
import { commandOf, PARTNERS, type Step, stories, TENANTS } from '../support/generators/random-commands.ts';
import { contoso, fabrikam } from '../support/given.ts';
import { AGENT, startStore, type TestStore } from '../support/world/store.ts';

const SEQUENCES = 150;

// The play of rules/model.test.ts once more, through transactions on a real database, where no time passes.
describe('any sequence of commands, stored', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
  let store: TestStore;

  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  it(`leads where the model says, and stores just the events that it led to (${SEQUENCES} sequences, seed ${seed})`, async () => {
    let runs = 0;
    const steps = stories({ minLength: 10, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        runs += 1;
        await play(some, `run ${runs}`);
      }),
      { seed, numRuns: SEQUENCES },
    );
  }, 120_000);

  async function play(steps: readonly Step[], run: string): Promise<void> {
    const partners = partnersOf(run);
    for (const partner of partners) await store.partners.save(partner.id, () => partner, { by: AGENT });
    const models = new Map<string, Model>();
    let happened = 0;
    for (const [at, one] of steps.entries()) {
      const partner = partners[one.partner] ?? fabrikam;
      const key = `${one.partner}/${one.customer}`;
      const model = models.get(key);
      const command = commandOf(one, { id: idOf(one, model), newId: `R-${run}-${at}` });
      const customer = { ...contoso, tenantId: TENANTS[one.customer] ?? '' };
      const actual = await outcome(command, { partnerId: partner.id, customer });
      const expected = predict(command, model, { partner, now: Date.now() });
      const told = { at, command: command.type };
      expect({ ...told, outcome: actual }).toEqual({ ...told, outcome: expected.outcome });
      if (expected.next) models.set(key, expected.next);
      happened += Array.isArray(actual) ? actual.length : 0;
    }
    const ids = partners.map(({ id }) => id);
    expect(await store.mongo.events.countDocuments({ partnerId: { $in: ids }, 'what.type': 'event' })).toBe(
      happened,
    );
    for (const id of ids) expect(await store.verdict(id)).toBe('whole');
    const stored = await store.mongo.relationships.countDocuments({ partnerId: { $in: ids } });
    expect(stored).toBe(models.size);
  }

  const idOf = ({ isOldCard }: Step, model: Model | undefined) =>
    isOldCard ? 'R-OLD' : (model?.invitation?.id ?? 'R-OLD');

  const partnersOf = (run: string): Partner[] =>
    PARTNERS.map((one) => ({
      ...one,
      id: `${run} ${one.id}`,
      tenantIds: one.tenantIds.map((id) => `${run} ${id}`),
    }));

  async function outcome(command: Command, target: ChangeTarget): Promise<string | string[]> {
    try {
      const { events } = await store.change(command, target);
      return events.map(({ event }) => event.type);
    } catch (error) {
      if (error instanceof Refusal) return error.reason.code;
      // Nothing to do about somebody of whom nothing is known.
      if (error instanceof Error && error.message === 'A first decision must lead to an event') return [];
      throw error;
    }
  }
});
