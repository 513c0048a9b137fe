import type { Request, Topic } from '../../grammar/requests.ts';
import { requireSeller } from '../../relationship/rules/guards.ts';
import { listed, say } from '../../words/words.ts';
import { type Asked, agentAndPartner, rootOf } from '../caller.ts';
import type { AnswerParts, Reply } from './answer.ts';
import { doingOf } from './lookups.ts';
import { notice } from './small-talk.ts';

/** Makes this chat a sales channel, or no longer. */
export async function alerts(
  { isOn, topics }: Extract<Request, { type: 'alerts' }>,
  asked: Asked,
  { conversations }: AnswerParts,
): Promise<Reply> {
  const { agent, partner } = agentAndPartner(asked.who);
  requireSeller(agent);
  const root = rootOf(asked.conversation);
  const alerting = { partnerId: partner.id, doing: doingOf(agent, asked) };
  if (!isOn) {
    await conversations.unsubscribe(root.id, topics, alerting);
    return topics.length === 0
      ? notice(asked, 'alerts.off')
      : notice(asked, 'alerts.fewer', { topics: named(topics, asked) });
  }
  const isOurs = await conversations.subscribe(root, topics, alerting);
  if (!isOurs) return notice(asked, 'alerts.taken');
  return notice(asked, 'alerts.on', { topics: named(topics, asked) });
}

function named(topics: readonly Topic[], { reader: { language } }: Asked): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
