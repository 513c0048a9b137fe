import type { RequestOf } from '../../grammar/requests.ts';
import type { Colleague } from '../../service/colleague.ts';
import type { InvitationOwner } from '../../service/handover.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { addressOfCaller, colleague, plainPersonName } from './colleague.ts';
import { living } from './living.ts';
import { notice } from './small-talk.ts';

// Invites a customer. The dispatcher posts the card with the link, so that it arrives even if this process stops now.
async function invite({ ask }: RequestOf<'invite'>, caller: Caller, { service }: AnswerParts) {
  await service.inviting.invite(agentCaller(caller), ask);
  return undefined;
}

// Shares an invitation in this chat; the dispatcher posts the customer's card.
async function share({ id, way }: RequestOf<'share'>, caller: Caller, { service }: AnswerParts) {
  const agent = agentCaller(caller);
  const target = { written: id };
  if (way === 'mail') return service.mailing.refuseToSend(agent, target, id);
  await service.commands.carryOut(agent, target, { type: 'share', invitationId: id, way: 'chat' });
  return undefined;
}

// Replaces an invitation by one with a new link on the same terms; the dispatcher posts its card.
async function reissue({ id }: RequestOf<'reissue'>, caller: Caller, { service }: AnswerParts) {
  await service.inviting.reissue(agentCaller(caller), { written: id }, id);
  return undefined;
}

// Reminds the customer. The dispatcher posts the request again and, for the agent, the text of a mail where the bot
// sends none.
async function remind({ id }: RequestOf<'remind'>, caller: Caller, { service }: AnswerParts) {
  await service.commands.carryOut(agentCaller(caller), { written: id }, { type: 'remind', invitationId: id });
  return undefined;
}

// Replies to the questions of the customer's people; the dispatcher posts the reply's card.
async function reply({ id, text }: RequestOf<'reply'>, caller: Caller, parts: AnswerParts) {
  const wish = { invitationId: id, text, replyAddress: addressOfCaller(caller, parts) };
  await parts.service.mailing.reply(agentCaller(caller), { written: id }, wish);
  return undefined;
}

// Gives the customer more days to answer.
async function extend(
  { id, days }: RequestOf<'extend'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const wish = { type: 'extend', invitationId: id, days } as const;
  const found = await parts.service.commands.carryOut(agentCaller(caller), { written: id }, wish);
  return living(found, caller, parts);
}

// Asks for confirmation before an invitation is withdrawn.
async function askRevoke(
  { id, reason }: RequestOf<'revoke'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { relationshipId, state } = await parts.service.commands.beginRevoking(agentCaller(caller), {
    written: id,
  });
  const about = { relationshipId, invitationId: id, customer: state.customer.name };
  return { card: revokeCard(about, reason, caller.reader) };
}

// Gives the open invitations of one colleague to another. A colleague who has left is named, not mentioned.
async function handover(written: RequestOf<'handover'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
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

// `handover "Dana Souza" @Lee`: if only one person is mentioned, that person gets the invitations, because a person who
// has left cannot be mentioned.
function fromWhomToWhom({ from, to }: RequestOf<'handover'>, { mentions }: Caller) {
  const isMentioned = (person: string) => mentions.some(({ name }) => `@${name}` === person);
  return isMentioned(from) && !isMentioned(to) ? { from: to, to: from } : { from, to };
}

const MOST_CHOICES = 6;

/**
 * Asks which of several people with a matching name has the invitations now. `to`: the roster id of the person who gets
 * them.
 */
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

/** How requests about invitations are answered; undefined where the dispatcher posts the answer. */
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
