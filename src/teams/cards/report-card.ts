import type { Report } from '../../relationship/report.ts';
import type { Row } from '../../words/request-words.ts';
import { type Reader, say } from '../../words/words.ts';
import { type Card, fill } from './card.ts';
import { type Listing, rowOf } from './relationships-card.ts';

/**
 * The content of a report: figures of the last `days` days, and the invitations that have waited longest for an answer,
 * each for at least `staleDays` days.
 */
export type Reported = {
  readonly days: number;
  readonly report: Report;
  readonly stale: Listing['rows'];
  readonly staleDays: number;
};

/** The report on invitations: how many were sent, read and answered, how long answers took, and which still wait. */
export function reportCard({ days, report, stale, staleDays }: Reported, reader: Reader, now: Date): Card {
  const { language } = reader;
  const title = say(language, 'report.title', { days });
  return fill('report', {
    language,
    title,
    summary: title,
    rows: figures(report, reader),
    staleLabel: say(language, stale.length > 0 ? 'report.stale' : 'report.none-stale', { days: staleDays }),
    stale: stale.map((row) => rowOf(row, reader, now)),
  });
}

function figures(report: Report, reader: Reader): Row[] {
  const { language } = reader;
  const { sent, viewed, accepted, declined, expired, withdrawn, open, medianHours } = report;
  const row = (
    label: 'viewed' | 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'open',
    count: number,
  ) => {
    const share = sent === 0 ? 0 : count / sent;
    return {
      label: say(language, `report.${label}`),
      value: say(language, 'report.count', { count, share }),
    };
  };
  return [
    { label: say(language, 'report.sent'), value: say(language, 'report.number', { count: sent }) },
    row('viewed', viewed),
    row('accepted', accepted),
    row('declined', declined),
    row('expired', expired),
    row('withdrawn', withdrawn),
    row('open', open),
    { label: say(language, 'report.median'), value: duration(medianHours, reader) },
  ];
}

const DAY_HOURS = 24;

function duration(hours: number | undefined, { language }: Reader): string {
  if (hours === undefined) return say(language, 'report.no-answer');
  if (hours < 1) return say(language, 'report.under-an-hour');
  return hours < 2 * DAY_HOURS
    ? say(language, 'report.hours', { hours: Math.round(hours) })
    : say(language, 'report.days', { days: Math.round(hours / DAY_HOURS) });
}
