import type { Language } from '../../relationship/language.ts';
import type { Partner, Role, Template } from '../../relationship/partner.ts';
import { type ChangedBy, partnerEntry } from '../aggregates/entries.ts';
import type { PartnerDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { type ChangePartner, changing } from './change-partner.ts';
import type { Directory } from './directory.ts';
import { partnerOf, roleIn } from './document.ts';

/** What the partners are stored with. */
export type PartnerParts = { readonly directory: Directory; readonly change: ChangePartner };

/** Stores the partners' profiles and their own messages. */
export function createPartners({ partners }: Pick<Mongo, 'partners'>, { directory, change }: PartnerParts) {
  return {
    /** The partner that this tenant belongs to; undefined until it is set up. At most half a second old. */
    ofTenant: async (tenantId: string): Promise<Partner | undefined> =>
      (await directory.ofTenant(tenantId))?.partner,

    /** At most half a second old. */
    find: async (id: string): Promise<Partner | undefined> => (await directory.byId(id))?.partner,

    /** At most `limit` partners behind this id in the order of ids, each with the roles that it gave. */
    async after(id: string, limit: number): Promise<readonly PartnerWithRoles[]> {
      const options = { projection: WITHOUT_CHAIN, sort: { _id: 1 }, limit } as const;
      const documents = await partners.find({ _id: { $gt: id } }, options).toArray();
      return documents.map((document) => ({
        id: document._id,
        partner: readable(document),
        roleOf: (objectId) => roleIn(document, objectId),
      }));
    },

    ...createSaving(change),
  };
}

const WITHOUT_CHAIN = { outbox: 0, causes: 0, chain: 0 } as const;

function createSaving(change: ChangePartner) {
  return {
    /**
     * Stores the profile that `next` makes from the stored one, so that two changes at the same time are both kept. The
     * templates stay as they are stored. `next` may be called more than once, so it must be pure.
     */
    async save(
      id: string,
      next: (before: Partner | undefined) => Profile,
      changedBy: ChangedBy,
    ): Promise<Saved> {
      const { before, after } = await change(id, (stored, now) => {
        const partner = stored && partnerOf(stored);
        const { templates } = partner ?? {};
        const profile = { ...own(next(partner)), ...(templates ? { templates } : {}) };
        const facts = { before: stored ? factsOf(stored.profile) : {}, after: factsOf(profile) };
        return changing(
          { profile },
          partnerEntry('profile', { subject: null, at: now, ...facts }, changedBy),
        );
      });
      if (!after) throw new Error(`No partner ${id} after it was saved`);
      return { before: before ? partnerOf(before) : undefined, after: partnerOf(after) };
    },

    /** Stores the partner's own message in one language; without a template, the built-in text is used again. */
    async saveTemplate(id: string, { language, template }: OwnTemplate, changedBy: ChangedBy): Promise<void> {
      await change(id, (stored, now) => {
        if (!stored) return undefined;
        const { [language]: was, ...others } = stored.profile.templates ?? {};
        const texts = { before: was ?? {}, after: template ?? {} };
        const templates = template ? { ...others, [language]: template } : others;
        const entries = partnerEntry('template', { subject: language, at: now, ...texts }, changedBy);
        return changing({ profile: { ...stored.profile, templates } }, entries);
      });
    },
  };
}

/** A partner's own message in one language; without a template it means the built-in text. */
export type OwnTemplate = { readonly language: Language; readonly template: Template | undefined };

/** A partner's profile: the partner without its id and its templates, which are saved apart. */
export type Profile = Omit<Partner, 'id' | 'templates'>;

/** A partner and the roles that it gave. `partner`: undefined for a partner that this program cannot read. */
export type PartnerWithRoles = {
  readonly id: string;
  readonly partner: Partner | undefined;
  readonly roleOf: (objectId: string) => Role;
};

/** A partner before and after its profile was saved. */
export type Saved = { readonly before: Partner | undefined; readonly after: Partner };

function readable(document: PartnerDocument): Partner | undefined {
  try {
    return partnerOf(document);
  } catch {
    return undefined;
  }
}

// A caller may pass a whole partner as a profile.
function own({ id: _, templates: __, ...profile }: Profile & Partial<Partner>): Profile {
  return profile;
}

function factsOf({ templates: _, ...profile }: PartnerDocument['profile']) {
  return profile;
}

/** The partners, as the rest of the program finds and saves them. */
export type Partners = ReturnType<typeof createPartners>;
