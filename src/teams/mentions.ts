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
  return entities.reduce((rest, mention) => {
    if (!mention.text) return rest;
    const isBot = mention.mentioned.id === recipient.id;
    return rest.replace(mention.text, () => (isBot ? ' ' : ` "@${plainName(mention)}" `));
  }, text);
}

type Mention = MessageActivity['entities'][number];

function plainName({ mentioned, text = '' }: Mention): string {
  return (mentioned.name ?? text.replace(/<\/?at[^>]*>/g, '')).replaceAll('"', '').trim();
}
