import type { Given } from '../../grammar/line/parts.ts';
import type { Incomplete, Understood } from '../../grammar/requests.ts';
import { request } from '../../grammar/understand.ts';
import { NONE } from '../../grammar/values.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { ProfileWish } from '../../relationship/wishes.ts';
import { USUAL_PROFILE } from '../../service/profile.ts';
import { countryName } from '../../words/countries.ts';
import type { Reader } from '../../words/words.ts';
import { type Caller, founder } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { profileCard } from '../cards/profile-card.ts';
import type { Answer, AnswerParts } from './answer.ts';

/** Saves the partner's profile; what is not said stays as it was. */
export async function setUp(wish: ProfileWish, caller: Caller, { service }: AnswerParts): Promise<Answer> {
  const { reader } = caller;
  return { card: profileCard(await service.profile.setUp(founder(caller), wish, reader), reader) };
}

/**
 * What a line says of the profile, together with what it leaves unsaid: a line that names what is to change is
 * complete, any other opens the form with today's values.
 */
export function withToday(understood: Understood, { who, reader }: Caller): Understood {
  if (understood.type !== 'form' || understood.command !== 'setup' || who.side !== 'partner')
    return understood;
  const { given, problems } = understood;
  const { partner } = who;
  const today = todays(partner, reader);
  const isSound = problems.every(({ kind }) => kind === 'missing');
  const isEmpty = Object.keys(given).length === 0;
  // Words without a key would be the name, and nobody renames a company by mistyping a key.
  if (partner && isSound && !isEmpty && given['name'] === undefined) return onlyThat(given, today);
  const lacking = problems.filter(
    ({ argument, kind }) => kind !== 'missing' || (!isEmpty && today[argument] === undefined),
  );
  return { ...understood, given: { ...today, ...given }, problems: lacking };
}

// Checked as a whole profile, but asked for as it was said: what somebody else changes meanwhile stays changed.
function onlyThat(given: Given, today: Given): Understood {
  const whole = request('setup', { ...today, ...given });
  if (whole.type !== 'setup') return whole;
  const said = Object.entries(whole.ask).filter(([name]) => given[name] !== undefined);
  return { type: 'setup', ask: Object.fromEntries(said) };
}

/** A form that is to be opened, with today's values where it says nothing yet. */
export function openedForm(
  { command, given }: Pick<Incomplete, 'command' | 'given'>,
  { who, reader }: Caller,
): Incomplete {
  const isProfile = command === 'setup' && who.side === 'partner';
  const today = isProfile ? todays(who.partner, reader) : {};
  return { type: 'form', command, given: { ...today, ...given }, problems: [] };
}

function todays(partner: Partner | undefined, reader: Reader): Given {
  return partner ? written(partner, reader) : usual(reader);
}

function usual({ language }: Reader): Given {
  const { cloud, authority, lifeDays } = USUAL_PROFILE;
  return { cloud, language, authority, lifeDays: String(lifeDays) };
}

// As the person would write it.
function written(partner: Partner, { language }: Reader): Given {
  const { name, country, cloud, authority, lifeDays, partnerId, reminderDays = [], microsoftLink } = partner;
  return {
    name,
    country: countryName(language, country),
    cloud,
    language: partner.language,
    authority,
    lifeDays: String(lifeDays),
    partnerId: partnerId ?? NONE,
    reminderDays: reminderDays.join(',') || NONE,
    link: microsoftLink ?? NONE,
  };
}

/** The profile's form; only for those who may change it. */
export async function askSetup(
  incomplete: Incomplete,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  await service.profile.requireProfileForm(founder(caller));
  return { card: formCard(incomplete, caller.reader) };
}
