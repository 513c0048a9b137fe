import type { Conversations, GoneConversation } from '../store/conversations.ts';
import type { DeliveryOverview, LaneDepth, Parked } from '../store/deliveries/overview.ts';
import type { AgentCaller, Attempts } from './attempts.ts';

/** What looking at deliveries needs. */
export type DeliveryCareParts = {
  readonly attempts: Attempts;
  readonly deliveryOverview: DeliveryOverview;
  readonly conversations: Pick<Conversations, 'gone'>;
};

/** What waits, what is parked and which conversations are gone, of one partner. */
export type DeliveryHealth = {
  readonly lanes: readonly LaneDepth[];
  readonly parked: readonly Parked[];
  readonly gone: readonly GoneConversation[];
};

const MOST_SHOWN = 20;

/** Shows Admin agents what the bot has not delivered, and lets them repeat it or give it up. */
export function createDeliveryCare({ attempts, deliveryOverview, conversations }: DeliveryCareParts) {
  return {
    look: (caller: AgentCaller): Promise<DeliveryHealth> =>
      attempts.look('see-deliveries', caller, async () => {
        const { id, tenantIds } = caller.partner;
        const [lanes, parked, gone] = await Promise.all([
          deliveryOverview.depths(id, MOST_SHOWN),
          deliveryOverview.parked(id, MOST_SHOWN),
          conversations.gone(tenantIds, MOST_SHOWN),
        ]);
        return { lanes, parked, gone };
      }),

    /** Tries a parked delivery once more, within a second; false when the partner has none like it. */
    retry: (caller: AgentCaller, id: string): Promise<boolean> =>
      attempts.change('deliveries', caller, () => deliveryOverview.retry(caller.partner.id, id)),

    /** Gives a parked delivery up; false when the partner has none like it. */
    skip: (caller: AgentCaller, id: string): Promise<boolean> =>
      attempts.change('deliveries', caller, () => deliveryOverview.skip(caller.partner.id, id)),
  };
}
