import type { Request } from '../../grammar/requests.ts';
import type { AlertTopic } from '../../relationship/event.ts';
import { requireSeller } from '../../relationship/rules/guards.ts';
import { listed, say } from '../../words/words.ts';
import { agentAndPartner, type Caller, rootOf } from '../caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { changedBy } from './lookups.ts';
import { notice } from './small-talk.ts';

/** Makes this chat a sales channel, or no longer. */
export async function alerts(
  { isOn, topics }: Extract<Request, { type: 'alerts' }>,
  caller: Caller,
  { conversations }: AnswerParts,
): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  const root = rootOf(caller.conversation);
  const alerting = { partnerId: partner.id, changedBy: changedBy(agent, caller) };
  if (!isOn) {
    await conversations.unsubscribe(root.id, topics, alerting);
    return topics.length === 0
      ? notice(caller, 'alerts.off')
      : notice(caller, 'alerts.fewer', { topics: named(topics, caller) });
  }
  const isOurs = await conversations.subscribe(root, topics, alerting);
  if (!isOurs) return notice(caller, 'alerts.taken');
  return notice(caller, 'alerts.on', { topics: named(topics, caller) });
}

function named(topics: readonly AlertTopic[], { reader: { language } }: Caller): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
