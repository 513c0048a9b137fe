import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { absentDatabase } from './absent-database.ts';
import { BUGS, type SeededBug } from './bugs.ts';
import { crashMoments } from './crash-moments.ts';
import { drains } from './drains.ts';
import type { Fault, FaultRun } from './fault.ts';
import { kills } from './kills.ts';
import { races } from './races.ts';

const run = promisify(execFile);
// With the build of this program, over which the copy is built: the tab's script has a build of its own.
const COPIED = ['src', 'cards', 'package.json', 'tsconfig.json', 'dist'];
const CHECKERS: Readonly<Record<SeededBug['checker'], Fault>> = {
  kills,
  crashMoments,
  races,
  drains,
  absentDatabase,
};

/** F16: each of these bugs is put into a copy of the program; the checker that is there for it must see it. */
export const seededBugs: Fault = async (faultRun) => {
  const violations: string[] = [];
  for (const bug of BUGS) {
    faultRun.say(`Bug: ${bug.name}`);
    const problem = await caught(bug, faultRun);
    if (problem !== undefined) violations.push(`${bug.name}: ${problem}`);
  }
  return {
    promise: 'every seeded bug is caught by its checker',
    counts: { bugs: BUGS.length, caught: BUGS.length - violations.length },
    violations,
  };
};

async function caught(bug: SeededBug, faultRun: FaultRun): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-bug-'));
  try {
    for (const name of COPIED) await cp(join(process.cwd(), name), join(folder, name), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    if (!(await plant(bug, folder))) return 'the place where it belongs is not there any more';
    // A bug may offend the types; it is built all the same.
    await run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(
      () => undefined,
    );
    const main = join(folder, 'dist/main.js');
    const { violations } = await CHECKERS[bug.checker]({ ...faultRun, scale: bug.scale, main });
    return violations.length > 0 ? undefined : 'nobody noticed';
  } catch (error) {
    return `could not be tried: ${error}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plant({ file, find, replace }: SeededBug, folder: string): Promise<boolean> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(find)) return false;
  await writeFile(path, text.replace(find, replace));
  return true;
}
