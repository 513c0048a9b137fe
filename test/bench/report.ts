import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Machine } from './machine.ts';
import { type Rounds, rounded } from './statistics.ts';

/** One figure of the benchmark. `beside`: what it is compared with, in words; `bar`: what is to be reached. */
export type Row = {
  readonly group: string;
  readonly name: string;
  readonly figure: string;
  readonly beside?: string;
  readonly bar?: string;
  /** The figures themselves, for the JSON. */
  readonly values: Readonly<Record<string, unknown>>;
};

const HEADINGS = ['group', 'what', 'figure', 'beside', 'bar (aim)'] as const;

/** A median with the lowest and the highest round, and its unit. */
export function told({ median, low, high }: Rounds, unit: string): string {
  return `${rounded(median)} ${unit} (${rounded(low)} – ${rounded(high)})`;
}

/** The rows as a table of plain text. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ group, name, figure, beside = '', bar = '' }) => [
    group,
    name,
    figure,
    beside,
    bar,
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width));
  return [line(HEADINGS), line(rule), ...cells.map(line)].join('\n');
}

/** Keeps the run as JSON. */
export async function keep(file: string, machine: Machine, rows: readonly Row[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine, rows }, undefined, 2)}\n`);
}
