import type { Request } from '../../grammar/requests.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { hasInvitation } from '../../relationship/relationship.ts';
import { requireLength, requireSeller } from '../../relationship/rules/guards.ts';
import type { Found } from '../../store/relationships/change.ts';
import { readLetter } from '../../words/messages/customer-message.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import type { AnswerParts } from './answer.ts';
import { living, originOf, selling } from './lookups.ts';

// A message of many pages is none; the mail server would take it.
const LONGEST_LETTER = 10_000;

/** The message as it came back from its card, and whose it is. */
export type Letter = { readonly letter: string; readonly found: Found };

/** Sends the message of a draft's card to the contact: only the card still knows the link, so it brings it along. */
export async function sendMail({ letter, found }: Letter, caller: Caller, parts: AnswerParts): Promise<Card> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  if (!parts.canMail) throw new Refusal({ code: 'mail-off' });
  requireLength(letter, LONGEST_LETTER);
  const { relationshipId, state: relationship } = found;
  const returned = hasInvitation(relationship) && readLetter({ relationship, partner }, letter);
  if (!returned) throw new Refusal({ code: 'link-edited-out' });
  const { token, words } = returned;
  const more = { ...(words ? { words } : {}), ...(await replyTo(caller, parts)) };
  const invitationId = relationship.invitation.id;
  const command = { type: 'mail', by: agent, invitationId, ...more } as const;
  const { state } = await parts.service.sendMail(command, { relationshipId, token }, originOf(caller));
  return (await living({ ...found, state }, caller, parts)).card;
}

/** Where an answer to a mail reaches whoever wrote. Without an address it reaches the operator's, so nothing is lost. */
export async function replyTo({ member }: Caller, { log }: AnswerParts): Promise<{ replyTo?: string }> {
  try {
    const [address] = (await member())?.emails ?? [];
    return address === undefined ? {} : { replyTo: address };
  } catch (err) {
    log.info({ err }, 'Whoever sends a mail is not known by an address');
    return {};
  }
}

/** `share … by:mail`: why that cannot be, because a line of text does not bring the link. */
export async function shareByMail(
  { id }: Extract<Request, { type: 'share' }>,
  caller: Caller,
  parts: AnswerParts,
): Promise<never> {
  await selling(id, caller, parts);
  throw new Refusal(parts.canMail ? { code: 'link-unknown', invitationId: id } : { code: 'mail-off' });
}
