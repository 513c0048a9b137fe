import type { Given } from '../../grammar/line/parts.ts';
import type { Incomplete, Understood } from '../../grammar/requests.ts';
import { request } from '../../grammar/understand.ts';
import { NONE } from '../../grammar/values.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { ProfileWish } from '../../relationship/wishes.ts';
import { USUAL_PROFILE } from '../../service/profile.ts';
import { countryName } from '../../words/countries.ts';
import type { Reader } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { profileCard } from '../cards/profile-card.ts';
import { founder } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';

/** Saves the partner's profile and shows it; fields that the wish leaves out stay as they were. */
export async function setUp(wish: ProfileWish, caller: Caller, { service }: AnswerParts): Promise<Answer> {
  const { reader } = caller;
  return { card: profileCard(await service.profile.setUp(founder(caller), wish, reader), reader) };
}

/**
 * Adds the partner's present profile to a `setup` line. A line that names the fields to change becomes a complete
 * request; any other `setup` line opens the form with the present values. Other requests pass unchanged.
 */
export function withToday(understood: Understood, { who, reader }: Caller): Understood {
  if (understood.type !== 'form' || understood.command !== 'setup' || who.side !== 'partner')
    return understood;
  const { given, problems } = understood;
  const { partner } = who;
  const today = todays(partner, reader);
  const isSound = problems.every(({ kind }) => kind === 'missing');
  const isEmpty = Object.keys(given).length === 0;
  // Words without a key count as the company's name, and may be a mistyped key: such a line opens the form, so that a
  // slip renames no company.
  if (partner && isSound && !isEmpty && given['name'] === undefined) return onlyThat(given, today);
  const lacking = problems.filter(
    ({ argument, kind }) => kind !== 'missing' || (!isEmpty && today[argument] === undefined),
  );
  return { ...understood, given: { ...today, ...given }, problems: lacking };
}

// The whole profile is checked, but only the named fields become the request: a field that another agent changes at the
// same time keeps that agent's value.
function onlyThat(given: Given, today: Given): Understood {
  const whole = request('setup', { ...today, ...given });
  if (whole.type !== 'setup') return whole;
  const said = Object.entries(whole.ask).filter(([name]) => given[name] !== undefined);
  return { type: 'setup', ask: Object.fromEntries(said) };
}

/**
 * The form of a command that is to be opened; the form of the profile shows the present values where none are given.
 */
export function openedForm(
  { command, given }: Pick<Incomplete, 'command' | 'given'>,
  { who, reader }: Caller,
): Incomplete {
  const isProfile = command === 'setup' && who.side === 'partner';
  const today = isProfile ? todays(who.partner, reader) : {};
  return { type: 'form', command, given: { ...today, ...given }, problems: [] };
}

function todays(partner: Partner | undefined, reader: Reader): Given {
  return partner ? writtenProfile(partner, reader) : usual(reader);
}

function usual({ language }: Reader): Given {
  const { cloud, authority, lifeDays } = USUAL_PROFILE;
  return { cloud, language, authority, lifeDays: String(lifeDays) };
}

// In the form in which a person types the values.
function writtenProfile(partner: Partner, { language }: Reader): Given {
  const { name, country, cloud, authority, lifeDays, partnerId, reminderDays = [] } = partner;
  const { escalationDays, microsoftLink } = partner;
  return {
    name,
    country: countryName(language, country),
    cloud,
    language: partner.language,
    authority,
    lifeDays: String(lifeDays),
    partnerId: partnerId ?? NONE,
    reminderDays: reminderDays.join(',') || NONE,
    escalationDays: String(escalationDays ?? NONE),
    link: microsoftLink ?? NONE,
  };
}

/** The form of the profile; a Refusal for an agent who may not change the profile. */
export async function askSetup(
  incomplete: Incomplete,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  await service.profile.requireProfileForm(founder(caller));
  return { card: formCard(incomplete, caller.reader) };
}
