import { machineNow } from '../bench/machine.ts';
import { mongodVersion, startReplicaSet } from '../support/outside/replica-set.ts';
import { absentDatabase } from './absent-database.ts';
import { readChoice } from './choice.ts';
import { crashMoments } from './crash-moments.ts';
import { databaseErrors } from './database-errors.ts';
import { drains } from './drains.ts';
import type { Fault } from './fault.ts';
import { type Found, keepFindings, printed } from './findings.ts';
import { kills } from './kills.ts';
import { races } from './races.ts';
import { randomOf } from './random.ts';
import { seededBugs } from './seeded-bugs.ts';

const FILE = 'dist/faults.json';
const FAULTS: Readonly<Record<string, Fault>> = {
  F1: kills,
  F2: crashMoments,
  F3: races,
  F5: databaseErrors,
  F13: drains,
  F15: absentDatabase,
  F16: seededBugs,
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (line: string): void =>
  void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

const { only, seed, scale } = readChoice(process.argv.slice(2));
const unknown = only.filter((id) => !(id in FAULTS));
if (unknown.length > 0) throw new Error(`No fault ${unknown}; there are ${Object.keys(FAULTS).join(', ')}`);
const set = await startReplicaSet(1, say);
const machine = await machineNow(await mongodVersion(set));
print(
  Object.entries({ ...machine, seed, scale })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n'),
);
const found: Found[] = [];
for (const [id, fault] of Object.entries(FAULTS)) {
  if (only.length > 0 && !only.includes(id)) continue;
  say(id);
  const start = performance.now();
  const finding = await fault({ set, random: randomOf(seed), scale, say }).catch((error: unknown) => ({
    promise: 'could not be tried',
    counts: {},
    violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }));
  const one = { ...finding, id, seed, seconds: (performance.now() - start) / 1000 };
  found.push(one);
  print(printed(one));
}
await keepFindings(FILE, machine, found);
await set.stop();
process.exit(found.every(({ violations }) => violations.length === 0) ? 0 : 1);
