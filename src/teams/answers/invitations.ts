import type { Request } from '../../grammar/requests.ts';
import type { Colleague } from '../../service/colleague.ts';
import type { InvitationOwner } from '../../service/handover.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentCaller, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { addressOfCaller, colleague, plainPersonName } from './colleague.ts';
import { living } from './living.ts';
import { notice } from './small-talk.ts';

type Asked<Type extends Request['type']> = Extract<Request, { type: Type }>;

// Asks a customer. The card with the link is the dispatcher's, so that it comes even if this process dies now.
async function invite({ ask }: Asked<'invite'>, caller: Caller, { service }: AnswerParts) {
  await service.inviting.invite(agentCaller(caller), ask);
  return undefined;
}

// Posts the customer's card in this chat; that too is the dispatcher's.
async function share({ id, way }: Asked<'share'>, caller: Caller, { service }: AnswerParts) {
  const agent = agentCaller(caller);
  const target = { written: id };
  if (way === 'mail') return service.mailing.refuseToSend(agent, target, id);
  await service.commands.carryOut(agent, target, { type: 'share', invitationId: id, way: 'chat' });
  return undefined;
}

// Draws a new link on the same terms; its card is the dispatcher's.
async function reissue({ id }: Asked<'reissue'>, caller: Caller, { service }: AnswerParts) {
  await service.inviting.reissue(agentCaller(caller), { written: id }, id);
  return undefined;
}

// Asks the customer again, and gives the agent the text for a mail; both are posted by the dispatcher.
async function remind({ id }: Asked<'remind'>, caller: Caller, { service }: AnswerParts) {
  await service.commands.carryOut(agentCaller(caller), { written: id }, { type: 'remind', invitationId: id });
  return undefined;
}

// Replies to what the customer's people asked; the reply's card is posted by the dispatcher.
async function reply({ id, text }: Asked<'reply'>, caller: Caller, parts: AnswerParts) {
  const wish = { invitationId: id, text, replyAddress: addressOfCaller(caller, parts) };
  await parts.service.mailing.reply(agentCaller(caller), { written: id }, wish);
  return undefined;
}

// Gives the customer more days to answer.
async function extend({ id, days }: Asked<'extend'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const wish = { type: 'extend', invitationId: id, days } as const;
  const found = await parts.service.commands.carryOut(agentCaller(caller), { written: id }, wish);
  return living(found, caller, parts);
}

// Asks once before an invitation is withdrawn.
async function askRevoke(
  { id, reason }: Asked<'revoke'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { relationshipId, state } = await parts.service.commands.beginRevoking(agentCaller(caller), {
    written: id,
  });
  const about = { relationshipId, invitationId: id, customer: state.customer.name };
  return { card: revokeCard(about, reason, caller.reader) };
}

// Gives the open invitations of one of the partner's people to another: of a person who has left, by name.
async function handover(written: Asked<'handover'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const request = fromWhomToWhom(written, caller);
  const from = plainPersonName(request.from);
  const findTo = () => colleague(request.to, caller, parts);
  const done = await parts.service.handOver(agentCaller(caller), { from, findTo });
  switch (done.outcome) {
    case 'unnamed':
      return notice(caller, 'handover-mention');
    case 'no-role':
      return notice(caller, 'handover-role', { name: request.to.replace(/^@/, '') });
    case 'ambiguous':
      return { card: ownerChoices(done.owners, { from, to: done.to.memberId }, caller.reader) };
    case 'done': {
      const { count, to } = done;
      return notice(caller, 'handover-done', { count, from: done.from.name, to: to.name });
    }
  }
}

// `handover "Dana Souza" @Lee`: where only one is mentioned it is who gets them, because who left cannot be.
function fromWhomToWhom({ from, to }: Asked<'handover'>, { mentions }: Caller) {
  const isMentioned = (person: string) => mentions.some(({ name }) => `@${name}` === person);
  return isMentioned(from) && !isMentioned(to) ? { from: to, to: from } : { from, to };
}

const MOST_CHOICES = 6;

/** Asks which of several people of a name had the invitations; `to`: the roster id of who gets them. */
export function ownerChoices(
  owners: readonly InvitationOwner[],
  { from, to }: { readonly from: string; readonly to: Colleague['memberId'] },
  reader: Reader,
): Card {
  const { language } = reader;
  const title = say(language, 'refusal.ambiguous.title');
  const text = say(language, 'handover.choose', { from: plainPersonName(from) });
  const buttons = owners.slice(0, MOST_CHOICES).map(({ name, objectId }) => ({
    title: name,
    verb: 'submit',
    data: { command: 'handover', from: objectId, to },
  }));
  return noticeCard({ title, text, tone: 'default', buttons }, reader);
}

/** The answers to requests about invitations; undefined where the dispatcher posts the answer. */
export const INVITATION_ANSWERS = {
  invite,
  share,
  reissue,
  remind,
  reply,
  extend,
  revoke: askRevoke,
  handover,
};
