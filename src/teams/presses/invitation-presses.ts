import { Refusal } from '../../relationship/refusal.ts';
import type { ChangingAction } from '../../relationship/rules/permissions.ts';
import type { AnswerWish } from '../../service/answering.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { addressOfCaller } from '../answers/colleague.ts';
import { living, requestLiving } from '../answers/living.ts';
import { done } from '../answers/small-talk.ts';
import { agentCaller, type Caller, customerCaller } from '../caller.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { type AnswerPress, type InvitationPress, isAnswerPress, type PartnerPress } from './press.ts';

/**
 * The answer to a press about one invitation, decided anew on what the store says: a card that has grown old
 * answers with the truth. A Refusal that it throws has changed nothing.
 */
export async function answerInvitationPress(
  press: InvitationPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  if (isAnswerPress(press)) return answerRequest(press, caller, parts);
  return caller.who.side === 'partner'
    ? answerPartnerPress(press, caller, parts)
    : answerOutsider(press, caller, parts);
}

const targetOf = ({ relationshipId, invitationId }: InvitationPress) => {
  return { relationshipId, what: invitationId };
};

async function answerPartnerPress(
  press: PartnerPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { service } = parts;
  const agent = agentCaller(caller);
  const target = targetOf(press);
  const { invitationId } = press;
  const shown = async (found: Parameters<typeof living>[0]) => (await living(found, caller, parts)).card;
  switch (press.verb) {
    case 'share':
      return {
        inPlace: await shown(
          await service.followingUp.share(agent, target, { invitationId, way: press.way }),
        ),
      };
    case 'send-mail': {
      const wish = { letter: press.letter, replyAddress: addressOfCaller(caller, parts) };
      return { inPlace: await shown(await service.mailing.send(agent, target, wish)) };
    }
    case 'ask-revoke': {
      const { relationshipId, state } = await service.followingUp.beginRevoking(agent, target);
      const about = { relationshipId, invitationId, customer: state.customer.name };
      return { inPlace: revokeCard(about, undefined, caller.reader) };
    }
    case 'revoke': {
      const revoking = { invitationId, ...(press.reason ? { reason: press.reason } : {}) };
      return { inPlace: await shown(await service.followingUp.revoke(agent, target, revoking)) };
    }
    case 'reissue':
      await service.inviting.reissue(agent, target, invitationId);
      return { inPlace: done(caller.reader) };
    case 'reply': {
      const wish = { invitationId, text: press.reply, replyAddress: addressOfCaller(caller, parts) };
      await service.mailing.reply(agent, target, wish);
      return { inPlace: done(caller.reader) };
    }
    case 'show':
      return { below: [await living(await service.reading.relationship(agent, target), caller, parts)] };
    case 'refresh':
      return { inPlace: await shown(await service.reading.relationship(agent, target)) };
  }
}

// What a press of the partner's buttons tries; undefined for one that only looks.
const TRIES: { readonly [Verb in PartnerPress['verb']]: ChangingAction | undefined } = {
  share: 'share',
  'send-mail': 'mail',
  'ask-revoke': 'revoke',
  revoke: 'revoke',
  reissue: 'reissue',
  reply: 'reply',
  show: undefined,
  refresh: undefined,
};

// A customer's people may look at what was sent to their own organisation; others, guests too, are told nothing.
async function answerOutsider(press: PartnerPress, caller: Caller, parts: AnswerParts): Promise<PressAnswer> {
  const { answering } = parts.service;
  const customer = customerCaller(caller);
  const tried = TRIES[press.verb];
  if (tried) return answering.turnAway(tried, customer, targetOf(press));
  return { inPlace: requestLiving(await answering.request(customer, targetOf(press)), caller, parts).card };
}

// A second click of a colleague: the card as it is says who answered and when.
async function answerRequest(press: AnswerPress, caller: Caller, parts: AnswerParts): Promise<PressAnswer> {
  const { answering } = parts.service;
  const customer = customerCaller(caller);
  const target = targetOf(press);
  const requested = await answering.answer(customer, target, wishOf(press)).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.reason.code !== 'invitation-closed') throw error;
    return answering.request(customer, target);
  });
  return { inPlace: requestLiving(requested, caller, parts).card };
}

function wishOf(press: AnswerPress): AnswerWish {
  const { invitationId } = press;
  switch (press.verb) {
    case 'accept':
      return { type: 'accept', invitationId };
    case 'decline':
      return { type: 'decline', invitationId, ...(press.reason ? { reason: press.reason } : {}) };
    case 'ask':
      return { type: 'ask', invitationId, text: press.question };
  }
}
