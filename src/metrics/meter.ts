/** Counts what the program does; no figure has a name, an id of a person, tenant or conversation, or a token. */
export type Meter = {
  /** A call to Teams ended; `status` 0: no answer came. */
  readonly calledTeams: (status: number, ms: number) => void;
  readonly answeredTurn: (kind: string, status: number, ms: number) => void;
  readonly servedPage: (kind: string, status: number, ms: number) => void;
  /** A turn or a page was told that the program is busy. */
  readonly turnedAway: (what: 'turn' | 'page') => void;
  /** An attempt to deliver came to `outcome`, and the delivery is in the state `next` now. */
  readonly attempted: (kind: string, outcome: string, next: string) => void;
  readonly askedDatabase: (ms: number) => void;
};

const nothing = () => {};

/** Counts nothing. */
export const NO_METER: Meter = {
  calledTeams: nothing,
  answeredTurn: nothing,
  servedPage: nothing,
  turnedAway: nothing,
  attempted: nothing,
  askedDatabase: nothing,
};
