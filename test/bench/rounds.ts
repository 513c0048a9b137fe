import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../support/outside/own-process.ts';
import { percentile, type Rounds, summed } from './statistics.ts';

/** Something that is measured turn by turn. `quiet` returns when its process has nothing left to do. */
export type Subject = {
  readonly name: string;
  readonly pid: number;
  readonly turn: (index: number) => Promise<void>;
  readonly quiet?: () => Promise<void>;
};

/** What the rounds of a subject showed. CPU: user and system time of its own process, what it does later included. */
export type Measured = {
  readonly cpuUs: Rounds;
  readonly p50Ms: Rounds;
  readonly p99Ms: number;
  readonly turns: number;
};

type Round = { readonly cpuUs: number; readonly times: readonly number[] };

// What a process does after an answer is done by then; an idle process costs next to nothing.
const SETTLING_MS = 120;

/** Measures all subjects round by round, each in turn, beginning with another one every time. */
export async function measure(
  subjects: readonly Subject[],
  { rounds, turns }: { readonly rounds: number; readonly turns: number },
): Promise<ReadonlyMap<string, Measured>> {
  const seen = new Map<string, Round[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < subjects.length; place++) {
      const subject = subjects[(round + place) % subjects.length];
      if (subject) seen.get(subject.name)?.push(await oneRound(subject, round * turns, turns));
    }
  }
  return new Map([...seen].map(([name, list]) => [name, measured(list, turns)]));
}

async function oneRound({ pid, turn, quiet }: Subject, from: number, turns: number): Promise<Round> {
  const before = cpuMs(pid);
  const times = await timed(turns, (index) => turn(from + index));
  await quiet?.();
  await sleep(SETTLING_MS);
  return { cpuUs: ((cpuMs(pid) - before) * 1000) / turns, times };
}

/** The milliseconds of each of so many things, one after the other. */
export async function timed(
  count: number,
  act: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await act(index);
    times.push(performance.now() - start);
  }
  return times;
}

function measured(rounds: readonly Round[], turns: number): Measured {
  return {
    cpuUs: summed(rounds.map(({ cpuUs }) => cpuUs)),
    p50Ms: summed(rounds.map(({ times }) => percentile(times, 0.5))),
    p99Ms: percentile(
      rounds.flatMap(({ times }) => times),
      0.99,
    ),
    turns: rounds.length * turns,
  };
}

/** Does `count` things, so many at once. */
export async function atOnce(
  count: number,
  width: number,
  act: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
