import type { Problem, Versions } from '../relationship/installation.ts';
import { placeName, type ShownPlace } from '../words/place-words.ts';
import { adviceText, problemText } from '../words/problem-words.ts';

/** What waits for one partner, as operators are shown it: without names of people and customers. */
export type PartnerShown = {
  readonly name: string;
  readonly waiting: number;
  readonly queueAgeMs: number;
  readonly parked: number;
  readonly missed: number;
  readonly gone: number;
  readonly lanes: readonly { readonly place: ShownPlace; readonly waiting: number; readonly ageMs: number }[];
  readonly failures: readonly FailureShown[];
  readonly gonePlaces: readonly { readonly place: ShownPlace; readonly ageMs: number }[];
};

/** A delivery that is parked, or failed at the last attempt. */
export type FailureShown = {
  readonly state: 'parked' | 'tried again' | 'missed';
  readonly kind: string;
  readonly place: ShownPlace;
  readonly attempts: number;
  readonly words: string;
};

/** What the operator's screen shows. */
export type Screen = {
  readonly versions: Versions;
  readonly problems: readonly Problem[];
  readonly partners: readonly PartnerShown[];
};

/** The screen as plain text in English, each problem with what to do about it. */
export function screenText({ versions, problems, partners }: Screen): string {
  const { program, node, mongodb } = versions;
  const parts = [
    [`Vínculo ${program}, Node.js ${node}, MongoDB ${mongodb}`],
    problems.length === 0 ? ['Nothing needs attention.'] : ['Needs attention:', ...problems.flatMap(told)],
    table(partners),
    ...partners.map(details).filter((lines) => lines.length > 0),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function told(problem: Problem): string[] {
  return [`  ⚠ ${problemText(problem, 'en')}`, `    ${adviceText(problem, 'en')}`];
}

const COLUMNS = ['waiting', 'the oldest', 'parked', 'missed', 'not reachable'] as const;

function table(partners: readonly PartnerShown[]): string[] {
  if (partners.length === 0) return ['No partner has been set up yet.'];
  const rows = partners.map(({ name, waiting, queueAgeMs, parked, missed, gone }) => {
    const oldest = waiting === 0 ? '–' : age(queueAgeMs);
    return [name, String(waiting), oldest, String(parked), String(missed), String(gone)];
  });
  const all = [['partner', ...COLUMNS], ...rows];
  const widths = [0, ...COLUMNS].map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function details({ name, lanes, failures, gonePlaces }: PartnerShown): string[] {
  return [
    ...lines(
      `${name}, waiting by place:`,
      lanes.map(({ place, waiting, ageMs }) => `${placed(place)}: ${waiting}, the oldest for ${age(ageMs)}`),
    ),
    ...lines(
      `${name}, failed last:`,
      failures.map(({ state, kind, place, attempts, words }) => {
        const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
        return `${state}: ${kind}, ${placed(place)}, ${tried}${words === '' ? '' : `: ${words}`}`;
      }),
    ),
    ...lines(
      `${name}, not reachable:`,
      gonePlaces.map(({ place, ageMs }) => `${placed(place)}: for ${age(ageMs)}`),
    ),
  ];
}

const lines = (heading: string, all: readonly string[]): string[] =>
  all.length === 0 ? [] : [heading, ...all.map((line) => `  ${line}`)];

// A channel's name is the company's; a person's name and address are nothing for operators.
function placed(place: ShownPlace): string {
  const name = place.kind === 'channel' ? place.name : undefined;
  return placeName({ ...place, name }, { language: 'en' });
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function age(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} days`;
}
