import { on, once } from 'node:events';
import { WebSocket } from 'undici';
import { z } from 'zod';
import type { Tenant } from '../world.ts';
import { type Bot, conversationsOf } from './playground-organisation.ts';

const answerMilliseconds = 20_000;

const botMessage = z.object({
  action: z.literal('createMessage'),
  actionConversationId: z.string(),
  message: z.object({ text: z.string().default(''), attachments: z.array(z.unknown()).default([]) }),
});

/** Types lines as a playground's user. Returns the bot's answer; throws when none comes within 20 seconds. */
export function createKeyboard({ port, tenant, bot }: { port: number; tenant: Tenant; bot: Bot }) {
  const address = `127.0.0.1:${port}`;
  const from = { id: `29:${tenant.people[0]?.id}` };

  return async function type(conversationId: string, text: string) {
    const socket = new WebSocket(`ws://${address}/_ws_conversation/v1/conversations/stream`);
    const signal = AbortSignal.timeout(answerMilliseconds);
    try {
      await once(socket, 'open', { signal });
      const answer = hear(socket, conversationId, signal);
      await post(
        `http://${address}/_conversation/v1/conversations/${encodeURIComponent(conversationId)}/messages`,
        {
          type: 'text',
          textFormat: 'plain',
          from,
          ...wording(conversationId, text),
        },
      );
      return await answer;
    } catch (cause) {
      throw new Error(`The bot has not answered "${text}"`, { cause });
    } finally {
      socket.close();
    }
  };

  // Outside of the personal chat, the bot receives only messages that mention it.
  function wording(conversationId: string, text: string) {
    if (conversationId === conversationsOf(tenant).personal) return { text };
    const mention = { mentioned: bot, text: `<at>${bot.name}</at>` };
    return { text: `${mention.text} ${text}`, mentions: [mention] };
  }
}

async function post(url: string, message: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
  if (!response.ok) throw new Error(`The playground answers ${response.status}`);
}

async function hear(socket: WebSocket, conversationId: string, signal: AbortSignal) {
  for await (const [event] of on(socket, 'message', { signal })) {
    const { success, data } = botMessage.safeParse(JSON.parse(event.data));
    // A post in a channel is a conversation whose id begins with the channel's.
    if (success && data.actionConversationId.startsWith(conversationId)) return data.message;
  }
  throw new Error('The playground has closed the line');
}
