import type { Partner } from '../relationship/partner.ts';
import { countryName } from './countries.ts';
import { languageTitle } from './language-names.ts';
import type { Row } from './request-words.ts';
import { listed, type Reader, say, type WordKey } from './words.ts';

/** A partner's profile, one row per setting. A setting that differs from `before` also tells its earlier value. */
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

/** Whether two profiles look the same to this reader. */
export function isSameProfile(one: Partner, other: Partner, reader: Reader): boolean {
  return SETTINGS.every(({ value }) => value(one, reader) === value(other, reader));
}

type ProfileSetting = {
  readonly label: WordKey;
  readonly value: (partner: Partner, reader: Reader) => string;
  /** Shortens a long value for a card. */
  readonly shorten?: (value: string) => string;
};

const SETTINGS: readonly ProfileSetting[] = [
  { label: 'profile.name', value: ({ name }) => name },
  { label: 'profile.country', value: ({ country }, { language }) => countryName(language, country) },
  { label: 'profile.cloud', value: ({ cloud }, { language }) => say(language, `choice.${cloud}`) },
  { label: 'profile.partner-id', value: ({ partnerId }, reader) => partnerId ?? noValue(reader) },
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
  { label: 'profile.reminders', value: reminderDaysText },
  {
    label: 'profile.escalation',
    value: ({ escalationDays: days }, reader) =>
      days === undefined ? noValue(reader) : say(reader.language, 'profile.escalation-after', { days }),
  },
  {
    label: 'profile.link',
    value: ({ microsoftLink }, reader) => microsoftLink ?? noValue(reader),
    shorten: shortLink,
  },
];

const LONGEST_LINK = 24;
const LINK_END = 8;

// A whole link does not wrap on a narrow card: its host and its end are enough to tell links apart.
function shortLink(link: string): string {
  if (link.length <= LONGEST_LINK || !URL.canParse(link)) return link;
  return `${new URL(link).host}/… ${link.slice(-LINK_END)}`;
}

function noValue({ language }: Reader): string {
  return say(language, 'profile.none');
}

function reminderDaysText({ reminderDays = [] }: Partner, reader: Reader): string {
  const { language } = reader;
  const [first] = reminderDays;
  if (first === undefined) return noValue(reader);
  const days = listed(language, reminderDays.map(String));
  return say(language, 'profile.reminders-after', { days, last: reminderDays.at(-1) ?? first });
}
