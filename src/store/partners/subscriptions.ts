import type { AlertTopic } from '../../relationship/event.ts';
import type { Agent } from '../../relationship/people.ts';
import { type ChangedBy, partnerEntry } from '../aggregates/entries.ts';
import { isDuplicateOf } from '../database-errors.ts';
import type { PartnerDocument, Subscription } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { type ChangePartner, changing, markOf, type PartnerChanging } from './change-partner.ts';
import type { PartnerParts } from './partners.ts';

/** Stores which conversations are a partner's sales channels; a conversation is the sales channel of one partner. */
export function createSubscriptions(
  { partners }: Pick<Mongo, 'partners'>,
  { directory, change }: PartnerParts,
) {
  const changeTopics = createTopicChange(change);

  return {
    /** False when the conversation is another partner's sales channel: only that partner can give it up. */
    async subscribe(
      conversationId: string,
      topics: readonly AlertTopic[],
      alerting: AlertChange,
    ): Promise<boolean> {
      try {
        await changeTopics(conversationId, () => topics, alerting);
        return true;
      } catch (error) {
        if (isDuplicateOf(error, 'alerts.conversationId')) return false;
        throw error;
      }
    },

    /** Ends the subscription to these topics, or to all topics when none is named. */
    unsubscribe: (
      conversationId: string,
      topics: readonly AlertTopic[],
      alerting: AlertChange,
    ): Promise<void> =>
      changeTopics(
        conversationId,
        (before) => (topics.length === 0 ? [] : before.filter((one) => !topics.includes(one))),
        alerting,
      ),

    /** The agent who made a conversation a sales channel of this partner; undefined when it is none. */
    async subscriberOf(partnerId: string, conversationId: string): Promise<Subscription['by'] | undefined> {
      const projection = { alerts: { $elemMatch: { conversationId } } };
      const found = await partners.findOne({ _id: partnerId }, { projection });
      return found?.alerts?.[0]?.by;
    },

    /** The sales channels of this partner; at most half a second old. */
    of: async (partnerId: string): Promise<readonly Subscription[]> =>
      (await directory.byId(partnerId))?.alerts ?? [],
  };
}

/** The partner whose sales channel changes, and the agent who changes it. */
export type AlertChange = {
  readonly partnerId: string;
  readonly changedBy: ChangedBy & { readonly by: Agent };
};

/** The sales channels, as the rest of the program reads and changes them. */
export type Subscriptions = ReturnType<typeof createSubscriptions>;

function topicsIn({ alerts }: PartnerDocument, conversationId: string): readonly AlertTopic[] {
  return alerts.find((one) => one.conversationId === conversationId)?.topics ?? [];
}

function subscriber({ tenantId, objectId, name }: Agent) {
  return { tenantId, objectId, name };
}

function createTopicChange(change: ChangePartner) {
  return async (
    conversationId: string,
    topicsAfter: (before: readonly AlertTopic[]) => readonly AlertTopic[],
    { partnerId, changedBy }: AlertChange,
  ): Promise<void> => {
    const changeAlerts: PartnerChanging = (stored, now) => {
      if (!stored) return undefined;
      const before = topicsIn(stored, conversationId);
      const after = topicsAfter(before);
      const facts = { before: { topics: before }, after: { topics: after } };
      const entries = partnerEntry('alerts', { subject: conversationId, at: now, ...facts }, changedBy);
      const others = stored.alerts.filter((one) => one.conversationId !== conversationId);
      const said = { conversationId, topics: after, by: subscriber(changedBy.by) };
      return changing({ alerts: after.length === 0 ? others : [...others, said] }, entries);
    };
    await change(partnerId, changeAlerts, markOf(`alerts ${conversationId}`, changedBy));
  };
}
