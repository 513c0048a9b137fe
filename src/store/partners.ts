import type { ClientSession, Document } from 'mongodb';
import type { Language, Partner, Template } from '../relationship/partner.ts';
import type { Audit } from './audit.ts';
import type { AuditEntry, PartnerDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';
import { type Doing, partnerEntry } from './partner-entry.ts';

/** Finds and saves the partners' profiles. */
export function createPartners({ partners }: Pick<Mongo, 'partners'>, audit: Audit) {
  return {
    /** The partner whose people are this tenant's, once it is set up. */
    async ofTenant(tenantId: string): Promise<Partner | undefined> {
      const document = await partners.findOne({ tenantIds: tenantId });
      return document ? partner(document) : undefined;
    },

    async find(id: string): Promise<Partner | undefined> {
      const document = await partners.findOne({ _id: id });
      return document ? partner(document) : undefined;
    },

    /** Those who want unanswered invitations called to mind. */
    async withReminders(): Promise<readonly Partner[]> {
      const found = await partners.find({ 'reminderDays.0': { $exists: true } }).toArray();
      return found.map(partner);
    },

    ...createSaving({ partners }, audit),

    /** The partner together with the database's own time, which alone decides what has expired. */
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
  const change = (id: string, { update, upsert }: Update, entries: Entries): Promise<void> =>
    audit.transaction(id, async ({ session, record }) => {
      const before = await partners.findOne({ _id: id }, { session });
      const options = { session, upsert, returnDocument: 'after' } as const;
      const after = await partners.findOneAndUpdate({ _id: id }, update, options);
      if (after) await record(entries(before, after));
    });

  return {
    /** The profile as it is from now on, whether there was one or not; its templates stay as they are stored. */
    async save({ id, templates: _, ...profile }: Partner, doing: Doing): Promise<void> {
      const said = { $literal: { _id: id, ...profile } };
      const kept = { templates: '$templates', updatedAt: '$$NOW' };
      const update = [{ $replaceWith: { $mergeObjects: [said, kept] } }];
      await change(id, { update, upsert: true }, (before, after) =>
        partnerEntry('profile', { subject: null, ...timed(after), ...profiles(before, after) }, doing),
      );
    },

    /** The partner's own message in one language from now on; without one, the built-in text again. */
    async saveTemplate(id: string, { language, template }: OwnTemplate, doing: Doing): Promise<void> {
      const place = `templates.${language}`;
      const said = template ? { $set: { [place]: { $literal: template } } } : { $unset: place };
      const update = [said, { $set: { updatedAt: '$$NOW' } }];
      await change(id, { update, upsert: false }, (before, after) => {
        const texts = { before: textIn(before, language), after: textIn(after, language) };
        return partnerEntry('template', { subject: language, ...timed(after), ...texts }, doing);
      });
    },
  };
}

/** A partner's own message in one language; without a template, the built-in text. */
export type OwnTemplate = { readonly language: Language; readonly template: Template | undefined };

type Update = { readonly update: Document[]; readonly upsert: boolean };
type Entries = (before: PartnerDocument | null, after: PartnerDocument) => AuditEntry[];

function timed({ updatedAt }: PartnerDocument) {
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

/** Finds and saves the partners' profiles. */
export type Partners = ReturnType<typeof createPartners>;

function partner({ _id, updatedAt: _, ...profile }: PartnerDocument): Partner {
  return { id: _id, ...profile };
}
