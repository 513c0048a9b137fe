import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, startBot } from '../support/outside/bot.ts';
import { happened } from '../support/outside/database-state.ts';
import { agentOf, channelOf, customer, personOf } from '../support/outside/numbered.ts';
import type { Seed } from '../support/outside/seeding.ts';
import { startSurroundings } from '../support/outside/surroundings.ts';
import { type Fault, type FaultRun, scaled } from './fault.ts';
import { judge } from './history.ts';

type Operation = {
  readonly name: string;
  /** The event of which there must be one. */
  readonly event: string;
  readonly send: (scene: Scene, one: Seed, id: string) => Promise<{ status: number }>;
};
type Scene = { readonly bot: Bot; readonly partner: string };

const PATIENCE_MS = 60_000;
const LATEST_MS = 45;

const OPERATIONS: readonly Operation[] = [
  typed('extend', 'invitation-extended', ({ invitationId }) => `extend ${invitationId} 2d`),
  {
    name: 'revoke',
    event: 'invitation-revoked',
    send: ({ bot, partner }, { number, relationshipId, invitationId }, id) => {
      const button = { verb: 'revoke', data: { relationshipId, invitationId, reason: 'Wrong contact' } };
      return bot.teams.presses(agentOf(partner), channelOf(partner, number % 20), { button, id });
    },
  },
  typed('remind', 'invitation-reminded', ({ invitationId }) => `remind ${invitationId}`),
  typed('reissue', 'invitation-superseded', ({ invitationId }) => `reissue ${invitationId}`),
  typed('agreement', 'agreement-recorded', ({ number }) => `agreement ${customer(number).domain} accepted`),
  pressed('accept', 'invitation-accepted'),
  pressed('decline', 'invitation-declined'),
  {
    name: 'question',
    event: 'question-asked',
    send: ({ bot }, { number, relationshipId, invitationId }, id) => {
      const data = { relationshipId, invitationId, question: 'Do our subscriptions move?' };
      const button = { verb: 'ask', data };
      const person = personOf(number);
      const chat = { id: `a:${person.objectId}`, kind: 'personal' as const, tenantId: person.tenantId };
      return bot.teams.presses(person, { ...chat, members: [], messages: [] }, { button, id });
    },
  },
];

/** F2: every operation is cut off at moments spread over its whole length; Teams then delivers the activity again. */
export const crashMoments: Fault = async (run) => {
  const surroundings = await startSurroundings(run.main === undefined ? {} : { main: run.main });
  const bot = await startBot(surroundings, { set: run.set, name: 'crashes', channels: 20 });
  try {
    const each = scaled(12, run.scale);
    const seeds = await bot.seed(OPERATIONS.length * each);
    await surroundings.calls();
    const scene = { bot, partner: surroundings.partners[0] ?? '' };
    const violations: string[] = [];
    const killed: number[] = [];
    const done: { readonly one: Seed; readonly operation: Operation }[] = [];
    for (const operation of OPERATIONS) {
      run.say(`Cutting off: ${operation.name}`);
      for (let time = 0; time < each; time++) {
        const one = seeds[done.length] as Seed;
        const afterMs = ((time + run.random.next()) / each) * LATEST_MS;
        killed.push(await cutOff(scene, operation, one, afterMs));
        // Teams may deliver an activity once more although it was answered.
        for (let again = 0; again < 2; again++) {
          if (!(await repeat(scene, operation, one))) violations.push(`${operation.name}: never answered`);
        }
        done.push({ one, operation });
      }
    }
    await bot.quiet(PATIENCE_MS).catch(() => violations.push('Something is not delivered after a minute'));
    return await finding({ scene, run, violations, killed, done }, await surroundings.calls());
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
};

type Outcome = {
  readonly scene: Scene;
  readonly run: FaultRun;
  readonly violations: readonly string[];
  readonly killed: readonly number[];
  readonly done: readonly { readonly one: Seed; readonly operation: Operation }[];
};

async function finding(
  { scene, violations, killed, done }: Outcome,
  calls: Parameters<typeof judge>[0]['calls'],
): ReturnType<Fault> {
  const events = await happened(scene.bot.db);
  const wrong = done.flatMap(({ one, operation }) => {
    const found = (events.get(one.relationshipId) ?? []).filter((type) => type === operation.event).length;
    return found === 1 ? [] : [`${operation.name} (${one.number}): ${found} times ${operation.event}`];
  });
  const acknowledged = done.filter(({ operation }) => operation.name === 'accept').map(({ one }) => one);
  const verdict = judge({ acknowledged, events, calls, kills: killed });
  return {
    promise:
      'cut off anywhere and delivered again: each operation happened once and is told, nothing is stuck',
    counts: { operations: OPERATIONS.length, cuts: killed.length, 'doubled, explained': verdict.explained },
    violations: [...violations, ...wrong, ...verdict.violations],
  };
}

const ids = new WeakMap<Seed, string>();

async function cutOff(scene: Scene, operation: Operation, one: Seed, afterMs: number): Promise<number> {
  const id = randomUUID();
  ids.set(one, id);
  const sent = operation.send(scene, one, id).catch(() => undefined);
  await sleep(afterMs);
  const at = Date.now();
  await scene.bot.main().kill();
  await sent;
  await scene.bot.revive();
  return at;
}

async function repeat(scene: Scene, operation: Operation, one: Seed): Promise<boolean> {
  const id = ids.get(one) ?? '';
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const answer = await operation.send(scene, one, id).catch(() => undefined);
    if (answer && answer.status < 300) return true;
    await sleep(200);
  }
  return false;
}

function typed(name: string, event: string, line: (one: Seed) => string): Operation {
  return {
    name,
    event,
    send: ({ bot, partner }, one, id) =>
      bot.teams.says(agentOf(partner), channelOf(partner, one.number % 20), line(one), { id }),
  };
}

function pressed(name: 'accept' | 'decline', event: string): Operation {
  return { name, event, send: ({ bot }, one, id) => bot.answer(one, name, id) };
}
