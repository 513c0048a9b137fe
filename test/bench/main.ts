import { mongodVersion, startReplicaSet } from '../support/outside/replica-set.ts';
import type { Group } from './group.ts';
import { alerts } from './groups/alerts.ts';
import { reads } from './groups/reads.ts';
import { starting } from './groups/starting.ts';
import { storage } from './groups/storage.ts';
import { turns } from './groups/turns.ts';
import { machineNow } from './machine.ts';
import { keep, type Row, table } from './report.ts';
import { readSettings } from './settings.ts';

const FILE = 'dist/bench.json';
const GROUPS: Readonly<Record<string, Group>> = { turns, storage, alerts, reads, starting };

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (line: string): void =>
  void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

const settings = readSettings(process.argv.slice(2));
const unknown = settings.only.filter((name) => !(name in GROUPS));
if (unknown.length > 0) throw new Error(`No group ${unknown}; there are ${Object.keys(GROUPS).join(', ')}`);
const wanted = Object.entries(GROUPS).filter(
  ([name]) => settings.only.length === 0 || settings.only.includes(name),
);

const set = await startReplicaSet(1, say);
const rows: Row[] = [];
const failed: string[] = [];
const machine = await machineNow(await mongodVersion(set));
print(
  Object.entries(machine)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n'),
);
for (const [name, group] of wanted) {
  say(`Group ${name}`);
  try {
    const measured = await group({ set, settings, say });
    rows.push(...measured);
    print(`\n${table(measured)}`);
  } catch (error) {
    // The other groups still have figures.
    failed.push(`${name}: ${error instanceof Error ? error.stack : error}`);
    say(failed.at(-1) ?? '');
  }
}
await keep(FILE, machine, rows);
await set.stop();
if (wanted.length > 1) print(`\n${table(rows)}`);
if (failed.length > 0) print(`\nWithout figures:\n${failed.join('\n')}`);
print(`\n${settings.isQuick ? 'A quick run: figures are rough. ' : ''}Kept in ${FILE}`);
process.exit(failed.length > 0 ? 1 : 0);
