import type { Request } from '../../grammar/requests.ts';
import type { AlertTopic } from '../../relationship/event.ts';
import { listed, say } from '../../words/words.ts';
import { agentCaller, type Caller, rootOf } from '../caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { notice } from './small-talk.ts';

/** Makes this chat a sales channel, or no longer. */
export async function alerts(
  { isOn, topics }: Extract<Request, { type: 'alerts' }>,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  const agent = agentCaller(caller);
  const root = rootOf(caller.conversation);
  if (!isOn) {
    await service.channels.unsubscribe(agent, root, topics);
    return topics.length === 0
      ? notice(caller, 'alerts.off')
      : notice(caller, 'alerts.fewer', { topics: topicNames(topics, caller) });
  }
  const isOurs = await service.channels.subscribe(agent, root, topics);
  if (!isOurs) return notice(caller, 'alerts.taken');
  return notice(caller, 'alerts.on', { topics: topicNames(topics, caller) });
}

function topicNames(topics: readonly AlertTopic[], { reader: { language } }: Caller): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
