import type { Request } from '../../grammar/requests.ts';
import type { FollowupWish } from '../../service/commands.ts';
import type { Target } from '../../service/targets.ts';
import { agentCaller, type Caller } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import { historyCard } from '../cards/history-card.ts';
import { relationshipsCard } from '../cards/relationships-card.ts';
import { reportCard } from '../cards/report-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { customerLiving, living } from './living.ts';

type Asked<Type extends Request['type']> = Extract<Request, { type: Type }>;

const PAGE_SIZE = 8;
// Rows of two lines: as many as fit a card even when every one is long.
const LONG_PAGE = 20;

const meant = (target: string): Target => ({ written: target });

// Records a new customer, whose relationship formed by itself (S3).
async function add({ ask }: Asked<'add'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return customerLiving(await parts.service.inviting.add(agentCaller(caller), ask), caller, parts);
}

// Shows the living card of an invitation, or of its customer.
async function status({ target }: Asked<'status'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return living(await looked(target, caller, parts), caller, parts);
}

// Shows one customer: how things stand, what is missing, what happened last.
async function customer({ target }: Asked<'customer'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return customerLiving(await looked(target, caller, parts), caller, parts);
}

// Records that the agreement is signed, and shows the living card.
async function agreement(
  { target, attestation }: Asked<'agreement'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const wish = { type: 'agreement', ...(attestation ? { attestation } : {}) } as const;
  return recorded(target, wish, caller, parts);
}

// Records how far admin access has come, and shows the living card.
async function access(
  { target, access: step }: Asked<'access'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  return recorded(target, { type: 'access', access: step }, caller, parts);
}

async function recorded(
  target: string,
  wish: FollowupWish,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const found = await parts.service.commands.carryOut(agentCaller(caller), meant(target), wish);
  return living(found, caller, parts);
}

// Asks before a relationship ends, with what has to be done first.
async function askEnd({ target }: Asked<'end'>, caller: Caller, { service }: AnswerParts): Promise<Answer> {
  const { relationshipId, state } = await service.commands.beginEnding(agentCaller(caller), meant(target));
  return { card: endCard({ relationshipId, customer: state.customer }, caller.reader) };
}

// Shows everything that happened with a customer and what was refused, the newest first, page by page.
async function history(
  { target, page }: Asked<'history'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const found = await looked(target, caller, parts);
  const told = await parts.service.reading.history(agentCaller(caller), found, slice(page, LONG_PAGE));
  const again = { command: 'history', given: { target } };
  return { card: historyCard(found.state, { page, pageSize: LONG_PAGE, again, ...told }, caller.reader) };
}

// Lists invitations, the newest first, page by page.
async function list(
  { filter, mine, page }: Asked<'list'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const wish = { filter, isMine: mine, ...slice(page) };
  const found = await service.reading.list(agentCaller(caller), wish);
  const again = { command: 'list', given: { filter, mine: mine ? 'mine' : 'everyone' } };
  const words = { title: 'list.title', empty: 'list.empty' } as const;
  const listing = { ...words, page, pageSize: PAGE_SIZE, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, now()) };
}

// Lists customers, page by page (S9).
async function customers(
  { text, page }: Asked<'customers'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const found = await service.reading.customers(agentCaller(caller), { text, ...slice(page) });
  const again = { command: 'customers', given: text === undefined ? {} : { text } };
  const words = { title: 'customers.title', empty: 'customers.empty' } as const;
  const listing = { ...words, page, pageSize: PAGE_SIZE, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, now()) };
}

// Shows how invitations have gone, and which of them have waited long for an answer.
async function report(
  { days }: Asked<'report'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const reported = await service.reading.report(agentCaller(caller), days);
  return { card: reportCard(reported, caller.reader, now()) };
}

function looked(target: string, caller: Caller, { service }: AnswerParts) {
  return service.reading.relationship(agentCaller(caller), meant(target));
}

function slice(page: number, limit = PAGE_SIZE) {
  return { skip: (page - 1) * limit, limit };
}

/** The answers to requests about customers, and to those that look at invitations. */
export const CUSTOMER_ANSWERS = {
  add,
  status,
  customer,
  agreement,
  access,
  end: askEnd,
  history,
  list,
  customers,
  report,
};
