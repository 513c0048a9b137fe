import type { RoleHolder } from '../../relationship/partner.ts';
import type { Colleague } from '../../service/colleague.ts';
import type { ReplyAddress } from '../../service/mails.ts';
import type { Caller } from '../caller.ts';
import { addressOf, type Member } from '../connector.ts';
import { agentCaller } from '../service-caller.ts';
import type { AnswerParts } from './answer.ts';

const MEMBER_ID = /^@?(29:\S{1,500})$/;

/**
 * The colleague whom a command names: by a mention in the message, or by a roster id that a card of the bot carries.
 * `unnamed`: the command names no person in these ways; `foreign`: the person is not one of the partner's, or is no
 * longer in the conversation.
 */
export async function colleague(
  person: string,
  caller: Caller,
  { connector }: AnswerParts,
): Promise<Colleague | 'foreign' | 'unnamed'> {
  const { partner } = agentCaller(caller);
  const mentioned =
    caller.mentions.find(({ name }) => `@${name}` === person)?.id ?? MEMBER_ID.exec(person)?.[1];
  if (mentioned === undefined) return 'unnamed';
  const member = await connector.member(addressOf(caller.conversation), mentioned);
  // The person has left the conversation, or belongs to another organisation.
  if (!member || !isOwn(member, partner.tenantIds)) return 'foreign';
  return { memberId: member.id, tenantId: member.tenantId, objectId: member.objectId, name: member.name };
}

// Guests, and people from the other organisation of a shared channel, are not the partner's people.
function isOwn(member: Member, tenantIds: readonly string[]): member is Member & RoleHolder {
  const isHome = member.tenantId !== undefined && tenantIds.includes(member.tenantId);
  return isHome && !member.isGuest && member.objectId !== undefined;
}

/** The name without the `@` of a mention. */
export const plainPersonName = (person: string): string => person.replace(/^@/, '').trim();

/**
 * Looks up the mail address of the agent who asks; undefined when Teams knows none or does not answer. Answers to the
 * mail then go to the operator's address.
 */
export function addressOfCaller({ member }: Caller, { log }: AnswerParts): ReplyAddress {
  return async () => {
    try {
      return (await member())?.emails[0];
    } catch (err) {
      log.info({ err }, 'The sender of a mail is not known by an address');
      return undefined;
    }
  };
}
