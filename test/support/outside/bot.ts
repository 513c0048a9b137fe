import { type Db, MongoClient } from 'mongodb';
import { isQuiet, until } from './database-state.ts';
import { agentOf, channelOf, chatOf, personOf } from './numbered.ts';
import type { OwnProcess } from './own-process.ts';
import type { ReplicaSet } from './replica-set.ts';
import { type Seed, seed } from './seeding.ts';
import { ready, type Surroundings, teamsAt } from './surroundings.ts';

/** How a program is set up: its partners are those of its surroundings. */
export type BotOptions = {
  readonly set: ReplicaSet;
  readonly name: string;
  readonly channels?: number;
  readonly more?: Readonly<Record<string, string>>;
};

/** Starts the program on a database of its own, with every partner set up and known in its channels. */
export async function startBot(surroundings: Surroundings, { set, name, channels = 1, more }: BotOptions) {
  const uri = set.uriOf(name);
  const client = await new MongoClient(uri).connect();
  const db: Db = client.db();
  let hands = 1;
  const processes: OwnProcess[] = [await surroundings.program(uri, more)];
  let turn = 0;
  const teams = await teamsAt(surroundings, () => processes[turn++ % hands]?.url() ?? '');
  for (const program of processes) await ready(program);
  for (const partner of surroundings.partners) {
    const line = `setup "Partner ${Number(partner.slice(-4))}" country:ES authority:member`;
    await mustAnswer(teams.says(agentOf(partner), channelOf(partner, 0), line));
    for (let index = 1; index < channels; index++) {
      await mustAnswer(teams.says(agentOf(partner), channelOf(partner, index), 'help'));
    }
  }
  let number = 7_000_000;

  async function answer(one: Seed, verb: 'accept' | 'decline', id?: string): Promise<Answer> {
    const { relationshipId, invitationId } = one;
    const person = personOf(one.number);
    const button = { verb, data: { relationshipId, invitationId } };
    const press = { button, ...(id === undefined ? {} : { id }) };
    const { status, body } = await teams.presses(person, chatOf(person), press);
    return { status, text: JSON.stringify(body ?? {}) };
  }

  return {
    uri,
    db,
    teams,
    processes,
    main: () => processes[0] as OwnProcess,

    /** Seeds invitations that wait for an answer, of one partner. */
    async seed(count: number, partner = surroundings.partners[0] ?? ''): Promise<readonly Seed[]> {
      const from = number;
      number += count;
      return seed(db, { uri, partner, from, count, channels });
    },

    /** Presses *Accept* as one of the customer's people; the same `id` again is the same press, delivered again. */
    accept: (one: Seed, id?: string): Promise<Answer> => answer(one, 'accept', id),

    /** Presses a button of the customer's card. */
    answer,

    quiet: (patienceMs?: number) => until(() => isQuiet(db), 'everything is delivered', patienceMs),

    /** Starts one more process on the same database; turns go to all of them, one after the other. */
    async join(): Promise<void> {
      const program = await surroundings.program(uri, more);
      await ready(program);
      processes.push(program);
      hands = processes.length;
    },

    /** Starts the first process again after it has ended; the milliseconds until it is ready. */
    async revive(): Promise<number> {
      const program = await surroundings.program(uri, more);
      processes[0] = program;
      return ready(program);
    },

    /** Stops the processes that have joined where they are; turns go to the first alone. */
    pause(): void {
      hands = 1;
      for (const program of processes.slice(1)) program.signal('SIGSTOP');
    },

    /** Lets them go on. */
    async resume(): Promise<void> {
      for (const program of processes.slice(1)) program.signal('SIGCONT');
      for (const program of processes.slice(1)) await ready(program);
      hands = processes.length;
    },

    async stop(): Promise<void> {
      await Promise.all(processes.map((program) => program.kill()));
      await db.dropDatabase();
      await client.close();
    },
  };
}

/** A program on a database of its own, and its people. */
export type Bot = Awaited<ReturnType<typeof startBot>>;

/** An answer to a press: its status and its text. */
export type Answer = { readonly status: number; readonly text: string };

/** How an answer to a press reads. */
export function verdictOf({ status, text }: Answer): 'accepted' | 'busy' | 'broken' {
  if (/broke on our side/i.test(text)) return 'broken';
  if (status === 503 || /busy|try again in a/i.test(text)) return 'busy';
  return status === 200 && text.includes('adaptive') ? 'accepted' : 'broken';
}

/** Throws for an answer that is no success. */
export async function mustAnswer(asked: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
}
