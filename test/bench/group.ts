import type { ReplicaSet } from '../support/outside/replica-set.ts';
import type { Row } from './report.ts';
import type { Settings } from './settings.ts';

/** What a group of figures is measured with. */
export type GroupRun = {
  /** A replica set of one node, which all groups share. */
  readonly set: ReplicaSet;
  readonly settings: Settings;
  readonly say: (line: string) => void;
};

/** Measures a group of figures and cleans up after itself. */
export type Group = (run: GroupRun) => Promise<readonly Row[]>;
