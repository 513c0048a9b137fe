import { Refusal } from '../../relationship/refusal.ts';
import type { Target } from '../../service/targets.ts';
import type { Found } from '../../store/documents.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { customerLiving } from '../answers/living.ts';
import { agentCaller, type Caller, customerCaller } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import type { CustomerPress } from './press.ts';

/** The answer to a press about a customer as a whole, decided anew; another partner's customer is like none. */
export async function answerCustomerPress(
  press: CustomerPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { service } = parts;
  const target = { relationshipId: press.relationshipId };
  const isEnding = press.verb === 'ask-end' || press.verb === 'end';
  if (caller.who.side !== 'partner') {
    if (isEnding) await service.answering.turnAway('end', customerCaller(caller), { ...target, what: '' });
    throw new Refusal({ code: 'other-organisation' });
  }
  const agent = agentCaller(caller);
  switch (press.verb) {
    case 'show-customer':
      return {
        below: [await customerLiving(await service.reading.relationship(agent, target), caller, parts)],
      };
    case 'refresh-customer': {
      const found = await service.reading.relationship(agent, target);
      return { inPlace: (await customerLiving(found, caller, parts)).card };
    }
    case 'ask-end':
      return {
        below: [
          { card: endCard(endingOf(await service.commands.beginEnding(agent, target)), caller.reader) },
        ],
      };
    case 'end':
      return end(press, target, caller, parts);
  }
}

// What was typed wrong is asked for again on the same card.
async function end(
  { reservations, subscriptions, notice, confirmation: typed }: Extract<CustomerPress, { verb: 'end' }>,
  target: Target,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const agent = agentCaller(caller);
  const { commands } = parts.service;
  const isDone = [reservations, subscriptions, notice].every((checked) => checked === 'true');
  try {
    const found = await commands.carryOut(agent, target, {
      type: 'end',
      confirmation: isDone ? typed : '',
    });
    return { inPlace: (await customerLiving(found, caller, parts)).card };
  } catch (error) {
    const isWrong = error instanceof Refusal && error.reason.code === 'not-confirmed';
    if (!isWrong) throw error;
    return {
      inPlace: endCard({ ...endingOf(await commands.beginEnding(agent, target)), isWrong }, caller.reader),
    };
  }
}

function endingOf({ relationshipId, state }: Found) {
  return { relationshipId, customer: state.customer };
}
