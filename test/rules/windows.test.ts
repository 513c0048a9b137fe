import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calls, earliestCall, type Limits, limitsAt } from '../../src/delivery/windows.ts';

const { answers, alerts } = limitsAt(1);
const MINUTE = 60_000;

describe('the limits of a conversation', () => {
  it('let nothing wait that is within them', () => {
    expect(earliestCall({ ends: [], pending: 0, minutes: {} }, alerts, 1000)).toBe(1000);
    expect(earliestCall(endedAt([100, 200, 300, 400]), alerts, 500)).toBe(500);
  });

  it('let a call wait until the window has room for it', () => {
    expect(earliestCall(endedAt([100, 200, 300, 400, 500]), alerts, 600)).toBe(1100);
    expect(earliestCall(endedAt([100, 200, 300, 400, 500]), answers, 600)).toBe(600);
  });

  it('count a call that is under way in every window', () => {
    expect(earliestCall({ ...endedAt([100, 200, 300]), pending: 2 }, alerts, 600)).toBe(1100);
    expect(earliestCall({ ...endedAt([]), pending: 5 }, alerts, 600)).toBeGreaterThan(600);
  });

  it('allow 1,700 alerts an hour, counted by minutes', () => {
    const minutes = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [String(at), 34]));
    const now = 50 * MINUTE;
    expect(earliestCall({ ends: [], pending: 0, minutes }, alerts, now)).toBe(61 * MINUTE);
    expect(earliestCall({ ends: [], pending: 0, minutes }, answers, now)).toBe(now);
    expect(earliestCall({ ends: [], pending: 0, minutes }, alerts, 61 * MINUTE)).toBe(61 * MINUTE);
  });

  it('are never exceeded, wherever a window begins, however long calls take', () => {
    const takes = fc.array(fc.nat(700), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(takes, (durations) => {
        const arrivals = sendAll(durations, alerts);
        for (const { most, ms } of alerts.windows) expect(fullest(arrivals, ms)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 50 },
    );
  });

  it('keep nothing waiting for longer than the windows ask for', () => {
    const arrivals = sendAll(Array(108).fill(0), alerts);
    expect(arrivals.at(-1)).toBeLessThanOrEqual(2 * 30_000);
  });
});

function endedAt(ends: readonly number[]): Calls {
  return { ends, pending: 0, minutes: {} };
}

// One after the other, each as early as it may; a call reaches Teams at some time while it is under way.
function sendAll(durations: readonly number[], limits: Limits): number[] {
  const ends: number[] = [];
  let now = 0;
  return durations.map((duration, at) => {
    now = earliestCall(endedAt(ends), limits, now);
    const arrival = at % 2 === 0 ? now : now + duration;
    now += duration;
    ends.push(now);
    return arrival;
  });
}

function fullest(arrivals: readonly number[], ms: number): number {
  return Math.max(...arrivals.map((end) => arrivals.filter((at) => at > end - ms && at <= end).length));
}
