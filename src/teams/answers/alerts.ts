import type { RequestOf } from '../../grammar/requests.ts';
import type { AlertWish } from '../../service/channels.ts';
import { type Caller, rootOf } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { foreignPlaceCard, listedTopics } from '../cards/foreign-place-card.ts';
import type { SubscribePress } from '../presses/press.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts, PressAnswer } from './answer.ts';
import { notice } from './small-talk.ts';

/**
 * Makes this channel or chat a sales channel for the topics, or ends its alerts on them; without topics, all end. In a
 * place of another organisation the answer asks first.
 */
export async function alerts(
  { isOn, topics }: RequestOf<'alerts'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  if (isOn) return { card: await subscribed({ topics }, caller, parts) };
  await parts.service.channels.unsubscribe(agentCaller(caller), rootOf(caller.conversation), topics);
  return topics.length === 0
    ? notice(caller, 'alerts.off')
    : notice(caller, 'alerts.fewer', { topics: listedTopics(topics, caller.reader.language) });
}

/** The answer to *Subscribe here anyway*: everything is checked again, and another host is asked about again. */
export async function confirmAlerts(
  { topics, host }: SubscribePress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  return { inPlace: await subscribed({ topics, knownHost: host }, caller, parts) };
}

async function subscribed(wish: AlertWish, caller: Caller, { service }: AnswerParts): Promise<Card> {
  const root = rootOf(caller.conversation);
  const result = await service.channels.subscribe(agentCaller(caller), root, wish);
  switch (result.outcome) {
    case 'done':
      return notice(caller, 'alerts.on', { topics: listedTopics(wish.topics, caller.reader.language) }).card;
    case 'taken':
      return notice(caller, 'alerts.taken').card;
    case 'unknown-host':
      return notice(caller, 'alerts.unknown-host').card;
    case 'foreign':
      return foreignPlaceCard({ ...result, topics: wish.topics }, caller.reader);
  }
}
