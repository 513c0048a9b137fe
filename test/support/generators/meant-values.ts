import fc from 'fast-check';
import type { Argument } from '../../../src/grammar/argument.ts';
import { everyWord } from '../../../src/grammar/lexicon.ts';
import type { ArgumentKind } from '../../../src/grammar/values.ts';
import { anyCase, anySpelling, type Draw, oneOf } from './spelling.ts';

/** A value of an argument: as a form submits it (`meant`), and as a person may write it in a line (`written`). */
export type MeantValue = {
  readonly meant: string;
  readonly written: string;
  /** The value is free text: the marks and blanks in it and at its end belong to it. */
  readonly isText?: true;
  /** Without quotes it would mean something else after a key. */
  readonly isSentence?: true;
  /** Without quotes it would mean something else. */
  readonly needsQuotes?: true;
};

/** Words that mean the same with and without quotes. */
const TAME = [
  'Contoso',
  'Contoso Iberia',
  'Contoso S.A.',
  'O’Neil & Sons',
  'Peña Nuñez',
  'Johnson – Grupo',
  'Pizza 🍕 Bar',
  'Αθήνα 3',
  '東京 Trading',
  'Zażółć',
];
/** Words that need quotes: without them they fall apart or are understood as something else. */
const WILD = [
  'Contoso.com',
  'R-7K2M',
  '--country ES',
  'Re: Contoso',
  'país:PT',
  'open',
  'sí',
  'Contoso «Iberia» S.A.',
  'The “Big” One',
  'Contoso "Iberia" S.L.',
  'Family 👩‍👩‍👧 Shop 👍🏽',
  'España 🇪🇸',
  '1️⃣ Primero',
  'a = b, c; d: e?',
  'مرحبا שלום',
  '–',
  '🎉',
  'line\nbreak\u00a0here',
  '<at>x</at> {{y}} $&',
];
const PEOPLE = ['Dana', 'Dana Souza', 'Lee', 'O’Neil, Pat (EXT)', 'Íñigo', 'R-7K2M'];
const DOMAINS = ['contoso.com', 'contoso-iberia.es', 'sub.contoso.co.uk', 'peña.example', 'r-7k2m.com'];
const EMAILS = ['megan@contoso.com', 'megan.bowen+x@contoso.co.uk', "o'neil@contoso.com"];
const COUNTRIES = [
  ['ES', 'es', 'ESP', 'Spain', 'España', 'espana'],
  ['GB', 'GBR', 'UK', 'United Kingdom', 'Reino Unido', 'Gran Bretaña'],
  ['KR', 'kor', 'South Korea', 'Corea del Sur'],
  ['US', 'USA', 'EE. UU.', 'EEUU', 'United States', 'Estados Unidos'],
  ['CI', 'CIV', 'Côte d’Ivoire', 'cote d’ivoire'],
  ['GQ', 'Equatorial Guinea', 'Guinea Ecuatorial'],
  ['BO', 'Bolivia'],
] as const;

const text: Draw<MeantValue> = (draw) => {
  const needsQuotes = draw(fc.boolean);
  const written = oneOf(draw, [...(needsQuotes ? WILD : TAME)]);
  return { meant: written, written, isText: true, ...(needsQuotes ? { needsQuotes } : {}) };
};

const domain: Draw<MeantValue> = (draw) => {
  const meant = oneOf(draw, DOMAINS);
  const way = oneOf(draw, ['', '', 'https://', 'http://www.']);
  return {
    meant,
    written: `${way}${anyCase(draw, meant)}${way === '' ? '' : oneOf(draw, ['', '/'])}`,
  };
};

const id: Draw<MeantValue> = (draw) => {
  const meant = oneOf(draw, ['R-7K2M', 'R-9QXW4', 'R-CDFGH']);
  return { meant, written: anyCase(draw, oneOf(draw, [meant, meant.replace('-', '')])) };
};

const days: Draw<MeantValue> = (draw) => {
  const meant = String(draw(fc.integer, { min: 1, max: 30 }));
  const unit = oneOf(draw, ['', 'd', ' d', ' days', 'días', ' dias', ' día', ' Days']);
  return { meant, written: `${meant}${unit}` };
};

const target: Draw<MeantValue> = (draw) => {
  const kind = oneOf(draw, ['id', 'domain', 'text']);
  if (kind === 'text') return text(draw);
  // The grammar does not look up what it means, so it stays as it was written.
  const { written } = kind === 'id' ? id(draw) : domain(draw);
  return { meant: written, written };
};

