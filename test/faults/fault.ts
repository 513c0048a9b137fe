import type { ReplicaSet } from '../support/outside/replica-set.ts';
import type { Random } from './random.ts';

/** What a fault is tried with. `scale`: how long, 1 for the run of a quarter of an hour. */
export type FaultRun = {
  readonly set: ReplicaSet;
  readonly random: Random;
  readonly scale: number;
  readonly say: (line: string) => void;
  /** The file that starts the program, when it is not this build. */
  readonly main?: string;
};

/** What was seen: how much was tried, and everything that should not have been. */
export type Finding = {
  readonly promise: string;
  readonly counts: Readonly<Record<string, number | string>>;
  readonly violations: readonly string[];
};

/** Makes things go wrong around the running program and looks at what it makes of them. */
export type Fault = (run: FaultRun) => Promise<Finding>;

/** A number of tries at this scale, at least one. */
export const scaled = (count: number, scale: number): number => Math.max(1, Math.round(count * scale));
