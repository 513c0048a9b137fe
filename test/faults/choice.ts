import { parseArgs } from 'node:util';

/** Which faults are tried, from which seed, and how long. */
export type Choice = { readonly only: readonly string[]; readonly seed: number; readonly scale: number };

const QUICK = 0.06;

/** Reads the command line: `--quick`, `--scale 0.5`, `--seed 7`, `--only F1`. */
export function readChoice(args: readonly string[]): Choice {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      scale: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    only: values.only,
    seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
    scale: Number(values.scale ?? (values.quick ? QUICK : 1)),
  };
}
