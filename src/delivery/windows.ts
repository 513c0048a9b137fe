/** A limit of Teams: at most so many calls in any span of so many milliseconds. */
export type Window = { readonly most: number; readonly ms: number };

/** The limits of one conversation: windows of up to 30 seconds, and how many calls an hour may have. */
export type Limits = { readonly windows: readonly Window[]; readonly hourly: number };

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
const PUBLISHED: Limits = {
  windows: [
    { most: 7, ms: 1000 },
    { most: 8, ms: 2000 },
    { most: 60, ms: 30_000 },
  ],
  hourly: 1800,
};

// What alerts leave free, answers of other processes can use before this process learns of them.
const FOR_ALERTS: Limits = {
  windows: [
    { most: 5, ms: 1000 },
    { most: 6, ms: 2000 },
    { most: 54, ms: 30_000 },
  ],
  hourly: 1700,
};

/** Teams' published limits of a conversation, `rate` times: for answers all of them, for alerts less. */
export function limitsAt(rate: number): { readonly answers: Limits; readonly alerts: Limits } {
  return { answers: times(PUBLISHED, rate), alerts: times(FOR_ALERTS, rate) };
}

function times({ windows, hourly }: Limits, rate: number): Limits {
  const more = (most: number) => Math.max(1, Math.floor(most * rate));
  return { windows: windows.map(({ most, ms }) => ({ most: more(most), ms })), hourly: more(hourly) };
}

/** The calls to one conversation. `ends`: when they ended, in order; `pending`: how many are under way. */
export type Calls = {
  readonly ends: readonly number[];
  readonly pending: number;
  readonly minutes: Readonly<Record<string, number>>;
};

const AGAIN_MS = 25;
/** Calls are counted by the minute. */
export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The earliest time, from `now` on, at which one more call exceeds no window. A call counts from its end, because it
 * may have reached Teams as late as that; one that is under way counts in every window.
 */
export function earliestCall(calls: Calls, { windows, hourly }: Limits, now: number): number {
  const byWindow = windows.map((window) => earliestIn(calls, window, now));
  return Math.max(now, ...byWindow, earliestInHour(calls, hourly, now));
}

function earliestIn({ ends, pending }: Calls, { most, ms }: Window, now: number): number {
  const free = most - pending;
  if (free <= 0) return now + AGAIN_MS;
  const blocking = ends.at(-free);
  return blocking === undefined ? now : blocking + ms;
}

// Minutes are counted whole, so the hour is up to a minute longer than one.
function earliestInHour({ minutes, pending }: Calls, hourly: number, now: number): number {
  const counted = Object.entries(minutes)
    .map(([minute, count]) => [Number(minute), count] as const)
    .filter(([minute]) => (minute + 1) * MINUTE_MS > now - HOUR_MS)
    .sort(([one], [other]) => one - other);
  let left = counted.reduce((sum, [, count]) => sum + count, pending);
  for (const [minute, count] of counted) {
    if (left < hourly) return now;
    left -= count;
    if (left < hourly) return (minute + 1) * MINUTE_MS + HOUR_MS;
  }
  return now;
}
