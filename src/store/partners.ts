import type { ClientSession, Document } from 'mongodb';
import type { Language } from '../relationship/language.ts';
import type { Partner, Template } from '../relationship/partner.ts';
import { type ChangedBy, partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { AuditEntry, PartnerDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Stores the partners' profiles and their own messages. */
export function createPartners({ partners }: Pick<Mongo, 'partners'>, audit: Audit) {
  return {
    /** The partner that this tenant belongs to; undefined until it is set up. */
    async ofTenant(tenantId: string): Promise<Partner | undefined> {
      const document = await partners.findOne({ tenantIds: tenantId });
      return document ? partner(document) : undefined;
    },

    async find(id: string): Promise<Partner | undefined> {
      const document = await partners.findOne({ _id: id });
      return document ? partner(document) : undefined;
    },

    /** The partners that have reminder days, and their days. */
    async withReminders(): Promise<readonly ReminderDays[]> {
      const query = { 'reminderDays.0': { $exists: true } };
      const projection = { reminderDays: 1 } as const;
      const found = await partners.find(query, { projection }).toArray();
      return found.map(({ _id, reminderDays = [] }) => ({ id: _id, reminderDays }));
    },

    ...createSaving({ partners }, audit),

    /** The partner, and the database's time, which decides what has expired. Throws when there is no such partner. */
    async withNow(id: string, session: ClientSession): Promise<{ partner: Partner; now: Date }> {
      const [found] = await partners
        .aggregate<PartnerDocument & { now: Date }>([{ $match: { _id: id } }, { $set: { now: '$$NOW' } }], {
          session,
        })
        .toArray();
      if (!found) throw new Error(`No partner ${id}`);
      const { now, ...document } = found;
      return { partner: partner(document), now };
    },
  };
}

function createSaving({ partners }: Pick<Mongo, 'partners'>, audit: Audit) {
  const change = (id: string, { update, upsert }: PartnerUpdate, entries: Entries): Promise<Both> =>
    audit.transaction(id, async ({ session, record }) => {
      const before = await partners.findOne({ _id: id }, { session });
      const options = { session, upsert, returnDocument: 'after' } as const;
      const after = await partners.findOneAndUpdate({ _id: id }, update(before), options);
      if (after) await record(entries(before, after));
      return { before, after };
    });

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
      const update = (stored: PartnerDocument | null) => {
        const said = { $literal: { _id: id, ...own(next(stored ? partner(stored) : undefined)) } };
        const kept = { templates: '$templates', updatedAt: '$$NOW' };
        return [{ $replaceWith: { $mergeObjects: [said, kept] } }];
      };
      const { before, after } = await change(id, { update, upsert: true }, (was, is) =>
        partnerEntry('profile', { subject: null, ...savedAt(is), ...profiles(was, is) }, changedBy),
      );
      if (!after) throw new Error(`No partner ${id} after it was saved`);
      return { before: before ? partner(before) : undefined, after: partner(after) };
    },

    /** Stores the partner's own message in one language; without a template, the built-in text is used again. */
    async saveTemplate(id: string, { language, template }: OwnTemplate, changedBy: ChangedBy): Promise<void> {
      const place = `templates.${language}`;
      const said = template ? { $set: { [place]: { $literal: template } } } : { $unset: place };
      const update = () => [said, { $set: { updatedAt: '$$NOW' } }];
      await change(id, { update, upsert: false }, (before, after) => {
        const texts = { before: textIn(before, language), after: textIn(after, language) };
        return partnerEntry('template', { subject: language, ...savedAt(after), ...texts }, changedBy);
      });
    },
  };
}

/** A partner's own message in one language; without a template it means the built-in text. */
export type OwnTemplate = { readonly language: Language; readonly template: Template | undefined };

/** A partner's profile: the partner without its id and its templates, which are saved apart. */
export type Profile = Omit<Partner, 'id' | 'templates'>;

/** A partner, and the days after sending on which the clock reminds of its unanswered invitations. */
export type ReminderDays = { readonly id: string; readonly reminderDays: readonly number[] };

/** A partner before and after its profile was saved. */
export type Saved = { readonly before: Partner | undefined; readonly after: Partner };

type Both = { readonly before: PartnerDocument | null; readonly after: PartnerDocument | null };
type PartnerUpdate = {
  readonly update: (before: PartnerDocument | null) => Document[];
  readonly upsert: boolean;
};
type Entries = (before: PartnerDocument | null, after: PartnerDocument) => AuditEntry[];

// A caller may pass a whole partner as a profile.
function own({ id: _, templates: __, ...profile }: Profile & Partial<Partner>): Profile {
  return profile;
}

function savedAt({ updatedAt }: PartnerDocument) {
  return { at: updatedAt };
}

function profiles(before: PartnerDocument | null, after: PartnerDocument) {
  return { before: before ? profileOf(before) : {}, after: profileOf(after) };
}

function profileOf({ _id, updatedAt: _, templates: __, ...profile }: PartnerDocument) {
  return profile;
}

function textIn(document: PartnerDocument | null, language: Language) {
  return document?.templates?.[language] ?? {};
}

/** The partners, as the rest of the program finds and saves them. */
export type Partners = ReturnType<typeof createPartners>;

function partner({ _id, updatedAt: _, ...profile }: PartnerDocument): Partner {
  return { id: _id, ...profile };
}
