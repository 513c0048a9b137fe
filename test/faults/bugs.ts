/** A bug to put into a copy of the program, and the checker that must see it. */
export type SeededBug = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly checker: 'kills' | 'crashMoments' | 'races' | 'drains' | 'absentDatabase';
  readonly scale: number;
};

/** The bugs, each a small change. When the code around one moves, its place here moves with it. */
export const BUGS: readonly SeededBug[] = [
  {
    name: 'nobody hears of an acceptance',
    file: 'src/delivery/announcements.ts',
    find: "'invitation-accepted': { topic: 'accepted', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] }",
    replace: "'invitation-accepted': { topic: 'accepted', follows: ['living-cards'] }",
    checker: 'kills',
    scale: 0.02,
  },
  {
    name: 'an activity that comes again is not recognised',
    file: 'src/teams/service-caller.ts',
    find: 'cause === undefined ? {} : { cause }',
    replace: 'cause === undefined ? {} : { cause: cause + Math.random() }',
    checker: 'crashMoments',
    scale: 0.02,
  },
  {
    name: 'an answered invitation can be answered again',
    file: 'src/relationship/rules/guards.ts',
    find: "if (relationship.status !== 'invited') {\n    return refuse({ code: 'invitation-closed'",
    replace: "if (Math.random() > 2) {\n    return refuse({ code: 'invitation-closed'",
    checker: 'races',
    scale: 0.02,
  },
  {
    name: 'the program ends without finishing what is under way',
    file: 'src/main.ts',
    find: "process.once('SIGTERM', stopOnSignal);",
    replace: "process.once('SIGTERM', () => process.exit(1));",
    checker: 'drains',
    scale: 0.02,
  },
  {
    name: 'the program says that it is ready without looking',
    file: 'src/http/server.ts',
    find: 'return json(status === undefined ? 200 : 503, told);',
    replace: "return json(200, { ...told, status: 'ready' });",
    checker: 'absentDatabase',
    scale: 0.02,
  },
  {
    name: 'a change is written over another one',
    file: 'src/store/aggregates/write.ts',
    find: 'updateOne({ _id, version } as unknown as Filter<D>, change)',
    replace: 'updateOne({ _id } as unknown as Filter<D>, change)',
    checker: 'races',
    scale: 0.05,
  },
  {
    name: 'what happened is taken out of the outbox before what follows from it is stored',
    file: 'src/delivery/relay.ts',
    find: '  await follow(pending);\n  await outbox.clear(pending);',
    replace:
      '  await outbox.clear(pending);\n  await new Promise((resolve) => setTimeout(resolve, 300));\n  await follow(pending);',
    checker: 'kills',
    scale: 0.1,
  },
];
