import type { Request } from '../../grammar/requests.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { requireAdmin, requireReader, requireSeller } from '../../relationship/rules/guards.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import { historyCard } from '../cards/history-card.ts';
import { relationshipsCard } from '../cards/relationships-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import {
  customerLiving,
  living,
  originOf,
  ownRelationship,
  reading,
  readingPartner,
  selling,
} from './lookups.ts';

type Ask<Type extends Request['type']> = Extract<Request, { type: Type }>;

const PAGE_SIZE = 8;
// Rows of two lines: as many as fit a card even when every one is long.
const LONG_PAGE = 20;

/** Records a new customer, whose relationship formed by itself (S3). */
export async function add({ ask }: Ask<'add'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  const change = await parts.service.add(agent, ask, { partner, origin: originOf(caller) });
  return customerLiving({ ...change, partnerId: partner.id }, caller, parts);
}

/** One customer: how things stand, what is missing, what happened last. */
export async function customer(
  { target }: Ask<'customer'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  return customerLiving(await reading(target, caller, parts), caller, parts);
}

/** What is true outside is written down here; the living card says what it changes. */
export async function record(
  request: Ask<'agreement' | 'access'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { agent, ...found } = await selling(request.target, caller, parts);
  const { target: _, ...asks } = request;
  const command = { ...asks, by: agent };
  const { state } = await parts.service.execute(command, found.relationshipId, originOf(caller));
  return living({ ...found, state }, caller, parts);
}

/** Asks before a relationship ends, with what has to be done first. */
export async function askEnd({ target }: Ask<'end'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireAdmin(agent);
  const { relationshipId, state } = await ownRelationship(target, partner, parts);
  if (state.status !== 'active') throw new Refusal({ code: 'not-active', customer: state.customer.name });
  return { card: endCard({ relationshipId, customer: state.customer }, caller.reader) };
}

/** Everything that happened with a customer and what was refused, the newest first, page by page. */
export async function history(
  { target, page }: Ask<'history'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { relationshipId, partnerId, state } = await reading(target, caller, parts);
  const told = await parts.history.page(partnerId, relationshipId, slice(page, LONG_PAGE));
  const again = { command: 'history', given: { target } };
  const listed = { page, pageSize: LONG_PAGE, again, ...told };
  return { card: historyCard(state, listed, caller.reader) };
}

/** Invitations, the newest first, page by page. */
export async function list(ask: Ask<'list'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireReader(agent);
  const { filter, mine, page } = ask;
  const by = mine ? agent.objectId : undefined;
  const found = await parts.queries.list(partner.id, { filter, by, ...slice(page) });
  const again = { command: 'list', given: { filter, mine: mine ? 'mine' : 'everyone' } };
  const words = { title: 'list.title', empty: 'list.empty' } as const;
  const listing = { ...words, page, pageSize: PAGE_SIZE, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, parts.now()) };
}

/** Customers, page by page (S9). */
export async function customers(
  { text, page }: Ask<'customers'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const partner = readingPartner(caller);
  const found = await parts.queries.customers(partner.id, { text, ...slice(page) });
  const again = { command: 'customers', given: text === undefined ? {} : { text } };
  const words = { title: 'customers.title', empty: 'customers.empty' } as const;
  const listing = { ...words, page, pageSize: PAGE_SIZE, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, parts.now()) };
}

function slice(page: number, limit = PAGE_SIZE) {
  return { skip: (page - 1) * limit, limit };
}
