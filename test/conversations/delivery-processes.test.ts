import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertsIn, isAmbiguous, limitProblems, startFlood } from '../support/world/alert-flood.ts';
import { startProcess } from '../support/world/own-process.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useWorld } from '../support/world/use-world.ts';
import { until } from '../support/world/world.ts';

const CHANNELS = 12;
// Longer than a lease.
const PAUSE_MS = Number(process.env['PAUSE_MS'] ?? 17_000);

type Process = Awaited<ReturnType<typeof startProcess>>;

describe('two processes that deliver', () => {
  const world = useWorld(() => ({ environment: { TEAMS_RATE: '1' } }));
  let flood: Awaited<ReturnType<typeof startFlood>>;
  let processes: Process[] = [];
  let channels: TeamsConversation[] = [];

  beforeAll(async () => {
    flood = await startFlood(world);
    await world.stopProgram();
  });
  beforeEach(async () => {
    await Promise.all(processes.map((one) => one.stop()));
    processes = await Promise.all([startProcess(world.variables), startProcess(world.variables)]);
    for (const { url } of processes) await until(async () => (await fetch(`${url}/ready`)).ok, 'it is ready');
    channels = await flood.channels(CHANNELS);
    world.teams.arrivals.length = 0;
    // Some calls take a second, so that one is under way when its process ends or stops.
    let calls = 0;
    world.teams.chance.fault = () => (++calls % 4 === 0 ? { status: 'slow' } : undefined);
  });
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.stop()));
    await flood.stop();
  });

  const first = (): Process => processes[0] ?? never();
  const posted = (): number => channels.flatMap(alertsIn).length;

  // A call that is under way when its process stops is done, but nobody records it.
  function requireAll(numbers: readonly number[], interrupted: number): void {
    const all = channels.flatMap(alertsIn);
    const doubled = all.length - new Set(all).size;
    process.stdout.write(`${numbers.length} alerts: doubled ${doubled}, calls interrupted ${interrupted}\n`);
    expect(numbers.filter((one) => !all.includes(one))).toEqual([]);
    expect(doubled).toBeLessThanOrEqual(interrupted);
    for (const channel of channels) {
      // A list of alerts that is repeated tells of all of them once more.
      const order = [...new Set(alertsIn(channel))];
      expect(order).toEqual([...order].sort((one, other) => one - other));
    }
    expect(limitProblems(world.teams.arrivals)).toEqual([]);
  }

  // How many lanes are held now: so many calls can be under way.
  const held = (): Promise<number> => world.db.collection('lanes').countDocuments({ isHeld: true });

  it('share the work and the limits, and post nothing twice', { timeout: 120_000 }, async () => {
    const numbers = await flood.queue(channels, 120);
    await world.settled(90_000);
    requireAll(numbers, 0);
    expect(world.teams.arrivals.filter(isAmbiguous)).toEqual([]);
  });

  it('lose nothing when one of them is killed: the other takes its lanes over', {
    timeout: 120_000,
  }, async () => {
    const numbers = await flood.queue(channels, 120);
    await until(() => posted() > 20, 'they are at work');
    await first().stop();
    const interrupted = await held();
    await world.settled(90_000);
    requireAll(numbers, interrupted);
  });

  it('end cleanly while calls hang, and what was under way is repeated', { timeout: 120_000 }, async () => {
    world.teams.chance.fault = () => ({ status: 'hang' });
    const numbers = await flood.queue(channels, 24);
    await until(() => world.teams.arrivals.length > 6, 'calls hang');
    const codes = await Promise.all(processes.map((one) => one.terminate()));
    expect(codes).toEqual([0, 0]);
    const interrupted = world.teams.arrivals.length;
    world.teams.chance.fault = () => undefined;
    processes = [await startProcess(world.variables)];
    await until(async () => {
      await world.hurry();
      return numbers.every((one) => channels.flatMap(alertsIn).includes(one));
    }, 'the next process delivers it');
    await world.settled(60_000);
    requireAll(numbers, interrupted);
  });

  it('one that is stopped and continued sends nothing more in lanes that the other has taken over', {
    timeout: 180_000,
  }, async () => {
    const numbers = await flood.queue(channels, 200);
    await until(() => posted() > 20, 'they are at work');
    first().pause();
    const interrupted = await held();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    // Work that the stopped one would believe to be its own.
    const more = await flood.queue(channels, 60);
    first().resume();
    await world.settled(90_000);
    requireAll([...numbers, ...more], interrupted);
  });
});

function never(): never {
  throw new Error('There is no such process');
}
