import type { RoleHolder } from '../../relationship/partner.ts';
import type { Colleague } from '../../service/colleague.ts';
import type { ReplyAddress } from '../../service/mails.ts';
import { agentCaller, type Caller } from '../caller.ts';
import { addressOf, type Member } from '../connector.ts';
import type { AnswerParts } from './answer.ts';

const MEMBER_ID = /^@?(29:\S{1,500})$/;

/**
 * Finds the one of the partner's own people whom a command names: by a mention in the message, or by a roster id that
 * one of our own cards carries. `foreign`: a person who is not of the partner's tenants; `unnamed`: no mention at all.
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
  // Mentioned but no longer here, or of another organisation.
  if (!member || !isOwn(member, partner.tenantIds)) return 'foreign';
  return { memberId: member.id, tenantId: member.tenantId, objectId: member.objectId, name: member.name };
}

// A guest, or a person of a shared channel's other organisation, is not one of the partner's people.
function isOwn(member: Member, tenantIds: readonly string[]): member is Member & RoleHolder {
  const isHome = member.tenantId !== undefined && tenantIds.includes(member.tenantId);
  return isHome && !member.isGuest && member.objectId !== undefined;
}

/** A person's name without the sign that mentions them. */
export const plainPersonName = (person: string): string => person.replace(/^@/, '').trim();

/** Finds the address of the agent who asks; where there is none, answers to a mail reach the operator's address. */
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
