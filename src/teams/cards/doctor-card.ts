import type { Problem, Versions } from '../../relationship/installation.ts';
import { placeName, type ShownPlace } from '../../words/place-words.ts';
import { adviceText, problemText } from '../../words/problem-words.ts';
import { listed, moment, type Reader, say } from '../../words/words.ts';
import type { Button } from './card.ts';
import { actions, type Card, fill } from './card.ts';

type DeliveryKind = 'post' | 'notice' | 'update' | 'mail';

/** A delivery that is parked or has failed. `words`: what was answered, in technical words. */
export type ShownDelivery = {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly place: ShownPlace;
  readonly customer: string | undefined;
  readonly attempts: number;
  readonly outcome: 'later' | 'ambiguous' | 'gone' | 'ours' | 'fault' | 'unknown';
  readonly words: string;
};

/** What an Admin agent is shown of the deliveries and of the installation. */
export type Diagnosis = {
  readonly depths: readonly {
    readonly kind: DeliveryKind;
    readonly state: 'waiting' | 'parked' | 'missed';
    readonly count: number;
    readonly oldestAt: Date;
  }[];
  readonly lanes: readonly {
    readonly place: ShownPlace;
    readonly waiting: number;
    readonly oldestAt: Date;
  }[];
  readonly parked: readonly ShownDelivery[];
  readonly failures: readonly (ShownDelivery & { readonly isTriedAgain: boolean })[];
  readonly gone: readonly { readonly place: ShownPlace; readonly goneAt: Date }[];
  readonly goneInAll: number;
  readonly problems: readonly Problem[];
  readonly versions: Versions;
};

/** What a press has done, said above the rest. */
export type DiagnosisNote = 'retried' | 'skipped' | 'not-parked';

/** What waits, what is parked and can be repeated or given up, what failed, and what is wrong with the installation. */
export function doctorCard(shown: Diagnosis, reader: Reader, note?: DiagnosisNote): Card {
  const { language } = reader;
  const { problems } = shown;
  const count = problems.length;
  const standing = count === 0 ? say(language, 'doctor.well') : say(language, 'doctor.ill', { count });
  return fill('doctor', {
    language,
    title: say(language, 'doctor.title'),
    summary: `${say(language, 'doctor.title')}: ${standing}`,
    note: note === undefined ? '' : say(language, `doctor.${note}`),
    tone: count === 0 ? 'good' : 'warning',
    standing,
    problems: problems.map((one) => ({
      what: problemText(one, language),
      advice: adviceText(one, language),
    })),
    rows: figures(shown, reader),
    parts: parts(shown, reader).filter(({ lines }) => lines.length > 0),
    actions: actions([
      { title: say(language, 'button.look-again'), verb: 'submit', data: { command: 'doctor' } },
    ]),
  });
}

function figures(shown: Diagnosis, reader: Reader) {
  const { language } = reader;
  const { program, node, mongodb } = shown.versions;
  const count = shown.goneInAll;
  return [
    { label: say(language, 'doctor.waiting'), value: depth(shown, 'waiting', reader) },
    { label: say(language, 'doctor.parked'), value: depth(shown, 'parked', reader) },
    {
      label: say(language, 'doctor.gone'),
      value: count === 0 ? say(language, 'doctor.nothing') : say(language, 'doctor.places', { count }),
    },
    {
      label: say(language, 'doctor.versions'),
      value: say(language, 'doctor.running', { program, node, mongodb }),
    },
  ];
}

function depth({ depths }: Diagnosis, state: 'waiting' | 'parked', reader: Reader): string {
  const { language } = reader;
  const those = depths.filter((one) => one.state === state);
  const [first] = those;
  if (!first) return say(language, 'doctor.nothing');
  const what = listed(
    language,
    those.map(({ kind, count }) => say(language, `doctor.count.${kind}`, { count })),
  );
  const oldest = those.reduce((least, { oldestAt }) => (oldestAt < least ? oldestAt : least), first.oldestAt);
  return say(language, 'doctor.since', { what, at: moment(reader, oldest) });
}

type Line = { readonly what: string; readonly facts: string; readonly actions: readonly object[] };

function parts(shown: Diagnosis, reader: Reader) {
  const part = (label: 'lanes' | 'parked' | 'failures' | 'gone', lines: readonly Line[], more = '') => {
    return { label: say(reader.language, `doctor.${label}-label`), lines, more };
  };
  return [
    part(
      'parked',
      shown.parked.map((one) => parkedLine(one, reader)),
      moreParked(shown, reader),
    ),
    part(
      'failures',
      shown.failures.map((one) => failureLine(one, reader)),
    ),
    part(
      'lanes',
      shown.lanes.map(({ place, waiting, oldestAt }) => {
        const what = say(reader.language, 'doctor.count.post', { count: waiting });
        return plainLine(place, say(reader.language, 'doctor.since', since(what, oldestAt, reader)), reader);
      }),
    ),
    part(
      'gone',
      shown.gone.map(({ place, goneAt }) => plainLine(place, moment(reader, goneAt), reader)),
    ),
  ];
}

const since = (what: string, at: Date, reader: Reader) => ({ what, at: moment(reader, at) });

function plainLine(place: ShownPlace, facts: string, reader: Reader): Line {
  return { what: placeName(place, reader), facts, actions: [] };
}

function parkedLine(delivery: ShownDelivery, reader: Reader): Line {
  const { language } = reader;
  const button = (title: 'button.retry' | 'button.skip', verb: string): Button => {
    return { title: say(language, title), verb, data: { deliveryId: delivery.id } };
  };
  const buttons = [button('button.retry', 'retry-delivery'), button('button.skip', 'skip-delivery')];
  return { ...lineOf(delivery, reader), actions: actions(buttons) };
}

function failureLine(failed: Diagnosis['failures'][number], reader: Reader): Line {
  const { what, facts } = lineOf(failed, reader);
  const next = say(reader.language, failed.isTriedAgain ? 'doctor.again' : 'doctor.missed');
  return { what, facts: `${facts}. ${next}`, actions: [] };
}

function lineOf(delivery: ShownDelivery, reader: Reader): Omit<Line, 'actions'> {
  const { language } = reader;
  const { kind, customer, place, attempts, outcome, words } = delivery;
  const named = say(language, `doctor.what.${kind}`);
  const what = customer === undefined ? named : say(language, 'doctor.about', { what: named, customer });
  const answered = say(language, `doctor.outcome.${outcome}`);
  const said = words === '' ? answered : `${answered} (${words})`;
  const facts = [placeName(place, reader), say(language, 'doctor.attempts', { attempts }), said];
  return { what, facts: facts.join(' · ') };
}

function moreParked({ depths, parked }: Diagnosis, { language }: Reader): string {
  const all = depths.filter(({ state }) => state === 'parked').reduce((sum, { count }) => sum + count, 0);
  const count = all - parked.length;
  return count > 0 ? say(language, 'doctor.parked-more', { count }) : '';
}
