import { describe, expect, it } from 'vitest';
import { createDatabaseClock } from '../../src/store/clock.ts';

const HOUR = 3_600_000;
const TEN = Date.parse('2026-11-28T10:00:00Z');

// A machine that counts from 10:00; its monotonic clock is right, what it takes for the time may not be.
function machine(aheadMs = 0) {
  const moment = { elapsed: 0, aheadMs };
  const clock = createDatabaseClock(
    () => new Date(TEN + moment.elapsed + moment.aheadMs),
    () => moment.elapsed,
  );
  const read = ({ off = 0, roundTripMs = 2 } = {}) =>
    clock.follow({ atMs: moment.elapsed, serverMs: TEN + moment.elapsed + off, roundTripMs });
  const errorMs = () => clock.now().getTime() - (TEN + moment.elapsed);
  return { clock, moment, read, errorMs };
}

describe('a clock that follows the database’s', () => {
  it('is this machine’s until the database has answered', () => {
    const { clock, errorMs } = machine(HOUR);
    expect([errorMs(), clock.aheadMs()]).toEqual([HOUR, 0]);
  });

  it.each([HOUR, -HOUR, 61_000, 0])('is right at once when this machine is off by %i ms', (aheadMs) => {
    const { clock, read, errorMs } = machine(aheadMs);
    read();
    expect([errorMs(), clock.aheadMs()]).toEqual([0, aheadMs]);
  });

  it('does not follow when this machine’s clock is changed, however long the database is away', () => {
    const { clock, moment, read, errorMs } = machine();
    read();
    moment.aheadMs = -HOUR;
    moment.elapsed += 24 * HOUR;
    expect([errorMs(), clock.aheadMs()]).toEqual([0, -HOUR]);
  });

  it('takes small differences over little by little, so that one crooked reading moves it little', () => {
    const { read, errorMs } = machine();
    read();
    read({ off: 40 });
    expect(errorMs()).toBe(10);
    for (let times = 0; times < 30; times += 1) read({ off: 40 });
    expect(Math.abs(errorMs() - 40)).toBeLessThanOrEqual(1);
  });

  it('follows a step of the database at once: another primary, or a machine that slept', () => {
    const { read, errorMs } = machine();
    read();
    read({ off: -5 * 60_000 });
    expect(errorMs()).toBe(-5 * 60_000);
  });

  it('does not believe an answer that took long, unless it has none yet', () => {
    const { read, errorMs } = machine(HOUR);
    read({ off: 2000, roundTripMs: 5000 });
    expect(errorMs()).toBe(2000);
    read();
    expect(errorMs()).toBe(0);
    read({ off: 60_000, roundTripMs: 5000 });
    expect(errorMs()).toBe(0);
  });
});
