import { Refusal } from '../../relationship/refusal.ts';
import { requireAdmin, requireReader } from '../../relationship/rules/guards.ts';
import type { Found } from '../../store/relationships/change.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { customerLiving, originOf } from '../answers/lookups.ts';
import { type Asked, agentAndPartner } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import type { CustomerPress } from './press.ts';

/** The answer to a press about a customer as a whole, decided anew; another partner's customer is like none. */
export async function answerCustomerPress(
  press: CustomerPress,
  asked: Asked,
  parts: AnswerParts,
): Promise<PressAnswer> {
  if (asked.who.side !== 'partner') throw new Refusal({ code: 'other-organisation' });
  const { agent, partner } = agentAndPartner(asked.who);
  const found = await parts.queries.byId(press.relationshipId);
  if (!found || found.partnerId !== partner.id) throw new Refusal({ code: 'not-found', what: '' });
  requireReader(agent);
  switch (press.verb) {
    case 'show-customer':
      return { below: [await customerLiving(found, asked, parts)] };
    case 'refresh-customer':
      return { inPlace: (await customerLiving(found, asked, parts)).card };
    case 'ask-end':
      requireAdmin(agent);
      return { below: [{ card: endCard(aboutOf(found), asked.reader) }] };
    case 'end':
      return end(press, found, { asked, parts });
  }
}

// What was typed wrong is asked for again on the same card.
async function end(
  { reservations, subscriptions, notice, confirmation: typed }: Extract<CustomerPress, { verb: 'end' }>,
  found: Found,
  { asked, parts }: { asked: Asked; parts: AnswerParts },
): Promise<PressAnswer> {
  const { agent } = agentAndPartner(asked.who);
  const isDone = [reservations, subscriptions, notice].every((checked) => checked === 'true');
  const confirmation = isDone ? typed : '';
  const command = { type: 'end', by: agent, confirmation } as const;
  try {
    const { state } = await parts.service.execute(command, found.relationshipId, originOf(asked));
    return { inPlace: (await customerLiving({ ...found, state }, asked, parts)).card };
  } catch (error) {
    const isWrong = error instanceof Refusal && error.reason.code === 'not-confirmed';
    if (!isWrong) throw error;
    return { inPlace: endCard({ ...aboutOf(found), isWrong }, asked.reader) };
  }
}

function aboutOf({ relationshipId, state }: Found) {
  return { relationshipId, customer: state.customer };
}
