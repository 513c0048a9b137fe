import type { RequestOf } from '../../grammar/requests.ts';
import type { AlertTopic } from '../../relationship/event.ts';
import { listed, say } from '../../words/words.ts';
import { type Caller, rootOf } from '../caller.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { notice } from './small-talk.ts';

/** Makes this channel or chat a sales channel for the topics, or ends its alerts on them; without topics, all end. */
export async function alerts(
  { isOn, topics }: RequestOf<'alerts'>,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  const agent = agentCaller(caller);
  const root = rootOf(caller.conversation);
  if (!isOn) {
    await service.channels.unsubscribe(agent, root, topics);
    return topics.length === 0
      ? notice(caller, 'alerts.off')
      : notice(caller, 'alerts.fewer', { topics: spokenTopics(topics, caller) });
  }
  const isOurs = await service.channels.subscribe(agent, root, topics);
  if (!isOurs) return notice(caller, 'alerts.taken');
  return notice(caller, 'alerts.on', { topics: spokenTopics(topics, caller) });
}

function spokenTopics(topics: readonly AlertTopic[], { reader: { language } }: Caller): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
