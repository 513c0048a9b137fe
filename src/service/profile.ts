import type { Language } from '../relationship/language.ts';
import type { Partner, Template } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import { requireLife } from '../relationship/rules/guards.ts';
import { mayDo } from '../relationship/rules/permissions.ts';
import type { TenantGroup } from '../relationship/values/tenant-groups.ts';
import type { ProfileWish } from '../relationship/wishes.ts';
import type { Partners, Saved, Profile as StoredProfile } from '../store/partners/partners.ts';
import { type AgentCaller, type Attempts, changedBy, type Founder } from './attempts.ts';

/** What the profile is built from. Two functions know the messages for customers: `isUsable` and `builtInTemplate`. */
export type ProfileParts = {
  readonly attempts: Attempts;
  readonly partners: Partners;
  /** All tenants of the partner that this tenant belongs to. */
  readonly tenantsOf: (tenantId: string) => TenantGroup;
  /** Whether invitations can go out with this text. */
  readonly isUsable: (template: Template) => boolean;
  readonly builtInTemplate: (language: Language) => Template;
};

/** The language and time zone of the person who sets a profile up, for what the profile does not say. */
export type Founding = { readonly language: Language; readonly timeZone: string };

/** The text for customers in one language. */
export type TemplateWish = { readonly language: Language; readonly template: Template };

/**
 * The result of saving a text. `reset`: it is the built-in text, which is used again; `unusable`: invitations cannot go
 * out with it.
 */
export type TemplateSaved = 'saved' | 'reset' | 'unusable';

/**
 * The values that a new profile has where an Admin agent gives no others; `lifeDays`: how many days an invitation is
 * open.
 */
export const USUAL_PROFILE = { cloud: 'public', authority: 'contact', lifeDays: 7 } as const;

/** The use cases around a partner's profile and its messages for customers. */
export function createProfile(parts: ProfileParts) {
  const { attempts, partners } = parts;
  const reset = (caller: AgentCaller, language: Language): Promise<void> =>
    partners.saveTemplate(caller.partner.id, { language, template: undefined }, changedBy(caller));

  return {
    /** Saves the partner's profile; fields that the wish leaves out stay as they were. */
    setUp: (caller: Founder, wish: ProfileWish, founding: Founding): Promise<Saved> =>
      attempts.change('setup', caller, () => saveProfile(parts, caller, wish, founding)),

    /** Throws a Refusal for an agent who may not open the form of the profile. */
    requireProfileForm: ({ agent }: Pick<Founder, 'agent'>): Promise<void> =>
      attempts.look('open-profile', { agent }, async () => {}),

    /**
     * Throws a Refusal for an agent who may not read the message for customers, or may not open its form to change it.
     */
    async requireTemplate({ agent }: Pick<Founder, 'agent'>, use: 'read' | 'change'): Promise<void> {
      await attempts.look('read-template', { agent }, async () => {});
      if (use === 'change') await attempts.look('open-template', { agent }, async () => {});
    },

    /** Whether an agent may change the message for customers. */
    mayChangeTemplate: ({ agent }: Pick<Founder, 'agent'>): boolean => mayDo('template', agent.role),

    /**
     * Uses this text for new invitations. A text that equals the built-in one is not stored, so that the partner also
     * gets the later versions of the built-in text.
     */
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

async function saveProfile(
  { partners, tenantsOf }: ProfileParts,
  caller: Founder,
  wish: ProfileWish,
  founding: Founding,
): Promise<Saved> {
  if (wish.lifeDays !== undefined) requireLife(wish.lifeDays);
  const { agent, partner } = caller;
  const tenantIds = tenantsOf(agent.tenantId);
  const next = (before: Partner | undefined) => profileAfter(wish, before, tenantIds, founding);
  // A new partner gets the id of its first tenant, so that two agents who set it up at once set up the same partner.
  const id = partner?.id ?? tenantIds[0] ?? agent.tenantId;
  return partners.save(id, next, changedBy(caller));
}

function profileAfter(
  wish: ProfileWish,
  before: Partner | undefined,
  tenantIds: TenantGroup,
  founding: Founding,
): StoredProfile {
  const { name = before?.name, country = before?.country, partnerId, reminderDays, link, ...others } = wish;
  const { escalationDays, ...said } = others;
  // A command leaves out the name or the country only if a profile existed when it was written.
  if (name === undefined || country === undefined) throw new Refusal({ code: 'partner-not-set-up' });
  if (before && !before.tenantIds.some((tenantId) => tenantIds.includes(tenantId)))
    throw new Error(`The tenant that partner ${before.id} is called by is no longer its own`);
  const { partnerId: _, reminderDays: __, microsoftLink: ___, escalationDays: ____, ...kept } = before ?? {};
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
      escalationDays: chosen(escalationDays, before?.escalationDays),
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

// UTC means only that no client has named its time zone yet.
function timeZoneAfter(before: Partner | undefined, { timeZone }: Founding): string {
  return before && before.timeZone !== 'UTC' ? before.timeZone : timeZone;
}
