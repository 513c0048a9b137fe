import { type Db, MongoClient } from 'mongodb';
import { type Answer, type Bot, startBot, verdictOf } from '../support/outside/bot.ts';
import { happened } from '../support/outside/database-state.ts';
import type { ReplicaSet } from '../support/outside/replica-set.ts';
import type { Seed } from '../support/outside/seeding.ts';
import { startSurroundings } from '../support/outside/surroundings.ts';
import type { Fault } from './fault.ts';
import { judge } from './history.ts';
import { persistently } from './persistence.ts';

type Trouble = { readonly name: string; readonly data: Readonly<Record<string, unknown>> };

const APP = 'faults';
const COMMANDS = [
  'findAndModify',
  'update',
  'insert',
  'delete',
  'commitTransaction',
  'find',
  'aggregate',
  'getMore',
];
// 91 shutting down, 189 primary stepped down, 11600 interrupted, 112 write conflict, 50 too slow, 64 not replicated.
const TROUBLES: readonly Trouble[] = [
  ...[91, 189, 11600, 112, 50].map((errorCode) => ({ name: `error ${errorCode}`, data: { errorCode } })),
  {
    name: 'write concern 64',
    data: { writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } },
  },
  { name: 'closed connection', data: { closeConnection: true } },
  { name: '2 s late', data: { blockConnection: true, blockTimeMS: 2000 } },
];
const HOW_OFTEN = [
  { name: 'once', mode: { times: 1 } },
  { name: '30 %', mode: { activationProbability: 0.3 } },
];
const AT_ONCE = 3;

/** F5: the server fails each command in each way while people accept. */
export const databaseErrors: Fault = async ({ set, random, scale, say, main }) => {
  const surroundings = await startSurroundings(main === undefined ? {} : { main });
  const named = { ...set, uriOf: (database: string) => `${set.uriOf(database)}&appName=${APP}` };
  const bot = await startBot(surroundings, {
    set: named as ReplicaSet,
    name: 'databaseerrors',
    channels: 50,
  });
  const server = await new MongoClient(set.uriOf('admin')).connect();
  try {
    const cells = COMMANDS.flatMap((command) =>
      TROUBLES.flatMap((trouble) => HOW_OFTEN.map((often) => ({ command, trouble, often }))),
    );
    const chosen = cells.filter(() => random.next() < scale);
    const seeds = await bot.seed(chosen.length * AT_ONCE);
    await surroundings.calls();
    const violations: string[] = [];
    const counts = { accepted: 0, busy: 0, broken: 0 };
    for (const [index, { command, trouble, often }] of chosen.entries()) {
      const three = seeds.slice(index * AT_ONCE, (index + 1) * AT_ONCE);
      const where = `${command}, ${trouble.name}, ${often.name}`;
      await failing(server.db('admin'), { command, trouble, mode: often.mode });
      const answers = await Promise.all(three.map((one) => tried(bot, one)));
      await calm(server.db('admin'));
      for (const answer of answers) counts[answer === undefined ? 'broken' : verdictOf(answer)] += 1;
      violations.push(...answers.flatMap((answer) => told(answer, where)));
      for (const one of three) {
        const { isDone } = await persistently((id) => bot.accept(one, id));
        if (!isDone) violations.push(`${where}: not accepted afterwards`);
      }
      if (index % 16 === 15) say(`${index + 1} of ${chosen.length} ways to fail`);
    }
    await bot.quiet(60_000).catch(() => violations.push('Something is not delivered after a minute'));
    const verdict = judge({
      acknowledged: seeds,
      events: await happened(bot.db),
      calls: await surroundings.calls(),
      kills: [],
    });
    return {
      promise: 'success, or “try again” with nothing changed; 0 wrong outcomes, 0 lost or doubled alerts',
      counts: { ways: chosen.length, ...counts },
      violations: [...violations, ...verdict.violations],
    };
  } finally {
    await calm(server.db('admin'));
    await server.close();
    await bot.stop();
    await surroundings.stop();
  }
};

const tried = (bot: Bot, one: Seed): Promise<Answer | undefined> => bot.accept(one).catch(() => undefined);

// `broken` is honest only where nobody could know better: here trying again was all that was needed.
function told(answer: Answer | undefined, where: string): string[] {
  if (answer === undefined) return [`${where}: not answered at all`];
  return verdictOf(answer) === 'broken' ? [`${where}: told “broken” (${answer.status})`] : [];
}

type Failing = { readonly command: string; readonly trouble: Trouble; readonly mode: object };

async function failing(admin: Db, { command, trouble, mode }: Failing): Promise<void> {
  const data = { failCommands: [command], appName: APP, ...trouble.data };
  await admin.command({ configureFailPoint: 'failCommand', mode, data });
}

const calm = (admin: Db) => admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