/** Draws a value for each kind of argument. */
const VALUES: Readonly<Record<ArgumentKind, Draw<MeantValue>>> = {
  text,
  target,
  domain,
  id,
  days,
  person: (draw) => {
    const written = `@${oneOf(draw, PEOPLE)}`;
    return { meant: written, written, ...(/^@\p{L}+$/u.test(written) ? {} : { needsQuotes: true }) };
  },
  country: (draw) => {
    const [code, ...names] = oneOf(draw, COUNTRIES);
    return { meant: code, written: anyCase(draw, oneOf(draw, [code, ...names])) };
  },
  email: (draw) => {
    const meant = oneOf(draw, EMAILS);
    return { meant, written: `${oneOf(draw, ['', 'mailto:'])}${meant}` };
  },
  date: (draw) => {
    const [meant, ...others] = oneOf(draw, [['2026-11-03', '3/11/2026', '03.11.2026'], ['2024-02-29']]);
    return { meant: meant ?? '', written: oneOf(draw, [meant ?? '', ...others]) };
  },
  'day-list': (draw) => {
    const meant = oneOf(draw, ['3,6', '1', '2,4,9', 'none']);
    if (meant === 'none') return { meant, written: oneOf(draw, ['none', 'ninguno', 'OFF']) };
    return {
      meant,
      written: meant.replaceAll(',', oneOf(draw, [',', ', ', ';', ' ,', '; '])),
    };
  },
  number: (draw) => same(String(draw(fc.integer, { min: 1, max: 9_999_999 }))),
  page: (draw) => same(String(draw(fc.integer, { min: 1, max: 99 }))),
  place: (draw) => same(oneOf(draw, ['WzE3NjQsImEiXQ', 'WzE3NjQsImEiXQ~WzE3NjMsImIiXQ'])),
  url: (draw) => same(oneOf(draw, ['https://partner.microsoft.com/a?b=c:d', 'https://admin.microsoft.com/'])),
};

const same = (written: string): MeantValue => ({ meant: written, written });

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  accepted: ['accepted', 'aceptadas', 'ACEPTADA'],
  declined: ['declined', 'rechazadas'],
  expired: ['expired', 'caducadas', 'vencidas'],
  viewed: ['viewed', 'leídas', 'vistas'],
};

// Values of arguments that only one command has.
const SPECIAL: Readonly<Record<string, Draw<MeantValue>>> = {
  'alerts.topics': (draw) => {
    const topics = draw(fc.shuffledSubarray, Object.keys(TOPICS), { minLength: 1 });
    const written = topics.map((topic) => oneOf(draw, [...(TOPICS[topic] ?? [])]));
    return { meant: topics.join(','), written: written.join(oneOf(draw, [',', ', ', '; '])) };
  },
  'revoke.reason': (draw) => sentence(draw),
  'reply.text': (draw) => sentence(draw),
  'help.topic': (draw) => same(oneOf(draw, ['invite', 'revoke', 'list', 'template'])),
  'template.subject': (draw) => verbatim(oneOf(draw, ['Hola', 'Uno – dos', 'It’s “you” — now'])),
  'template.body': (draw) =>
    verbatim(oneOf(draw, ['x', 'Dear {{x}},\n\n  we ask – “now”.\n\nDana', '«a» — b'])),
};

const SENTENCES = [
  'We asked: nobody –really– answers',
  'Note: 10:30 is fine',
  'yes',
  'Sí – tus datos siguen: todo igual',
];

const sentence: Draw<MeantValue> = (draw) => {
  const written = oneOf(draw, SENTENCES);
  return draw(fc.boolean) ? text(draw) : { meant: written, written, isText: true, isSentence: true };
};

function verbatim(written: string): MeantValue {
  return { meant: written, written, isText: true, ...(/^\w+$/.test(written) ? {} : { needsQuotes: true }) };
}

/** A value for this argument of this command. */
export function meantValue(draw: Parameters<Draw<unknown>>[0], name: string, argument: Argument): MeantValue {
  const special = SPECIAL[name];
  if (special) return special(draw);
  const choices = Object.entries(argument.choices ?? {});
  if (choices.length === 0) return VALUES[argument.kind](draw);
  const [meant, words] = oneOf(draw, choices);
  return { meant, written: anySpelling(draw, oneOf(draw, everyWord(words))) };
}
