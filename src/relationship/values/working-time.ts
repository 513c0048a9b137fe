import { timeZoneOf } from './time-zones.ts';

/** When people work: from one full hour to another by the clocks of a time zone, but on no day of the weekend. */
export type WorkingTime = {
  readonly timeZone: string;
  /** Days of the week as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
  readonly weekend: readonly number[];
  readonly fromHour: number;
  readonly untilHour: number;
};

const OFFICE_HOURS = { fromHour: 9, untilHour: 17 } as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// Longer than any weekend, also where a zone has left out a day to change to the other side of the date line.
const MOST_DAYS = 10;

/**
 * The working time in a country: 9:00 to 17:00 in its main time zone, with the weekend that CLDR knows of it. Undefined
 * for a country without a main time zone.
 */
export function workingTimeOf(country: string): WorkingTime | undefined {
  const known = calendars.get(country);
  if (known) return known;
  const timeZone = timeZoneOf(country);
  if (timeZone === undefined) return undefined;
  const made = { timeZone, weekend: weekendOf(country), ...OFFICE_HOURS };
  calendars.set(country, made);
  return made;
}

/** Whether people work at this time; where no working time is known, they always do. */
export function isWorking(at: Date, working: WorkingTime | undefined): boolean {
  return working === undefined || worksAt(at.getTime(), working);
}

/** The first time from `at` on at which people work: `at` itself, or the beginning of the next working day. */
export function workingFrom(at: Date, working: WorkingTime | undefined): Date {
  if (!working) return at;
  let time = at.getTime();
  for (let days = 0; days < MOST_DAYS && !worksAt(time, working); days += 1)
    time = nextMorning(time, working);
  return new Date(time);
}

function worksAt(time: number, { timeZone, weekend, fromHour, untilHour }: WorkingTime): boolean {
  const wall = wallTime(time, timeZone);
  const hour = new Date(wall).getUTCHours();
  return hour >= fromHour && hour < untilHour && !weekend.includes(weekdayOf(wall));
}

// The beginning of working hours of the same day if that is still to come, otherwise of the next day.
function nextMorning(time: number, { timeZone, fromHour }: WorkingTime): number {
  const wall = wallTime(time, timeZone);
  const today = wall - (wall % DAY) + fromHour * HOUR;
  return timeOf(wall < today ? today : today + DAY, timeZone);
}

// The first time at which clocks of the zone show this. Where they skip it, the time at which they skip.
function timeOf(wall: number, timeZone: string): number {
  // Clocks change at most once in two days.
  const times = [wall - DAY, wall + DAY].map((near) => wall - offsetAt(near, timeZone));
  const shown = times.filter((time) => wallTime(time, timeZone) === wall);
  return shown.length > 0 ? Math.min(...shown) : Math.max(...times);
}

function offsetAt(time: number, timeZone: string): number {
  return wallTime(time, timeZone) - time;
}

const weekdayOf = (wall: number): number => new Date(wall).getUTCDay() || 7;

// What the clocks of the zone show, as if it were UTC, to the second.
function wallTime(time: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(time);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timeZone, made);
  return made;
}

// A formatter is costly to make. There are no more of them than rows in the table of zones.
const clocks = new Map<string, Intl.DateTimeFormat>();
const calendars = new Map<string, WorkingTime>();

type WithWeekInfo = Intl.Locale & {
  readonly weekInfo?: { readonly weekend: readonly number[] };
  readonly getWeekInfo?: () => { readonly weekend: readonly number[] };
};

// Node.js 20 has the getter, Node.js 24 the method.
function weekendOf(country: string): readonly number[] {
  const locale = new Intl.Locale(`und-${country}`) as WithWeekInfo;
  const { weekend } = locale.getWeekInfo?.() ?? locale.weekInfo ?? { weekend: [6, 7] };
  return weekend;
}
