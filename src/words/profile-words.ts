import type { Partner } from '../relationship/partner.ts';
import { countryName } from './countries.ts';
import { languageTitle } from './language-names.ts';
import type { Row } from './request-words.ts';
import { listed, type Reader, say, type WordKey } from './words.ts';

/** A partner's profile as it is now, a row per setting; what has just changed says what it was before. */
export function profileRows(
  { before, after }: { readonly before: Partner | undefined; readonly after: Partner },
  reader: Reader,
): Row[] {
  const { language } = reader;
  return SETTINGS.map(({ label, value, shorten = (whole) => whole }) => {
    const now = value(after, reader);
    const was = before ? value(before, reader) : now;
    const values = { now: shorten(now), was: shorten(was) };
    const text = was === now ? values.now : say(language, 'profile.changed', values);
    return { label: say(language, label), value: text };
  });
}

/** Whether two profiles read the same. */
export function isSameProfile(one: Partner, other: Partner, reader: Reader): boolean {
  return SETTINGS.every(({ value }) => value(one, reader) === value(other, reader));
}

type Setting = {
  readonly label: WordKey;
  readonly value: (partner: Partner, reader: Reader) => string;
  /** What of a long value is shown. */
  readonly shorten?: (value: string) => string;
};

const SETTINGS: readonly Setting[] = [
  { label: 'profile.name', value: ({ name }) => name },
  { label: 'profile.country', value: ({ country }, { language }) => countryName(language, country) },
  { label: 'profile.cloud', value: ({ cloud }, { language }) => say(language, `choice.${cloud}`) },
  { label: 'profile.partner-id', value: ({ partnerId }, reader) => partnerId ?? none(reader) },
  {
    label: 'profile.language',
    value: ({ language: spoken }, { language }) => languageTitle(language, spoken),
  },
  {
    label: 'profile.authority',
    value: ({ authority }, { language }) => say(language, `choice.${authority}`),
  },
  {
    label: 'profile.life',
    value: ({ lifeDays: days }, { language }) => say(language, 'profile.days', { days }),
  },
  { label: 'profile.reminders', value: reminders },
  {
    label: 'profile.link',
    value: ({ microsoftLink }, reader) => microsoftLink ?? none(reader),
    shorten: shortLink,
  },
];

const LONGEST_LINK = 24;
const LINK_END = 8;

// Whole links find no place to break on a narrow card: host and end tell one from another.
function shortLink(link: string): string {
  if (link.length <= LONGEST_LINK || !URL.canParse(link)) return link;
  return `${new URL(link).host}/… ${link.slice(-LINK_END)}`;
}

function none({ language }: Reader): string {
  return say(language, 'profile.none');
}

function reminders({ reminderDays = [] }: Partner, reader: Reader): string {
  const { language } = reader;
  const [first] = reminderDays;
  if (first === undefined) return none(reader);
  const days = listed(language, reminderDays.map(String));
  return say(language, 'profile.reminders-after', { days, last: reminderDays.at(-1) ?? first });
}
