import type { Given } from '../../grammar/line/parts.ts';
import type { Incomplete, ProfileWish, Understood } from '../../grammar/requests.ts';
import { request } from '../../grammar/understand.ts';
import { NONE } from '../../grammar/values.ts';
import type { Partner } from '../../relationship/partner.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { requireAdmin, requireLife } from '../../relationship/rules/guards.ts';
import type { TenantGroup } from '../../relationship/values/tenant-groups.ts';
import type { Profile } from '../../store/partners.ts';
import { countryName } from '../../words/countries.ts';
import type { Reader } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { profileCard } from '../cards/profile-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { changedBy } from './lookups.ts';

const USUAL = { cloud: 'public', authority: 'contact', lifeDays: 7 } as const;

/** Saves the partner's profile; what is not said stays as it was. */
export async function setUp(
  ask: ProfileWish,
  { who, reader, ...caller }: Caller,
  { partners, tenantsOf }: AnswerParts,
): Promise<Answer> {
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a profile');
  const { agent, partner } = who;
  requireAdmin(agent);
  if (ask.lifeDays !== undefined) requireLife(ask.lifeDays);
  const tenantIds = tenantsOf(agent.tenantId);
  const next = (before: Partner | undefined) => profile(ask, before, { tenantIds, reader });
  // Called by its first tenant, so that two who set it up at once set up the same.
  const id = partner?.id ?? tenantIds[0] ?? agent.tenantId;
  const saved = await partners.save(id, next, changedBy(agent, caller));
  return { card: profileCard(saved, reader) };
}

type Place = { readonly tenantIds: TenantGroup; readonly reader: Reader };

function profile(ask: ProfileWish, before: Partner | undefined, { tenantIds, reader }: Place): Profile {
  const { name = before?.name, country = before?.country, partnerId, reminderDays, link, ...said } = ask;
  // A line that says neither was written when there was a profile.
  if (name === undefined || country === undefined) throw new Refusal({ code: 'partner-not-set-up' });
  if (before && !before.tenantIds.some((tenantId) => tenantIds.includes(tenantId)))
    throw new Error(`The tenant that partner ${before.id} is called by is no longer its own`);
  const { partnerId: _, reminderDays: __, microsoftLink: ___, ...kept } = before ?? {};
  return {
    tenantIds,
    ...USUAL,
    language: reader.language,
    ...kept,
    ...said,
    name,
    country,
    timeZone: timeZone(before, reader),
    ...present({
      partnerId: chosen(partnerId, before?.partnerId),
      reminderDays: chosen(reminderDays?.length === 0 ? null : reminderDays, before?.reminderDays),
      microsoftLink: chosen(link, before?.microsoftLink),
    }),
  };
}

const chosen = <Value>(said: Value | null | undefined, before: Value | undefined): Value | undefined =>
  said === undefined ? before : (said ?? undefined);

type Present<Facts> = { [Key in keyof Facts]?: Exclude<Facts[Key], undefined> };

function present<Facts extends object>(facts: Facts): Present<Facts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as Present<Facts>;
}

// UTC says no more than that nobody's client told its zone yet.
function timeZone(before: Partner | undefined, reader: Reader): string {
  return before && before.timeZone !== 'UTC' ? before.timeZone : reader.timeZone;
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
  const { cloud, authority, lifeDays } = USUAL;
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
export function askSetup(incomplete: Incomplete, { who, reader }: Caller): Answer {
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a profile');
  requireAdmin(who.agent);
  return { card: formCard(incomplete, reader) };
}
