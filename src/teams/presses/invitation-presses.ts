import { Refusal } from '../../relationship/refusal.ts';
import type { ChangingAction } from '../../relationship/rules/permissions.ts';
import type { AnswerWish } from '../../service/answering.ts';
import type { AnswerParts, PressAnswer } from '../answers/answer.ts';
import { addressOfCaller } from '../answers/colleague.ts';
import { living, requestLiving } from '../answers/living.ts';
import { done } from '../answers/small-talk.ts';
import { agentCaller, type Caller, customerCaller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
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
  // The table pairs every press with its own verb, which the compiler cannot follow through a lookup.
  const { tries, answer } = PRESSES[press.verb] as PartnerPressEntry<PartnerPress['verb']>;
  return caller.who.side === 'partner'
    ? answer(press, caller, parts)
    : answerOutsider(press, tries, caller, parts);
}

type PartnerPressEntry<Verb extends PartnerPress['verb']> = {
  /** What the press tries; absent for one that only looks. */
  readonly tries?: ChangingAction;
  readonly answer: (
    press: Extract<PartnerPress, { verb: Verb }>,
    caller: Caller,
    parts: AnswerParts,
  ) => Promise<PressAnswer>;
};

// What the buttons of the partner's card of an invitation do; a button that is forgotten here does not compile.
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

// A customer's people may look at what was sent to their own organisation; others, guests too, are told nothing.
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

// When a colleague has answered before, the card as it is says who and when.
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
