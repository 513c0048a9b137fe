import { plainText } from '../grammar/line/plain-text.ts';
import type { InboundActivity, MessageActivity } from './activity.ts';

/** The people, other than the bot, whom a message mentions. */
export function mentionsIn(activity: InboundActivity): readonly { id: string; name: string }[] {
  if (activity.type !== 'message') return [];
  const others = activity.entities.filter(({ mentioned }) => mentioned.id !== activity.recipient.id);
  return others.map((mention) => ({ id: mention.mentioned.id, name: plainName(mention) }));
}

/**
 * The text of a message as a command line: without the mention that addresses the bot, and with every other mention
 * written as `"@Their Name"`.
 */
export function readableText({ text, entities, recipient }: MessageActivity): string {
  const readable = entities.reduce((rest, mention) => {
    if (!mention.text) return rest;
    const isBot = mention.mentioned.id === recipient.id;
    return rest.replace(mention.text, () => (isBot ? ' ' : ` "@${plainName(mention)}" `));
  }, text);
  return withoutAddress(readable.trim(), `@${recipient.name ?? ''}`);
}

// A personal chat offers no mention of the bot; people who know it from a channel type its name.
function withoutAddress(text: string, address: string): string {
  const rest = text.slice(address.length);
  const isAddressed = address !== '@' && text.toLowerCase().startsWith(address.toLowerCase());
  return isAddressed && /^[\p{Z}\p{Cc},:]/u.test(rest) ? rest.replace(/^[,:]/, '') : text;
}

type Mention = MessageActivity['entities'][number];

// Written as in the parsed line, so that a person in the line is found among the mentions; without quotation marks,
// which would end the quotation around the name.
function plainName({ mentioned, text = '' }: Mention): string {
  return plainText(plainText(mentioned.name ?? text.replace(/<\/?at[^>]*>/g, '')).replaceAll('"', ''));
}
