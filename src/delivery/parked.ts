import type { Service } from '../service/service.ts';
import type { DeliveryDocument } from '../store/deliveries/documents.ts';
import { rootId } from '../store/documents.ts';
import type { GoneParts } from './gone-places.ts';
import { standingOf } from './standing.ts';

/** Tells one of the partner's Admin agents that a delivery is parked. */
export type TellOfParked = (delivery: DeliveryDocument, words: string) => Promise<void>;

const HOUR_MS = 3_600_000;

/** Tells an Admin agent of parked deliveries: of the first in each hour, in their personal chat. */
export function createTellOfParked(
  parts: GoneParts & { readonly people: Pick<Service['people'], 'adminChat'>; readonly now: () => number },
): TellOfParked {
  return async (delivery, words) => {
    const { what, recorded, partnerId } = delivery;
    if (what.kind === 'notice' || !recorded) return;
    const { partner } = await standingOf(delivery, parts);
    const chat = await parts.people.adminChat(partner);
    if (!chat) return;
    const hour = Math.floor(parts.now() / HOUR_MS);
    const lane = rootId(chat.id);
    const notice = { type: 'parked', words } as const;
    const told = { kind: 'notice', conversationId: chat.id, notice } as const;
    await parts.deliveries.add([{ id: `parked/${partnerId}/${hour}`, lane, recorded, what: told }]);
    parts.wake([lane]);
  };
}
