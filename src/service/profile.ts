import type { Language } from '../relationship/language.ts';
import type { Partner, Template } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import { requireLife } from '../relationship/rules/guards.ts';
import { mayDo } from '../relationship/rules/permissions.ts';
import type { TenantGroup } from '../relationship/values/tenant-groups.ts';
import type { ProfileWish } from '../relationship/wishes.ts';
import type { Partners, Saved, Profile as StoredProfile } from '../store/partners.ts';
import type { AgentCaller, Attempts, Founder } from './attempts.ts';
import { changedBy } from './changed-by.ts';

/** What the profile needs; the two functions know the messages for customers. */
export type ProfileParts = {
  readonly attempts: Attempts;
  readonly partners: Partners;
  /** All tenants of the partner whose this one is. */
  readonly tenantsOf: (tenantId: string) => TenantGroup;
  /** Whether invitations can go out with this text. */
  readonly isUsable: (template: Template) => boolean;
  readonly builtInTemplate: (language: Language) => Template;
};

/** How the person who sets a profile up reads, for what the profile does not say. */
export type Founding = { readonly language: Language; readonly timeZone: string };

/** The text for customers in one language. */
export type TemplateWish = { readonly language: Language; readonly template: Template };

/** What came of saving a text: it is in use, it was the built-in one, or it cannot be used. */
export type TemplateSaved = 'saved' | 'reset' | 'unusable';

/** What a profile is where an Admin agent says nothing else. */
export const USUAL_PROFILE = { cloud: 'public', authority: 'contact', lifeDays: 7 } as const;

/** The partner's own profile and messages. */
export function createProfile(parts: ProfileParts) {
  const { attempts, partners } = parts;
  const reset = (caller: AgentCaller, language: Language): Promise<void> =>
    partners.saveTemplate(caller.partner.id, { language, template: undefined }, changedBy(caller));

  return {
    /** Saves the partner's profile; what the wish does not say stays as it was. */
    setUp: (caller: Founder, wish: ProfileWish, founding: Founding): Promise<Saved> =>
      attempts.change('setup', caller, () => setUp(parts, caller, wish, founding)),

    /** Refuses an agent who may not change the profile its form. */
    requireProfileForm: ({ agent }: Pick<Founder, 'agent'>): Promise<void> =>
      attempts.look('open-profile', { agent }, async () => {}),

    /** Refuses an agent who may not read the message for customers, or its form. */
    async requireTemplate({ agent }: Pick<Founder, 'agent'>, use: 'read' | 'change'): Promise<void> {
      await attempts.look('read-template', { agent }, async () => {});
      if (use === 'change') await attempts.look('open-template', { agent }, async () => {});
    },

    /** Whether an agent may change the message for customers. */
    mayChangeTemplate: ({ agent }: Pick<Founder, 'agent'>): boolean => mayDo('template', agent.role),

    /** Uses this text for new invitations. A partner that keeps the built-in text gets its next version too. */
    saveTemplate: (caller: AgentCaller, { language, template }: TemplateWish): Promise<TemplateSaved> =>
      attempts.change('template', caller, async () => {
        if (!parts.isUsable(template)) return 'unusable';
        if (isSameTemplate(template, parts.builtInTemplate(language))) {
          await reset(caller, language);
          return 'reset';
        }
        await partners.saveTemplate(caller.partner.id, { language, template }, changedBy(caller));
        return 'saved';
      }),

    /** Uses the built-in text again. */
    resetTemplate: (caller: AgentCaller, language: Language): Promise<void> =>
      attempts.change('template', caller, () => reset(caller, language)),
  };
}

/** Whether two texts for customers are the same. */
export function isSameTemplate(one: Template, other: Template): boolean {
  return one.subject === other.subject && one.body === other.body;
}

async function setUp(
  { partners, tenantsOf }: ProfileParts,
  caller: Founder,
  wish: ProfileWish,
  founding: Founding,
): Promise<Saved> {
  if (wish.lifeDays !== undefined) requireLife(wish.lifeDays);
  const { agent, partner } = caller;
  const tenantIds = tenantsOf(agent.tenantId);
  const next = (before: Partner | undefined) => profileAfter(wish, before, tenantIds, founding);
  // Called by its first tenant, so that two who set it up at once set up the same.
  const id = partner?.id ?? tenantIds[0] ?? agent.tenantId;
  return partners.save(id, next, changedBy(caller));
}

function profileAfter(
  wish: ProfileWish,
  before: Partner | undefined,
  tenantIds: TenantGroup,
  founding: Founding,
): StoredProfile {
  const { name = before?.name, country = before?.country, partnerId, reminderDays, link, ...said } = wish;
  // A line that says neither was written when there was a profile.
  if (name === undefined || country === undefined) throw new Refusal({ code: 'partner-not-set-up' });
  if (before && !before.tenantIds.some((tenantId) => tenantIds.includes(tenantId)))
    throw new Error(`The tenant that partner ${before.id} is called by is no longer its own`);
  const { partnerId: _, reminderDays: __, microsoftLink: ___, ...kept } = before ?? {};
  return {
    tenantIds,
    ...USUAL_PROFILE,
    language: founding.language,
    ...kept,
    ...said,
    name,
    country,
    timeZone: timeZoneAfter(before, founding),
    ...present({
      partnerId: chosen(partnerId, before?.partnerId),
      reminderDays: chosen(reminderDays?.length === 0 ? null : reminderDays, before?.reminderDays),
      microsoftLink: chosen(link, before?.microsoftLink),
    }),
  };
}

const chosen = <Value>(said: Value | null | undefined, before: Value | undefined): Value | undefined =>
  said === undefined ? before : (said ?? undefined);

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}

// UTC says no more than that no client has told its zone yet.
function timeZoneAfter(before: Partner | undefined, { timeZone }: Founding): string {
  return before && before.timeZone !== 'UTC' ? before.timeZone : timeZone;
}
