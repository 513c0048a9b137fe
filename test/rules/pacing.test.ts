import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldError } from '../../src/delivery/admission.ts';
import { createLedger } from '../../src/delivery/ledger.ts';
import { type Pace, paceAt, reserve } from '../../src/delivery/pace.ts';
import { createPacer } from '../../src/delivery/pacer.ts';
import { createDatabaseClock, type Time } from '../../src/delivery/time.ts';
import { limitsAt } from '../../src/delivery/windows.ts';
import { createSimulatedTime } from '../support/world/simulated-time.ts';

const RULE = paceAt(1);
const { windows } = limitsAt(1).answers;

describe('the slots of a tenant', () => {
  it('are never handed out twice, nor closer than one interval, nor too far ahead', () => {
    const asks = fc.array(fc.record({ after: fc.nat(60), most: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(asks, (all) => {
        const slots = handedOut(all);
        for (const [at, slot] of slots.entries()) {
          const before = slots[at - 1]?.slot ?? Number.NEGATIVE_INFINITY;
          expect(slot.slot - before).toBeGreaterThanOrEqual(RULE.intervalMs - 1e-6);
          expect(slot.slot - slot.now).toBeLessThanOrEqual(RULE.horizonMs + RULE.intervalMs);
        }
      }),
    );
  });

  it('wait for the end of a Retry-After', () => {
    const { grant } = reserve({ nextAt: 0, notBefore: 5000 }, 5, 1000, RULE);
    expect(grant).toEqual({ now: 1000, start: 5000, slots: 0 });
  });
});

describe('10,000 alerts to 200 channels of one tenant', () => {
  it('take at most 1.05 times the ideal schedule, and exceed no window, from one process and from three', async () => {
    for (const processes of [1, 3]) {
      const { arrivals, tookMs } = await simulate({ processes, channels: 200, alerts: 50, answers: 0 });
      const idealMs = (10_000 / 50) * 1000;
      const said = `10,000 alerts, ${processes} process(es): ${(tookMs / idealMs).toFixed(3)}x the ideal schedule`;
      process.stdout.write(`${said}\n`);
      expect(arrivals.length, said).toBe(10_000);
      expect(tookMs / idealMs, said).toBeLessThanOrEqual(1.05);
      requireWindows(arrivals);
    }
  }, 120_000);

  it('leave room for answers, which wait for no slot', async () => {
    const { arrivals, waits } = await simulate({ processes: 1, channels: 50, alerts: 20, answers: 60 });
    requireWindows(arrivals);
    expect(Math.max(...waits)).toBeLessThanOrEqual(200);
  }, 120_000);
});

describe('a Retry-After of the tenant', () => {
  it('of another process holds calls back too, and keeps nobody waiting for it', async () => {
    const { time, run } = createSimulatedTime();
    const far = { nextAt: 0, notBefore: 3_600_000 };
    const told = async (_: string, most: number) => reserve(far, most, time.now(), RULE).grant;
    const pacer = createPacer({ reserve: told, time, rule: RULE, rate: 1 });
    const held = pacer.slot('tenant').catch((error: HeldError) => error.retryAfterMs);
    await run(held);
    expect([await held, time.now()]).toEqual([3_600_000, 0]);
  });

  it('lets no call go while it runs, and all of them after it', async () => {
    const { time, run } = createSimulatedTime();
    const pacer = createPacer({ reserve: reserving(time), time, rule: RULE, rate: 1 });
    const gone: number[] = [];
    pacer.block('tenant', 3000);
    const call = async (): Promise<void> => {
      for (;;) {
        const held = await pacer.slot('tenant').catch((error: HeldError) => error);
        if (!held) break;
        await time.sleep(held.retryAfterMs);
      }
      gone.push(time.now());
    };
    await run(Promise.all(Array.from({ length: 20 }, call)));
    expect(Math.min(...gone)).toBeGreaterThanOrEqual(3000);
    expect(gone).toHaveLength(20);
  });
});

type Asked = { readonly after: number; readonly most: number };

function handedOut(asks: readonly Asked[]) {
  let pace: Pace = { nextAt: 0, notBefore: 0 };
  let now = 0;
  return asks.flatMap(({ after, most }) => {
    now += after;
    const reserved = reserve(pace, most, now, RULE);
    pace = reserved.pace;
    const { start, slots } = reserved.grant;
    return Array.from({ length: slots }, (_, at) => ({ now, slot: start + at * RULE.intervalMs }));
  });
}

// The document that all processes share.
function reserving(time: Time) {
  let pace: Pace = { nextAt: 0, notBefore: 0 };
  return async (_: string, most: number) => {
    await time.sleep(2);
    const reserved = reserve(pace, most, time.now(), RULE);
    pace = reserved.pace;
    return reserved.grant;
  };
}

type Load = {
  readonly processes: number;
  readonly channels: number;
  readonly alerts: number;
  readonly answers: number;
};
type Arrival = { readonly at: number; readonly channel: number };

// Each channel is worked in by one process, as its lease has it; each call takes 80 ms and arrives in the middle of it.
async function simulate({ processes, channels, alerts, answers }: Load) {
  const { time, run } = createSimulatedTime();
  const shared = reserving(time);
  const arrivals: Arrival[] = [];
  const waits: number[] = [0];
  const makers = Array.from({ length: processes }, () => {
    const ledger = createLedger(createDatabaseClock(time), time);
    return { ledger, pacer: createPacer({ reserve: shared, time, rule: RULE, rate: 1 }) };
  });
  const { alerts: forAlerts, answers: forAnswers } = limitsAt(1);

  async function call(channel: number, end: () => void): Promise<void> {
    await time.sleep(40);
    arrivals.push({ at: time.now(), channel });
    await time.sleep(40);
    end();
  }

  async function lane(channel: number): Promise<void> {
    const { ledger, pacer } = makers[channel % processes] ?? never();
    const root = String(channel);
    for (let at = 0; at < alerts; at++) {
      do {
        await time.sleep(ledger.freeIn(root, forAlerts));
        await pacer.slot('tenant');
      } while (ledger.freeIn(root, forAlerts) > 0);
      await call(channel, ledger.begin(root));
    }
  }

  async function person(at: number): Promise<void> {
    const { ledger, pacer } = makers[0] ?? never();
    await time.sleep(at * 150);
    const asked = time.now();
    for (;;) {
      const wait = Math.max(ledger.freeIn(`person ${at}`, forAnswers), pacer.answerIn('tenant'));
      if (wait <= 0) break;
      await time.sleep(wait);
    }
    waits.push(time.now() - asked);
    pacer.answered('tenant');
    await call(channels + at, ledger.begin(`person ${at}`));
  }

  const lanes = Array.from({ length: channels }, (_, channel) => lane(channel));
  const people = Array.from({ length: answers }, (_, at) => person(at));
  await run(Promise.all([...lanes, ...people]));
  return { arrivals, waits, tookMs: time.now() };
}

function requireWindows(arrivals: readonly Arrival[]): void {
  expect(
    fullest(
      arrivals.map(({ at }) => at),
      1000,
    ),
  ).toBeLessThanOrEqual(50);
  const byChannel = new Map<number, number[]>();
  for (const { at, channel } of arrivals) byChannel.set(channel, [...(byChannel.get(channel) ?? []), at]);
  for (const times of byChannel.values()) {
    for (const { most, ms } of windows) expect(fullest(times, ms)).toBeLessThanOrEqual(most);
  }
}

// The most in any window of this length; the times are in order.
function fullest(times: readonly number[], ms: number): number {
  let from = 0;
  let most = 0;
  for (const [to, end] of times.entries()) {
    while ((times[from] ?? end) <= end - ms) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

function never(): never {
  throw new Error('There is no such process');
}
