import { describe, expect, it } from 'vitest';
import { createLedger } from '../../src/delivery/ledger.ts';
import { createDatabaseClock } from '../../src/delivery/time.ts';
import { limitsAt } from '../../src/delivery/windows.ts';
import type { LaneDocument } from '../../src/store/deliveries/documents.ts';

const { alerts } = limitsAt(1);
const NOON = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;

describe('the calls to a conversation, as one process knows them', () => {
  it('are those of others too, each once, however often the lane tells of them', () => {
    const { ledger } = started();
    const sends = [1, 2, 3, 4].map((at) => NOON - at);
    for (let told = 0; told < 3; told++) ledger.learn(lane({ sends }));
    expect(ledger.freeIn('19:sales', alerts)).toBe(0);
    ledger.begin('19:sales')();
    expect(ledger.freeIn('19:sales', alerts)).toBeGreaterThan(900);
  });

  it('are written once, and again when the write failed', () => {
    const { ledger } = started();
    ledger.begin('19:sales')(3000);
    expect(ledger.unsaved()).toEqual(['19:sales']);
    const unsaved = ledger.takeUnsaved('19:sales');
    expect([unsaved.sends.length, unsaved.blockedMs, ledger.unsaved()]).toEqual([1, 3000, []]);
    ledger.restore('19:sales', unsaved);
    expect(ledger.takeUnsaved('19:sales')).toEqual(unsaved);
  });

  it('are none during a Retry-After, of this process or another', () => {
    const { ledger, go } = started();
    ledger.begin('19:own')(3000);
    ledger.learn(lane({ _id: '19:other', notBefore: new Date(NOON + 5000) }));
    expect(ledger.freeIn('19:own', alerts)).toBe(3000);
    expect(ledger.freeIn('19:other', alerts)).toBe(5000);
    go(5000);
    expect([ledger.freeIn('19:own', alerts), ledger.freeIn('19:other', alerts)]).toEqual([0, 0]);
  });

  it('of a process whose clock is an hour fast hold up nobody', () => {
    const { ledger } = started();
    const minute = String(Math.floor((NOON + HOUR) / 60_000));
    const sends = [1, 2, 3, 4, 5, 6, 7].map((at) => NOON + HOUR + at);
    ledger.learn(lane({ sends, minutes: { [minute]: 2000 } }));
    expect(ledger.freeIn('19:sales', alerts)).toBe(0);
  });
});

describe('the database’s clock', () => {
  it.each([-HOUR, 0, HOUR])(
    'is known from its answers, whatever this process’s own says (%i ms off)',
    (off) => {
      let now = 1000;
      const clock = createDatabaseClock({ now: () => now, sleep: async () => {} });
      const asked = now;
      now += 40;
      clock.learn(new Date(NOON + off), asked);
      now += 10_000;
      const truth = NOON + off + 10_000;
      expect(clock.early()).toBeLessThanOrEqual(truth);
      expect(clock.late()).toBeGreaterThanOrEqual(truth);
      expect(clock.late() - clock.early()).toBeLessThanOrEqual(41);
    },
  );
});

function started() {
  let now = 0;
  const time = { now: () => now, sleep: async () => {} };
  const clock = createDatabaseClock(time);
  clock.learn(new Date(NOON), now);
  const go = (ms: number) => {
    now += ms;
  };
  return { ledger: createLedger(clock, time), go };
}

function lane(more: Partial<LaneDocument>): LaneDocument {
  const about = { _id: '19:sales', kind: 'teams', isHeld: true, token: 1, wakes: 1 } as const;
  return { ...about, readAt: new Date(NOON), ...more };
}
