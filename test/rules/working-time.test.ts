import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeZoneOf } from '../../src/relationship/values/time-zones.ts';
import {
  isWorking,
  type WorkingTime,
  workingFrom,
  workingTimeOf,
} from '../../src/relationship/values/working-time.ts';
import { MARKETS } from '../../src/words/markets.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const COUNTRIES = MARKETS.countries.filter((country) => timeZoneOf(country) !== undefined);

const from = (at: string, country: string) => workingFrom(new Date(at), workingTimeOf(country)).toISOString();
const local = (at: Date, { timeZone }: WorkingTime) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);

describe('the working time of a country', () => {
  it('has a time zone for every market that has people', () => {
    expect(MARKETS.countries.filter((country) => timeZoneOf(country) === undefined)).toEqual(
      NOBODY_LIVES_THERE,
    );
    for (const country of COUNTRIES)
      expect(() => new Intl.DateTimeFormat('en', { timeZone: timeZoneOf(country) })).not.toThrow();
  });

  it.each([
    ['ES', [6, 7]],
    ['AE', [6, 7]],
    ['SA', [5, 6]],
    ['IL', [5, 6]],
    ['IN', [7]],
  ])('has the weekend of %s', (country, weekend) => {
    expect(workingTimeOf(country)?.weekend).toEqual(weekend);
  });

  it.each([
    ['in working hours', '2026-11-27T10:30:01.250Z', 'ES', '2026-11-27T10:30:01.250Z'],
    ['before nine', '2026-11-27T07:59:59.999Z', 'ES', '2026-11-27T08:00:00.000Z'],
    ['at five', '2026-11-26T16:00:00.000Z', 'ES', '2026-11-27T08:00:00.000Z'],
    ['on a Friday evening', '2026-11-27T16:00:00.000Z', 'ES', '2026-11-30T08:00:00.000Z'],
    [
      'on a Thursday evening, where it begins the weekend',
      '2026-11-26T16:00:00.000Z',
      'SA',
      '2026-11-29T06:00:00.000Z',
    ],
    [
      'on a Saturday, where it is a working day',
      '2026-11-28T05:00:00.000Z',
      'IN',
      '2026-11-28T05:00:00.000Z',
    ],
    ['on a weekend in which clocks go forward', '2026-03-28T10:00:00.000Z', 'ES', '2026-03-30T07:00:00.000Z'],
    ['on a weekend in which clocks go back', '2026-10-24T10:00:00.000Z', 'ES', '2026-10-26T08:00:00.000Z'],
    [
      'already on the next day, east of Greenwich',
      '2026-11-26T20:30:00.000Z',
      'NZ',
      '2026-11-26T20:30:00.000Z',
    ],
    ['in a zone of three quarters of an hour', '2026-11-30T03:00:00.000Z', 'NP', '2026-11-30T03:15:00.000Z'],
  ])('%s', (_, at, country, then) => {
    expect(from(at, country)).toBe(then);
  });

  it('begins after the hour that does not exist, where it would begin within it', () => {
    const early = { timeZone: 'Europe/Madrid', weekend: [], fromHour: 2, untilHour: 17 };
    const begin = workingFrom(new Date('2026-03-28T23:30:00Z'), early);
    expect(begin.toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(local(begin, early)).toBe('29/03/2026, 03:00:00');
  });

  it('begins with the first of the hours that exist twice', () => {
    const early = { timeZone: 'Europe/Madrid', weekend: [], fromHour: 2, untilHour: 17 };
    expect(workingFrom(new Date('2026-10-24T22:30:00Z'), early).toISOString()).toBe(
      '2026-10-25T00:00:00.000Z',
    );
  });

  it('passes over a day that a country left out', () => {
    // Samoa had no 30 December 2011.
    expect(from('2011-12-30T04:00:00.000Z', 'WS')).toBe('2012-01-01T19:00:00.000Z');
  });

  it('is always where nobody knows the hours', () => {
    const at = new Date('2026-11-28T02:00:00Z');
    expect(workingFrom(at, workingTimeOf('BV'))).toEqual(at);
    expect(isWorking(at, workingTimeOf('BV'))).toBe(true);
  });

  it('comes at the first quarter of an hour in which people work, in every country and on every day', () => {
    const drawn = fc.record({
      country: fc.constantFrom(...COUNTRIES),
      at: fc.date({ min: new Date('2012-01-01'), max: new Date('2036-12-31'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(drawn, ({ country, at }) => {
        const working = workingTimeOf(country);
        const begin = workingFrom(at, working);
        expect(begin.getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(isWorking(begin, working)).toBe(true);
        expect(workingFrom(begin, working)).toEqual(begin);
        for (let time = at.getTime(); time < begin.getTime(); time += QUARTER)
          expect(isWorking(new Date(time), working)).toBe(false);
        if (begin.getTime() > at.getTime())
          expect(isWorking(new Date(begin.getTime() - 1), working)).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it('is nine to five by the clocks of the place, and no day of its weekend', () => {
    const drawn = fc.record({
      country: fc.constantFrom(...COUNTRIES),
      at: fc.date({ min: new Date('2012-01-01'), max: new Date('2036-12-31'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(drawn, ({ country, at }) => {
        const working = workingTimeOf(country);
        if (!working) return;
        const { timeZone, weekend } = working;
        const hour = Number(
          new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at),
        );
        const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(at);
        const isOff = weekend.includes(WEEK.indexOf(day) + 1);
        expect(isWorking(at, working)).toBe(hour >= 9 && hour < 17 && !isOff);
      }),
      { numRuns: 3000 },
    );
  });
});

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NOBODY_LIVES_THERE = ['HM', 'BV', 'AQ', 'UM'];
