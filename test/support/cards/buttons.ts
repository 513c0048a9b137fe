import type { TeamsConversation } from '../world/teams.ts';
import type { Button } from '../world/teams-client.ts';
import { type CardElement, elements } from './card-rules.ts';

/** The button with this title on the newest message of a conversation. */
export function buttonOn({ messages }: TeamsConversation, title: string): Button {
  return buttonIn(messages.at(-1)?.card, title);
}

/** The button with this title on a card. */
export function buttonIn(card: unknown, title: string): Button {
  const all = [...elements(card)].filter(({ type }) => type === 'Action.Execute');
  const found = all.find((element) => element['title'] === title);
  if (!found)
    throw new Error(`No button “${title}” among ${all.map((one: CardElement) => one['title']).join(', ')}`);
  return { verb: String(found['verb']), data: found['data'] as Record<string, unknown> };
}
