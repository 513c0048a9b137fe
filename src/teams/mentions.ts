import { type InboundActivity, isMention, type MessageActivity } from './activity.ts';

/** The people, other than the bot, whom a message mentions. */
export function mentionsIn(activity: InboundActivity): readonly { id: string; name: string }[] {
  if (activity.type !== 'message') return [];
  const { entities = [], recipient } = activity;
  return entities.flatMap((entity) => {
    const isOther = isMention(entity) && entity.mentioned.id !== recipient.id;
    return isOther ? [{ id: entity.mentioned.id, name: plainName(entity) }] : [];
  });
}

/**
 * The text as a command line: the bot's own mention, with which a channel addresses it, is gone, and other people's
 * read `"@Their Name"`.
 */
export function readableText({ text, entities = [], recipient }: MessageActivity): string {
  return entities.reduce((rest, entity) => {
    if (!isMention(entity) || !entity.text) return rest;
    const isBot = entity.mentioned.id === recipient.id;
    return rest.replace(entity.text, () => (isBot ? ' ' : ` "@${plainName(entity)}" `));
  }, text);
}

type Mention = {
  readonly mentioned: { readonly name?: string | undefined };
  readonly text?: string | undefined;
};

function plainName({ mentioned, text = '' }: Mention): string {
  return (mentioned.name ?? text.replace(/<\/?at[^>]*>/g, '')).replaceAll('"', '').trim();
}
