import type { Request } from '../../grammar/requests.ts';
import { maySell, type Partner, type RoleHolder } from '../../relationship/partner.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { requireSeller } from '../../relationship/rules/guards.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { originOf } from './lookups.ts';
import { colleague } from './people.ts';
import { notice } from './small-talk.ts';

type Handover = Extract<Request, { type: 'handover' }>;
type Owner = { readonly objectId: string; readonly name: string };
type NewOwner = Owner & RoleHolder;

/** Gives the open invitations of one of the partner's people to another: of somebody who has left by name. */
export async function handover(written: Handover, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  const request = meant(written, caller);
  const to = await colleague(request.to, caller, parts);
  if (to === undefined) return notice(caller, 'handover-mention');
  if (to === 'foreign' || !maySell(await parts.roleOf(partner.id, to))) {
    return notice(caller, 'handover-role', { name: request.to.replace(/^@/, '') });
  }
  const owners = await ownersNamed(request.from, partner, parts);
  const [from, ...others] = owners;
  if (!from) throw new Refusal({ code: 'nothing-to-hand-over', from: plainName(request.from) });
  if (others.length > 0)
    return { card: ownerChoices(owners, { from: request.from, to: to.memberId }, caller.reader) };
  const count = await handOverAll(from, to, { caller, parts });
  return notice(caller, 'handover-done', { count, from: from.name, to: to.name });
}

// `handover "Dana Souza" @Lee`: where only one is mentioned it is who gets them, because who left cannot be.
function meant({ type, from, to }: Handover, { mentions }: Caller): Handover {
  const isMentioned = (person: string) => mentions.some(({ name }) => `@${name}` === person);
  return isMentioned(from) && !isMentioned(to) ? { type, from: to, to: from } : { type, from, to };
}

type Doing = { readonly caller: Caller; readonly parts: AnswerParts };

// Invitation by invitation: one that was answered in the meantime stops none of the others.
async function handOverAll(from: Owner, to: NewOwner, { caller, parts }: Doing): Promise<number> {
  const { agent, partner } = agentAndPartner(caller.who);
  const { conversationId, cause } = originOf(caller);
  const owner = {
    tenantId: to.tenantId,
    objectId: to.objectId,
    name: to.name,
    language: partner.language,
  };
  let count = 0;
  for (const { relationshipId, state } of await parts.queries.ownedBy(partner.id, from.objectId)) {
    const invitationId = state.invitation?.id ?? '';
    // One message, many changes: each has a cause of its own, by which a redelivery finds it.
    const origin = cause === undefined ? {} : { cause: `${cause}/${relationshipId}` };
    const command = { type: 'handover', by: agent, invitationId, to: owner } as const;
    const { events } = await parts.service
      .execute(command, relationshipId, { conversationId, ...origin })
      .catch((error: unknown) => {
        if (error instanceof Refusal && error.reason.code !== 'role-required') return { events: [] };
        throw error;
      });
    count += events.length;
  }
  return count;
}

// Whose name it is exactly, or else in whose it occurs; a choice made on a card names the object id.
async function ownersNamed(
  person: string,
  partner: Partner,
  { queries }: AnswerParts,
): Promise<readonly Owner[]> {
  const wanted = plainName(person).toLowerCase();
  const owners = await queries.owners(partner.id);
  const exact = owners.filter(({ name, objectId }) => name.toLowerCase() === wanted || objectId === wanted);
  return exact.length > 0 ? exact : owners.filter(({ name }) => name.toLowerCase().includes(wanted));
}

function plainName(person: string): string {
  return person.replace(/^@/, '').trim();
}

const MOST_CHOICES = 6;

/** Asks which of several people of a name had the invitations; `to`: who gets them. */
export function ownerChoices(
  owners: readonly Pick<Owner, 'name' | 'objectId'>[],
  { from, to }: { readonly from: string; readonly to: string },
  reader: Reader,
): Card {
  const { language } = reader;
  const title = say(language, 'refusal.ambiguous.title');
  const text = say(language, 'handover.choose', { from: plainName(from) });
  const buttons = owners.slice(0, MOST_CHOICES).map(({ name, objectId }) => ({
    title: name,
    verb: 'submit',
    data: { command: 'handover', from: objectId, to },
  }));
  return noticeCard({ title, text, tone: 'default', buttons }, reader);
}
