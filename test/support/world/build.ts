import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const key: unique symbol = Symbol.for('vinculo.test.build');
const everywhere = globalThis as typeof globalThis & { [key]?: Promise<unknown> };

/** Builds the program once per run, so that tests can start it as a process of its own, as operators do. */
export default async function setup(): Promise<void> {
  everywhere[key] ??= Promise.all([compile(root), compile(join(root, 'src/http/tab/browser'))]);
  await everywhere[key];
}

// What `npm run build` does.
const compile = (project: string) =>
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project]);
