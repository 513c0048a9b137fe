import { Refusal } from '../../relationship/refusal.ts';
import type { ChangingAction } from '../../relationship/rules/permissions.ts';
import type { AnswerWish } from '../../service/answering.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { addressOfCaller } from '../answers/colleague.ts';
import { living, requestLiving } from '../answers/living.ts';
import { done } from '../answers/small-talk.ts';
import type { Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { agentCaller, customerCaller } from '../service-caller.ts';
import { type AnswerPress, type InvitationPress, isAnswerPress, type PartnerPress } from './press.ts';

/**
 * The answer to a press about one invitation, decided on what the store holds now, so that a press on an old card shows
 * the present state. When it throws a Refusal, nothing has changed.
 */
export async function answerInvitationPress(
  press: InvitationPress,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  if (isAnswerPress(press)) return answerRequest(press, caller, parts);
  // The table pairs every press with a function for its verb; the compiler cannot see that in a look-up.
  const { tries, answer } = PRESSES[press.verb] as PartnerPressEntry<PartnerPress['verb']>;
  return caller.who.side === 'partner'
    ? answer(press, caller, parts)
    : answerOutsider(press, tries, caller, parts);
}

type PartnerPressEntry<Verb extends PartnerPress['verb']> = {
  /** The change that the press asks for; absent for a press that only shows something. */
  readonly tries?: ChangingAction;
  readonly answer: (
    press: Extract<PartnerPress, { verb: Verb }>,
    caller: Caller,
    parts: AnswerParts,
  ) => Promise<PressAnswer>;
};

// What each button on the partner's card of an invitation does; the compiler reports a button that is missing here.
const PRESSES: { readonly [Verb in PartnerPress['verb']]: PartnerPressEntry<Verb> } = {
  share: {
    tries: 'share',
    async answer(press, caller, parts) {
      const { invitationId, way } = press;
      const wish = { type: 'share', invitationId, way } as const;
      const found = await parts.service.commands.carryOut(agentCaller(caller), targetOf(press), wish);
      return { inPlace: await cardOf(found, caller, parts) };
    },
  },
  'send-mail': {
    tries: 'mail',
    async answer(press, caller, parts) {
      const wish = { letter: press.letter, replyAddress: addressOfCaller(caller, parts) };
      const found = await parts.service.mailing.send(agentCaller(caller), targetOf(press), wish);
      return { inPlace: await cardOf(found, caller, parts) };
    },
  },
  'ask-revoke': {
    tries: 'revoke',
    async answer(press, caller, { service }) {
      const found = await service.commands.beginRevoking(agentCaller(caller), targetOf(press));
      const { relationshipId, state } = found;
      const about = { relationshipId, invitationId: press.invitationId, customer: state.customer.name };
      return { inPlace: revokeCard(about, undefined, caller.reader) };
    },
  },
  revoke: {
    tries: 'revoke',
    async answer(press, caller, parts) {
      const { invitationId, reason } = press;
      const wish = { type: 'revoke', invitationId, ...(reason ? { reason } : {}) } as const;
      const found = await parts.service.commands.carryOut(agentCaller(caller), targetOf(press), wish);
      return { inPlace: await cardOf(found, caller, parts) };
    },
  },
  reissue: {
    tries: 'reissue',
    async answer(press, caller, { service }) {
      await service.inviting.reissue(agentCaller(caller), targetOf(press), press.invitationId);
      return { inPlace: done(caller.reader) };
    },
  },
  'take-over': {
    tries: 'take-over',
    async answer(press, caller, parts) {
      const wish = { type: 'take-over', invitationId: press.invitationId } as const;
      const found = await parts.service.commands.carryOut(agentCaller(caller), targetOf(press), wish);
      return { below: [await living(found, caller, parts)] };
    },
  },
  reply: {
    tries: 'reply',
    async answer(press, caller, parts) {
      const { invitationId, reply: text } = press;
      const wish = { invitationId, text, replyAddress: addressOfCaller(caller, parts) };
      await parts.service.mailing.reply(agentCaller(caller), targetOf(press), wish);
      return { inPlace: done(caller.reader) };
    },
  },
  show: {
    async answer(press, caller, parts) {
      const found = await parts.service.reading.relationship(agentCaller(caller), targetOf(press));
      return { below: [await living(found, caller, parts)] };
    },
  },
  refresh: {
    async answer(press, caller, parts) {
      const found = await parts.service.reading.relationship(agentCaller(caller), targetOf(press));
      return { inPlace: await cardOf(found, caller, parts) };
    },
  },
};

const targetOf = ({ relationshipId, invitationId }: InvitationPress) => {
  return { relationshipId, what: invitationId };
};

async function cardOf(
  found: Parameters<typeof living>[0],
  caller: Caller,
  parts: AnswerParts,
): Promise<Card> {
  return (await living(found, caller, parts)).card;
}

// The customer's people see the request that was sent to their own organisation. All others, guests too, learn nothing.
async function answerOutsider(
  press: PartnerPress,
  tries: ChangingAction | undefined,
  caller: Caller,
  parts: AnswerParts,
): Promise<PressAnswer> {
  const { answering } = parts.service;
  const customer = customerCaller(caller);
  if (tries) return answering.turnAway(tries, customer, targetOf(press));
  return { inPlace: requestLiving(await answering.request(customer, targetOf(press)), caller, parts).card };
}

// If a colleague has answered before, the present card says who answered and when.
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
