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
import { type Asked, agentAndPartner, customerPerson } from '../caller.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { type InvitationPress, isOfCustomer } from './press.ts';

/** A press, and who pressed. */
export type Pressed = {
  readonly press: InvitationPress;
  readonly asked: Asked;
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
  return pressed.asked.who.side === 'partner'
    ? partnerPress(pressed, found, parts)
    : customerPress(pressed, found, parts);
}

// Another partner's card is answered like one that never was; but a partner may itself be that partner's customer.
function isForeign({ press, asked: { who } }: Pressed, { partnerId, state }: Found): boolean {
  if (who.side !== 'partner' || partnerId === who.partner?.id) return false;
  return !isOfCustomer(press.verb) || state.customer.tenantId !== who.agent.tenantId;
}

async function partnerPress(
  { press, asked }: Pressed,
  found: Found,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { agent } = agentAndPartner(asked.who);
  const { relationshipId, invitationId } = press;
  const execute = async (command: Followup): Promise<PressAnswer> => {
    const { state } = await parts.service.execute(command, relationshipId, originOf(asked));
    return { inPlace: (await living({ ...found, state }, asked, parts)).card };
  };
  switch (press.verb) {
    case 'share':
      return execute({ type: 'share', by: agent, invitationId, way: press.way });
    case 'send-mail':
      return { inPlace: await sendMail({ letter: press.letter, found }, asked, parts) };
    case 'revoke': {
      const reason = press.reason ? { reason: press.reason } : {};
      return execute({ type: 'revoke', by: agent, invitationId, ...reason });
    }
    case 'reply':
      await reply({ id: invitationId, text: press.reply }, { asked, found }, parts);
      return { inPlace: done(asked.reader) };
    case 'ask-revoke': {
      requireSeller(agent);
      const about = { relationshipId, invitationId, customer: found.state.customer.name };
      return { inPlace: revokeCard(about, undefined, asked.reader) };
    }
    case 'reissue':
      await parts.service.reissue(agent, invitationId, { relationshipId, ...about(asked) });
      return { inPlace: done(asked.reader) };
    case 'show':
      requireReader(agent);
      return { below: [await living(found, asked, parts)] };
    default:
      requireReader(agent);
      return { inPlace: (await living(found, asked, parts)).card };
  }
}

function about(asked: Asked) {
  return { partner: agentAndPartner(asked.who).partner, origin: originOf(asked) };
}

// A customer's people may look at what was sent to their own organisation; anybody else, guests too, is told nothing.
async function customerPress({ press, asked }: Pressed, found: Found, parts: AnswerParts) {
  if (press.verb !== 'refresh' && press.verb !== 'show') throw new Refusal({ code: 'other-organisation' });
  const { tenantId, isGuest } = await customerPerson(asked);
  const isTheirs = !isGuest && tenantId === found.state.customer.tenantId;
  if (!isTheirs) throw new Refusal({ code: 'other-organisation' });
  return { inPlace: (await requestLiving(found, asked, parts)).card };
}

async function answerRequest({ press, asked }: Pressed, found: Found, parts: AnswerParts) {
  const command = commandOf(press, await answering(asked, parts));
  const { state } = await parts.service
    .execute(command, found.relationshipId, originOf(asked))
    .catch((error: unknown) => closed(error, command, { found, asked, parts }));
  return { inPlace: (await requestLiving({ ...found, state }, asked, parts)).card };
}

// A chat proves no directory role; what was proved on the page counts here for as long as that sign-in lasts.
async function answering(asked: Asked, { sessions }: AnswerParts): Promise<CustomerPerson> {
  const person = await customerPerson(asked);
  const isAdministrator = await sessions.isAdministrator(person.tenantId, person.objectId);
  return { ...person, isAdministrator };
}

// A second click, or a colleague's: the card as it is says who answered and when.
async function closed(
  error: unknown,
  command: CustomersCommand,
  { found, asked, parts }: { found: Found; asked: Asked; parts: AnswerParts },
): Promise<Found> {
  if (!(error instanceof Refusal) || error.reason.code !== 'invitation-closed') throw error;
  const { relationshipId, partnerId } = found;
  if (!isOwnAnswer(error.reason, command)) {
    const attempt = { partnerId, relationshipId, by: command.by, command: command.type } as const;
    await parts.recordRefusal({ ...attempt, code: error.reason.code, ...causeOf(asked) });
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
