/** A bug to put into a copy of the program, and the checker that must see it. */
export type SeededBug = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly checker: 'kills' | 'crashMoments' | 'races';
  readonly scale: number;
};

/** The bugs, each a small change that compiles. When the code around one moves, its place here moves with it. */
export const BUGS: readonly SeededBug[] = [
  {
    name: 'nobody hears of an acceptance',
    file: 'src/delivery/announcements.ts',
    find: "'invitation-accepted': { topic: 'accepted', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] }",
    replace: "'invitation-accepted': { topic: 'accepted', follows: ['living-cards'] }",
    checker: 'kills',
    scale: 0.02,
  },
];
