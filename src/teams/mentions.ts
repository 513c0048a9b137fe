import { plainText } from '../grammar/line/plain-text.ts';
import type { InboundActivity, MessageActivity } from './activity.ts';

/** The people, other than the bot, whom a message mentions. */
export function mentionsIn(activity: InboundActivity): readonly { id: string; name: string }[] {
  if (activity.type !== 'message') return [];
  const others = activity.entities.filter(({ mentioned }) => mentioned.id !== activity.recipient.id);
  return others.map((mention) => ({ id: mention.mentioned.id, name: plainName(mention) }));
}

/**
 * The text as a command line: the bot's own mention, with which a channel addresses it, is gone, and other people's
 * read `"@Their Name"`.
 */
export function readableText({ text, entities, recipient }: MessageActivity): string {
  const readable = entities.reduce((rest, mention) => {
    if (!mention.text) return rest;
    const isBot = mention.mentioned.id === recipient.id;
    return rest.replace(mention.text, () => (isBot ? ' ' : ` "@${plainName(mention)}" `));
  }, text);
  return withoutAddress(readable.trim(), `@${recipient.name ?? ''}`);
}

// A personal chat offers no mention of the bot; who is used to the channel types its name.
function withoutAddress(text: string, address: string): string {
  const rest = text.slice(address.length);
  const isAddressed = address !== '@' && text.toLowerCase().startsWith(address.toLowerCase());
  return isAddressed && /^[\p{Z}\p{Cc},:]/u.test(rest) ? rest.replace(/^[,:]/, '') : text;
}

type Mention = MessageActivity['entities'][number];

// As the line is read, so that the person of the line is found among the mentions; and nothing in it closes a quotation.
function plainName({ mentioned, text = '' }: Mention): string {
  return plainText(plainText(mentioned.name ?? text.replace(/<\/?at[^>]*>/g, '')).replaceAll('"', ''));
}
