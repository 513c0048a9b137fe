import type { AlertedEvent } from '../../delivery/announcements.ts';
import type { Reader } from '../../words/words.ts';
import { say } from '../../words/words.ts';
import { alertFacts } from './alert-card.ts';
import { actions, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';

/** An alert of a list: the event, and how its relationship stands now. */
export type ListedAlert = { readonly event: AlertedEvent; readonly shown: InvitationShown };

// In JSON; a card may have 24 KB.
const LARGEST = 23 * 1024;

/**
 * Several alerts on one card, each with its facts and its reference, the oldest first: as many as one card holds.
 * `missed`: how many the conversation has missed; undefined: the alerts are new. `told`: how many are on the card.
 */
export function alertListCard(
  alerts: readonly ListedAlert[],
  reader: Reader,
  missed?: number,
): { readonly card: Card; readonly told: number } {
  for (let told = alerts.length; ; told--) {
    const card = listCard(alerts.slice(0, told), reader, missed);
    const isFitting = Buffer.byteLength(JSON.stringify(card.attachment.content)) <= LARGEST;
    if (isFitting || told <= 1) return { card, told };
  }
}

function listCard(alerts: readonly ListedAlert[], { language }: Reader, missed: number | undefined): Card {
  const count = alerts.length;
  const title =
    missed === undefined
      ? say(language, 'alerts.title', { count })
      : say(language, 'alerts.missed', { count: missed });
  const text = missed === undefined ? '' : say(language, 'alerts.missed-text', { count });
  const rows = alerts.map(({ event, shown }) => {
    const { relationshipId } = shown;
    const { title: what, text: facts, reason, reasonLabel } = alertFacts(event, shown);
    const details = { relationshipId, invitationId: event.invitationId };
    const buttons = actions([{ title: say(language, 'button.details'), verb: 'show', data: details }]);
    return { title: what, text: facts, reason, reasonLabel, id: event.invitationId, actions: buttons };
  });
  return fill('alerts', { language, title, text, summary: title, rows, actions: [] });
}
