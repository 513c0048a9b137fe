import type { DeliveryDocument } from '../store/deliveries/documents.ts';

/** The most alerts on one card. */
export const MOST_LISTED = 10;

// One call in 2 seconds is what a conversation takes for long.
const SUSTAINED_A_MINUTE = 30;

/**
 * The deliveries that go out together: the first alone, or, when more alerts wait than the conversation takes for long,
 * the alerts that begin the lane, up to 10. A question stays alone, because its card takes the reply.
 */
export function nextGroup(
  waiting: readonly DeliveryDocument[],
  callsInLastMinute: number,
): readonly DeliveryDocument[] {
  const [first] = waiting;
  if (!first) return [];
  const end = waiting.findIndex((one) => !isListable(one) || placeOf(one) !== placeOf(first));
  const alerts = (end === -1 ? waiting : waiting.slice(0, end)).slice(0, MOST_LISTED);
  const isCrowded = callsInLastMinute + waiting.length > SUSTAINED_A_MINUTE;
  return isCrowded && alerts.length > 1 ? alerts : [first];
}

function isListable({ what, recorded, isMinimal, lastOutcome }: DeliveryDocument): boolean {
  if (lastOutcome?.type === 'fault') return false;
  if (what.kind !== 'post' || what.face !== 'alert' || isMinimal) return false;
  return what.instead === undefined && recorded?.event.type !== 'question-asked';
}

function placeOf({ what, partnerId }: DeliveryDocument): string {
  return what.kind === 'post' ? `${partnerId} ${what.conversationId}` : '';
}
