import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;
const FAULTS = ['F2', 'F3', 'F13', 'F15'];

// A short run of `npm run faults`: the long one takes a quarter of an hour.
describe('faults around the program', () => {
  it('lose nothing, double nothing and mislead nobody', { timeout: 400_000 }, async () => {
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.outside.json'], {
      cwd: ROOT,
    });
    const only = FAULTS.flatMap((id) => ['--only', id]);
    const { stdout } = await run(
      process.execPath,
      ['dist/outside/test/faults/main.js', '--scale', '0.02', ...only],
      { cwd: ROOT },
    ).catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }));
    const verdicts = [...stdout.matchAll(/^(F\d+) +(.*?):/gm)].map(([, id, verdict]) => `${id} ${verdict}`);
    expect(verdicts, stdout).toEqual(FAULTS.map((id) => `${id} holds`));
  });
});
