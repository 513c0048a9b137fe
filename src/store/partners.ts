import type { ClientSession } from 'mongodb';
import type { Language, Partner, Template } from '../relationship/partner.ts';
import type { PartnerDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Finds and saves the partners' profiles. */
export function createPartners({ partners }: Pick<Mongo, 'partners'>) {
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

    /** The profile as it is from now on, whether there was one or not; its templates stay as they are stored. */
    async save({ id, templates: _, ...profile }: Partner): Promise<void> {
      const said = { $literal: { _id: id, ...profile } };
      const kept = { templates: '$templates', updatedAt: '$$NOW' };
      await partners.updateOne({ _id: id }, [{ $replaceWith: { $mergeObjects: [said, kept] } }], {
        upsert: true,
      });
    },

    /** The partner's own message in one language from now on; without one, the built-in text again. */
    async saveTemplate(id: string, language: Language, template: Template | undefined): Promise<void> {
      const place = `templates.${language}` as const;
      const change = template ? { $set: { [place]: template } } : { $unset: { [place]: '' as const } };
      await partners.updateOne({ _id: id }, { ...change, $currentDate: { updatedAt: true } });
    },

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

/** Finds and saves the partners' profiles. */
export type Partners = ReturnType<typeof createPartners>;

function partner({ _id, updatedAt: _, ...profile }: PartnerDocument): Partner {
  return { id: _id, ...profile };
}
