import { customerDomain } from '../../relationship/customer-domain.ts';
import { requireReader, requireSeller } from '../../relationship/guards.ts';
import type { Partner } from '../../relationship/partner.ts';
import { Refusal } from '../../relationship/refusal.ts';
import type { Found } from '../../store/relationships.ts';
import { helpCard } from '../cards/help-card.ts';
import { historyCard } from '../cards/history-card.ts';
import { invitationCard } from '../cards/invitation-card.ts';
import { relationshipsCard } from '../cards/relationships-card.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import { spokenId } from '../grammar/request-values.ts';
import type { Request } from '../grammar/requests.ts';
import { type Asked, agentAndPartner } from '../who.ts';
import { check } from './check.ts';
import { alerts, setUp } from './partner-settings.ts';
import type { AnswerParts, Reply } from './reply.ts';
import { role } from './roles.ts';
import { notice } from './small-talk.ts';

const PAGE_SIZE = 8;

/** The answer to one of the partner's people; a Refusal that it throws has changed nothing. */
export async function answerPartner(
  request: Request,
  asked: Asked,
  parts: AnswerParts,
): Promise<readonly Reply[]> {
  switch (request.type) {
    case 'help':
      return [{ card: helpCard('partner', asked.reader, request.topic) }];
    case 'setup':
      return [await setUp(request.ask, asked, parts)];
    case 'invite':
      return invite(request, asked, parts);
    case 'check':
      return [await check(request, asked, parts)];
    case 'share':
      return share(request.id, asked, parts);
    case 'reissue':
      return reissue(request.id, asked, parts);
    case 'status':
      return [living(await reading(request.target, asked, parts), asked, parts)];
    case 'history':
      return [await history(request.target, asked, parts)];
    case 'list':
      return [await list(request, asked, parts)];
    case 'customers':
      return [await customers(request, asked, parts)];
    case 'revoke':
      return [await askRevoke(request, asked, parts)];
    case 'alerts':
      return [await alerts(request, asked, parts)];
    case 'agreement':
    case 'access':
      return [await record(request, asked, parts)];
    case 'role':
      return [await role(request, asked, parts)];
    case 'invitations':
      return [notice(asked, 'customer-only')];
  }
}

/** The partner's living card of a relationship, as a reply. */
export function living(
  { relationshipId, state }: Found,
  asked: Asked,
  parts: Pick<AnswerParts, 'now'>,
): Reply {
  const { partner } = agentAndPartner(asked.who);
  const card = invitationCard({
    relationshipId,
    relationship: state,
    partner,
    reader: asked.reader,
    now: parts.now(),
  });
  return { card, living: { relationshipId, invitationId: state.invitation.id, audience: 'partner' } };
}

/** The relationship that a card or a command means, if it is this partner's; another's is like none. */
export async function ownRelationship(what: string, partner: Partner, parts: AnswerParts): Promise<Found> {
  const { queries } = parts;
  const id = spokenId(what);
  const found = id
    ? await queries.byInvitation(partner.id, id)
    : await queries.byDomain(partner.id, customerDomain(what) ?? '');
  if (!found) throw new Refusal({ code: 'not-found', what });
  return found;
}

async function history(what: string, asked: Asked, parts: AnswerParts): Promise<Reply> {
  const { relationshipId, partnerId, state } = await reading(what, asked, parts);
  const told = await parts.history.of(partnerId, relationshipId);
  return { card: historyCard(state, told, asked.reader) };
}

async function reading(what: string, asked: Asked, parts: AnswerParts): Promise<Found> {
  return ownRelationship(what, readingPartner(asked), parts);
}

function readingPartner({ who }: Asked): Partner {
  const { agent, partner } = agentAndPartner(who);
  requireReader(agent);
  return partner;
}

// Who sells, and what they mean: the role first, so that nobody learns on the way what there is.
async function selling(what: string, asked: Asked, parts: AnswerParts) {
  const { agent, partner } = agentAndPartner(asked.who);
  requireSeller(agent);
  return { agent, partner, ...(await ownRelationship(what, partner, parts)) };
}

// The card with the link is the dispatcher's, so that it comes even if this process dies now.
async function invite({ ask }: Extract<Request, { type: 'invite' }>, asked: Asked, { service }: AnswerParts) {
  const { agent, partner } = agentAndPartner(asked.who);
  requireSeller(agent);
  await service.invite(agent, ask, { partner, origin: originOf(asked) });
  return [];
}

async function share(what: string, asked: Asked, parts: AnswerParts) {
  const { agent, relationshipId } = await selling(what, asked, parts);
  const command = { type: 'share', by: agent, invitationId: what, way: 'chat' } as const;
  await parts.service.execute(command, relationshipId, originOf(asked));
  return [];
}

// What is true outside is written down here; the living card says what it changes.
async function record(
  request: Extract<Request, { type: 'agreement' | 'access' }>,
  asked: Asked,
  parts: AnswerParts,
): Promise<Reply> {
  const { agent, ...found } = await selling(request.target, asked, parts);
  const { target: _, ...asks } = request;
  const { state } = await parts.service.execute(
    { ...asks, by: agent },
    found.relationshipId,
    originOf(asked),
  );
  return living({ ...found, state }, asked, parts);
}

async function reissue(id: string, asked: Asked, parts: AnswerParts) {
  const { agent, partner, relationshipId } = await selling(id, asked, parts);
  await parts.service.reissue(agent, id, { relationshipId, partner, origin: originOf(asked) });
  return [];
}

async function askRevoke(
  { id, reason }: Extract<Request, { type: 'revoke' }>,
  asked: Asked,
  parts: AnswerParts,
) {
  const { relationshipId, state } = await selling(id, asked, parts);
  const about = { relationshipId, invitationId: id, customer: state.customer.name };
  return { card: revokeCard(about, reason, asked.reader) };
}

async function list(
  ask: Extract<Request, { type: 'list' }>,
  asked: Asked,
  parts: AnswerParts,
): Promise<Reply> {
  const { agent, partner } = agentAndPartner(asked.who);
  requireReader(agent);
  const { filter, mine, page } = ask;
  const by = mine ? agent.objectId : undefined;
  const found = await parts.queries.list(partner.id, { filter, by, ...slice(page) });
  const again = { command: 'list', given: { filter, mine: mine ? 'mine' : 'everyone' } };
  const listing = {
    title: 'list.title',
    empty: 'list.empty',
    page,
    pageSize: PAGE_SIZE,
    again,
    ...found,
  } as const;
  return { card: relationshipsCard(listing, asked.reader, parts.now()) };
}

async function customers(
  { text, page }: Extract<Request, { type: 'customers' }>,
  asked: Asked,
  parts: AnswerParts,
): Promise<Reply> {
  const partner = readingPartner(asked);
  const found = await parts.queries.customers(partner.id, { text, ...slice(page) });
  const again = { command: 'customers', given: text === undefined ? {} : { text } };
  const words = { title: 'customers.title', empty: 'customers.empty' } as const;
  const listing = { ...words, page, pageSize: PAGE_SIZE, again, ...found };
  return { card: relationshipsCard(listing, asked.reader, parts.now()) };
}

/** What an event records about where it was asked for. */
export function originOf({ cause, conversation }: Asked) {
  return { conversationId: conversation.id, ...(cause === undefined ? {} : { cause }) };
}

function slice(page: number) {
  return { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE };
}
