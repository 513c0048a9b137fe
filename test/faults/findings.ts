import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Machine } from '../bench/machine.ts';
import type { Finding } from './fault.ts';

/** What a fault showed, with the seed that shows it again. */
export type Found = Finding & { readonly id: string; readonly seed: number; readonly seconds: number };

const SHOWN = 5;

/** A finding as it is printed. */
export function printed({ id, promise, counts, violations, seed, seconds }: Found): string {
  const verdict = violations.length === 0 ? 'holds' : `BROKEN ${violations.length} times`;
  const told = Object.entries(counts).map(([name, value]) => `${name} ${value}`);
  const shown = violations.slice(0, SHOWN).map((one) => `     - ${one}`);
  const more = violations.length > SHOWN ? [`     - and ${violations.length - SHOWN} more`] : [];
  return [
    `${id.padEnd(4)} ${verdict}: ${promise}`,
    `     ${told.join(', ')}; seed ${seed}, ${Math.round(seconds)} s`,
    ...shown,
    ...more,
  ].join('\n');
}

/** Keeps the run as JSON. */
export async function keepFindings(file: string, machine: Machine, found: readonly Found[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine, found }, undefined, 2)}\n`);
}
