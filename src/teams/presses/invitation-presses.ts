import type { Accept, Ask, Decline, Followup } from '../../relationship/command.ts';
import type { CustomerPerson } from '../../relationship/people.ts';
import { isOwnAnswer, Refusal } from '../../relationship/refusal.ts';
import { requireReader, requireSeller } from '../../relationship/rules/guards.ts';
import type { Found } from '../../store/relationships/change.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { requestLiving } from '../answers/customer-answers.ts';
import { causeOf, living, originOf } from '../answers/lookups.ts';
import { sendMail } from '../answers/mail.ts';
import { reply } from '../answers/replies.ts';
import { done } from '../answers/small-talk.ts';
import { agentAndPartner, type Caller, customerPerson } from '../caller.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { type InvitationPress, isOfCustomer } from './press.ts';

/** A press, and who pressed. */
export type Pressed = {
  readonly press: InvitationPress;
  readonly caller: Caller;
};

/**
 * The answer to a press about one invitation, decided anew on what the store says: a card that has grown old
 * answers with the truth. A Refusal that it throws has changed nothing.
 */
export async function answerPress(pressed: Pressed, parts: AnswerParts): Promise<PressAnswer> {
  const { press } = pressed;
  const found = await parts.queries.byId(press.relationshipId);
  if (!found || isForeign(pressed, found)) throw new Refusal({ code: 'not-found', what: press.invitationId });
  if (isOfCustomer(press.verb)) return answerRequest(pressed, found, parts);
  return pressed.caller.who.side === 'partner'
    ? partnerPress(pressed, found, parts)
    : customerPress(pressed, found, parts);
}

// Another partner's card is answered like one that never was; but a partner may itself be that partner's customer.
function isForeign({ press, caller: { who } }: Pressed, { partnerId, state }: Found): boolean {
  if (who.side !== 'partner' || partnerId === who.partner?.id) return false;
  return !isOfCustomer(press.verb) || state.customer.tenantId !== who.agent.tenantId;
}

async function partnerPress(
  { press, caller }: Pressed,
  found: Found,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { agent } = agentAndPartner(caller.who);
  const { relationshipId, invitationId } = press;
  const execute = async (command: Followup): Promise<PressAnswer> => {
    const { state } = await parts.service.execute(command, relationshipId, originOf(caller));
    return { inPlace: (await living({ ...found, state }, caller, parts)).card };
  };
  switch (press.verb) {
    case 'share':
      return execute({ type: 'share', by: agent, invitationId, way: press.way });
    case 'send-mail':
      return { inPlace: await sendMail({ letter: press.letter, found }, caller, parts) };
    case 'revoke': {
      const reason = press.reason ? { reason: press.reason } : {};
      return execute({ type: 'revoke', by: agent, invitationId, ...reason });
    }
    case 'reply':
      await reply({ id: invitationId, text: press.reply }, { caller, found }, parts);
      return { inPlace: done(caller.reader) };
    case 'ask-revoke': {
      requireSeller(agent);
      const about = { relationshipId, invitationId, customer: found.state.customer.name };
      return { inPlace: revokeCard(about, undefined, caller.reader) };
    }
    case 'reissue':
      await parts.service.reissue(agent, invitationId, { relationshipId, ...about(caller) });
      return { inPlace: done(caller.reader) };
    case 'show':
      requireReader(agent);
      return { below: [await living(found, caller, parts)] };
    default:
      requireReader(agent);
      return { inPlace: (await living(found, caller, parts)).card };
  }
}

function about(caller: Caller) {
  return { partner: agentAndPartner(caller.who).partner, origin: originOf(caller) };
}

// A customer's people may look at what was sent to their own organisation; anybody else, guests too, is told nothing.
async function customerPress({ press, caller }: Pressed, found: Found, parts: AnswerParts) {
  if (press.verb !== 'refresh' && press.verb !== 'show') throw new Refusal({ code: 'other-organisation' });
  const { tenantId, isGuest } = await customerPerson(caller);
  const isTheirs = !isGuest && tenantId === found.state.customer.tenantId;
  if (!isTheirs) throw new Refusal({ code: 'other-organisation' });
  return { inPlace: (await requestLiving(found, caller, parts)).card };
}

async function answerRequest({ press, caller }: Pressed, found: Found, parts: AnswerParts) {
  const command = commandOf(press, await answering(caller, parts));
  const { state } = await parts.service
    .execute(command, found.relationshipId, originOf(caller))
    .catch((error: unknown) => closed(error, command, { found, caller, parts }));
  return { inPlace: (await requestLiving({ ...found, state }, caller, parts)).card };
}

// A chat proves no directory role; what was proved on the page counts here for as long as that sign-in lasts.
async function answering(caller: Caller, { sessions }: AnswerParts): Promise<CustomerPerson> {
  const person = await customerPerson(caller);
  const isAdministrator = await sessions.isAdministrator(person.tenantId, person.objectId);
  return { ...person, isAdministrator };
}

// A second click, or a colleague's: the card as it is says who answered and when.
async function closed(
  error: unknown,
  command: CustomersCommand,
  { found, caller, parts }: { found: Found; caller: Caller; parts: AnswerParts },
): Promise<Found> {
  if (!(error instanceof Refusal) || error.reason.code !== 'invitation-closed') throw error;
  const { relationshipId, partnerId } = found;
  if (!isOwnAnswer(error.reason, command)) {
    const attempt = { partnerId, relationshipId, by: command.by, command: command.type } as const;
    await parts.recordRefusal({ ...attempt, code: error.reason.code, ...causeOf(caller) });
  }
  return (await parts.queries.byId(relationshipId)) ?? found;
}

type CustomersCommand = Accept | Decline | Ask;

function commandOf(press: InvitationPress, by: CustomerPerson): CustomersCommand {
  const { invitationId } = press;
  if (press.verb === 'ask') return { type: 'ask', by, invitationId, text: press.question };
  if (press.verb !== 'decline') return { type: 'accept', by, invitationId };
  return { type: 'decline', by, invitationId, ...(press.reason ? { reason: press.reason } : {}) };
}
