import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import { createUndertaking, type Undertaking } from '../service/undertaking.ts';
import { languageOf, type Reader } from '../words/words.ts';
import type { DialogActivity, InboundActivity, MessageActivity, PressActivity } from './activity.ts';
import type { Turn } from './adapter.ts';
import { type Afterwards, createAfterwards } from './afterwards.ts';
import type { Answer, AnswerParts } from './answers/answer.ts';
import { pressAnswer, textAnswer } from './answers/answers.ts';
import { dialogAnswer } from './answers/dialog.ts';
import { notice, welcome } from './answers/small-talk.ts';
import { type Caller, callerOf, type WhoParts } from './caller.ts';
import { type Card, message } from './cards/card.ts';
import { dialogOf } from './cards/dialog-card.ts';
import { busyCard } from './cards/notice-card.ts';
import { type FailureParts, failureAnswer } from './failures.ts';
import { readableText } from './mentions.ts';

/** What the bot is built from. */
export type BotParts = AnswerParts & WhoParts & FailureParts;

/** Answers turns: activity → request → service → answer. No rule about relationships stands here. */
export function createBot(outside: BotParts) {
  const afterwards = createAfterwards(outside.log);
  const parts = { ...outside, afterwards };
  return {
    async onTurn({ activity, context }: Turn): Promise<void> {
      const undertaking = createUndertaking();
      context.turnState.set(UNDERTAKING, undertaking);
      const caller = { ...(await callerOf(activity, parts)), undertaking };
      const isNew = await place(activity, caller, parts);
      if (activity.type === 'message') await onMessage(activity, { caller, context, parts });
      else if (isDialog(activity)) await onDialog(activity, { caller, context, parts });
      else if (activity.type === 'invoke') await onPress(activity, { caller, context, parts });
      else await sendAnswers(onEvent(activity, caller, isNew), { caller, context, parts });
    },

    /** Answers a turn that failed: the log gets the whole error, the person gets a reference to it. */
    async onFault({ activity, context }: Turn, fault: unknown): Promise<void> {
      const undertaking = context.turnState.get<Undertaking>(UNDERTAKING);
      const { card, reference } = failureAnswer(fault, { undertaking, reader: readerIn(activity) }, parts);
      try {
        await sendOnly(card, { activity, context });
      } catch (error) {
        // Teams itself does not answer, so the person cannot be told.
        parts.log.warn({ reference, err: error }, 'The person could not be told of a fault');
      }
    },

    /** Answers a turn for which there is no place at the moment: nothing of it has begun. */
    onBusy: (turn: Turn): Promise<void> => sendOnly(busyCard(readerIn(turn.activity)), turn),

    /** Waits until what follows the answers has ended, with or without success. */
    settled: afterwards.settled,
  };
}

// The only answer to a turn, in the way in which Teams expects it.
async function sendOnly(card: Card, { activity, context }: Turn): Promise<void> {
  if (isDialog(activity)) await context.sendActivity(dialogShows(card));
  else if (activity.type === 'invoke') await context.sendActivity(invokeAnswer(card));
  else await context.sendActivity(message(card));
}

const UNDERTAKING = 'undertaking';

type TurnParts = {
  readonly caller: Caller;
  readonly context: TurnContext;
  readonly parts: BotParts & { readonly afterwards: Afterwards };
};

async function onMessage(activity: MessageActivity, answering: TurnParts): Promise<void> {
  if (activity.value) {
    const { inPlace, below = [] } = await pressAnswer({ data: activity.value }, answering);
    await sendAnswers([...(inPlace ? [{ card: inPlace }] : []), ...below], answering);
    return;
  }
  const text = readableText(activity);
  await sendAnswers(await textAnswer(text, answering), answering);
}

async function onPress(activity: PressActivity, answering: TurnParts): Promise<void> {
  const { verb, data } = activity.value.action;
  // An automatic refresh must never change anything, whatever verb the card sends.
  const isAutomatic = activity.value.trigger === 'automatic';
  const refresh = 'invitationId' in data ? 'refresh' : 'refresh-customer';
  const answer = await pressAnswer({ verb: isAutomatic ? refresh : verb, data }, answering);
  await sendAnswers(answer.below ?? [], answering);
  const passing = answer.below?.[0]?.card.summary ?? 'Vínculo';
  await answering.context.sendActivity(invokeAnswer(answer.inPlace ?? passing));
}

async function onDialog({ name, value }: DialogActivity, answering: TurnParts): Promise<void> {
  const answer = await dialogAnswer({ step: name, data: value.data }, answering);
  if ('shows' in answer) await answering.context.sendActivity(dialogShows(answer.shows));
  else {
    await sendAnswers(answer.closes, answering);
    await answering.context.sendActivity(invokeResponse({}));
  }
}

function isDialog(activity: InboundActivity): activity is DialogActivity {
  return activity.type === 'invoke' && activity.name !== 'adaptiveCard/action';
}

// Stores that the bot can post in this conversation, or was removed from it; true when the bot is new there.
async function place(activity: InboundActivity, caller: Caller, { service }: BotParts): Promise<boolean> {
  // A conversation whose tenant is not certain is not stored.
  if (caller.conversation.tenantId === '') return false;
  const isLeaving = activity.type === 'installationUpdate' && activity.action === 'remove';
  if (!isLeaving && isArrival(activity)) return service.channels.joined(caller.conversation);
  if (isLeaving) await service.channels.left(caller.conversation);
  else await service.channels.heard(caller.conversation);
  return false;
}

function isArrival({ type }: InboundActivity): boolean {
  return type === 'installationUpdate' || type === 'conversationUpdate';
}

// Teams announces one installation with two activities, and the clients repeat them: only the first is greeted.
function onEvent(activity: InboundActivity, caller: Caller, isNew: boolean): readonly Answer[] {
  if (isArrival(activity) && isNew) return [welcome(caller)];
  const isEdit = activity.type === 'messageUpdate' && activity.channelData?.eventType === 'editMessage';
  return isEdit ? [notice(caller, 'edited')] : [];
}

async function sendAnswers(answers: readonly Answer[], { caller, context, parts }: TurnParts): Promise<void> {
  for (const { card, living } of answers) {
    const sent = await context.sendActivity(message(card));
    const { id: conversationId } = caller.conversation;
    if (!living || !sent?.id) continue;
    const { partnerId, version, ...shows } = living;
    const posted = { ...shows, ...caller.reader, conversationId, activityId: sent.id };
    const remembered = parts.service.channels.posted(posted, { partnerId, version });
    parts.afterwards.run('A living card could not be remembered', remembered);
  }
}

function invokeAnswer(answer: Card | string): Partial<Activity> {
  const isText = typeof answer === 'string';
  const body = {
    statusCode: 200,
    type: isText ? 'application/vnd.microsoft.activity.message' : 'application/vnd.microsoft.card.adaptive',
    value: isText ? answer : answer.attachment.content,
  };
  return invokeResponse(body);
}

function dialogShows(card: Card): Partial<Activity> {
  return invokeResponse({ task: { type: 'continue', value: dialogOf(card) } });
}

function invokeResponse(body: object): Partial<Activity> {
  return { type: ActivityTypes.InvokeResponse, value: { status: 200, body } };
}

function readerIn({ locale }: InboundActivity): Reader {
  return { language: languageOf(locale), timeZone: 'UTC' };
}
