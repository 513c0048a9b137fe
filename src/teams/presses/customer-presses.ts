import { Refusal } from '../../relationship/refusal.ts';
import { requireAdmin, requireReader } from '../../relationship/rules/guards.ts';
import type { Found } from '../../store/relationships/change.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { customerLiving, originOf } from '../answers/lookups.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import type { CustomerPress } from './press.ts';

/** The answer to a press about a customer as a whole, decided anew; another partner's customer is like none. */
export async function answerCustomerPress(
  press: CustomerPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  if (caller.who.side !== 'partner') throw new Refusal({ code: 'other-organisation' });
  const { agent, partner } = agentAndPartner(caller.who);
  const found = await parts.queries.byId(press.relationshipId);
  if (!found || found.partnerId !== partner.id) throw new Refusal({ code: 'not-found', what: '' });
  requireReader(agent);
  switch (press.verb) {
    case 'show-customer':
      return { below: [await customerLiving(found, caller, parts)] };
    case 'refresh-customer':
      return { inPlace: (await customerLiving(found, caller, parts)).card };
    case 'ask-end':
      requireAdmin(agent);
      return { below: [{ card: endCard(aboutOf(found), caller.reader) }] };
    case 'end':
      return end(press, found, { caller, parts });
  }
}

// What was typed wrong is asked for again on the same card.
async function end(
  { reservations, subscriptions, notice, confirmation: typed }: Extract<CustomerPress, { verb: 'end' }>,
  found: Found,
  { caller, parts }: { caller: Caller; parts: AnswerParts },
): Promise<PressAnswer> {
  const { agent } = agentAndPartner(caller.who);
  const isDone = [reservations, subscriptions, notice].every((checked) => checked === 'true');
  const confirmation = isDone ? typed : '';
  const command = { type: 'end', by: agent, confirmation } as const;
  try {
    const { state } = await parts.service.execute(command, found.relationshipId, originOf(caller));
    return { inPlace: (await customerLiving({ ...found, state }, caller, parts)).card };
  } catch (error) {
    const isWrong = error instanceof Refusal && error.reason.code === 'not-confirmed';
    if (!isWrong) throw error;
    return { inPlace: endCard({ ...aboutOf(found), isWrong }, caller.reader) };
  }
}

function aboutOf({ relationshipId, state }: Found) {
  return { relationshipId, customer: state.customer };
}
