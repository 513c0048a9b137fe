import { parseArgs } from 'node:util';

/** What a run of the benchmark measures, and how long. */
export type Settings = {
  readonly isQuick: boolean;
  readonly only: readonly string[];
  readonly hasMillion: boolean;
  /** Turns before anything counts. */
  readonly warmUp: number;
  readonly rounds: number;
  readonly turns: number;
};

/** Reads the command line. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      million: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      'warm-up': { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const isQuick = values.quick;
  return {
    isQuick,
    only: values.only,
    hasMillion: values.million,
    warmUp: Number(values['warm-up'] ?? (isQuick ? 400 : 5000)),
    rounds: Number(values.rounds ?? (isQuick ? 5 : 9)),
    turns: isQuick ? 60 : 300,
  };
}
