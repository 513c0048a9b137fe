import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const key: unique symbol = Symbol.for('vinculo.test.build');
const everywhere = globalThis as typeof globalThis & { [key]?: Promise<unknown> };

/** Builds the program once a run: what tests start and kill as a process of its own is what operators start. */
export default async function setup(): Promise<void> {
  everywhere[key] ??= promisify(execFile)(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    root,
  ]);
  await everywhere[key];
}
