import { type ChangedBy, partnerEntry } from '../aggregates/entries.ts';
import { type ChangePartner, changing } from './change-partner.ts';

/** What an agent did with a parked delivery; `subject`: the event that it follows from, or the card. */
export type DeliveryCare = {
  readonly partnerId: string;
  readonly subject: string;
  readonly state: 'waiting' | 'skipped';
};

/** Records in the partner's audit what agents do with parked deliveries. */
export function createDeliveryEntries(change: ChangePartner) {
  return {
    async record({ partnerId, subject, state }: DeliveryCare, changedBy: ChangedBy): Promise<void> {
      const facts = { subject, before: { state: 'parked' }, after: { state } };
      await change(partnerId, (stored, at) =>
        stored ? changing({}, partnerEntry('delivery', { ...facts, at }, changedBy)) : undefined,
      );
    },
  };
}

/** Records what agents do with parked deliveries, as the rest of the program asks. */
export type DeliveryEntries = ReturnType<typeof createDeliveryEntries>;
