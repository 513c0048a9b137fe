import type { RoleHolder } from '../../relationship/partner.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import { addressOf, type Member } from '../connector.ts';
import type { AnswerParts } from './answer.ts';

/** One of the partner's own people, as the conversation's roster knows them. */
export type Colleague = RoleHolder & { readonly memberId: string; readonly name: string };

const MEMBER_ID = /^@?(29:\S{1,500})$/;

/**
 * Whom of the partner's own people a command names: by a mention in the message, or by a roster id that one of our
 * own cards carries. `foreign`: somebody who is not of the partner's tenants; undefined: nobody was mentioned.
 */
export async function colleague(
  person: string,
  caller: Caller,
  { connector }: AnswerParts,
): Promise<Colleague | 'foreign' | undefined> {
  const { partner } = agentAndPartner(caller.who);
  const mentioned =
    caller.mentions.find(({ name }) => `@${name}` === person)?.id ?? MEMBER_ID.exec(person)?.[1];
  if (mentioned === undefined) return undefined;
  const member = await connector.member(addressOf(caller.conversation), mentioned);
  // Mentioned but no longer here, or of another organisation.
  if (!member || !isOwn(member, partner.tenantIds)) return 'foreign';
  return { memberId: member.id, tenantId: member.tenantId, objectId: member.objectId, name: member.name };
}

// A guest or somebody of a shared channel's other organisation is not one of the partner's people.
function isOwn(member: Member, tenantIds: readonly string[]): member is Member & RoleHolder {
  const isHome = member.tenantId !== undefined && tenantIds.includes(member.tenantId);
  return isHome && !member.isGuest && member.objectId !== undefined;
}
