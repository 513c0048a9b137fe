import type { RequestOf } from '../../grammar/requests.ts';
import { cursorAt, type ListPlace } from '../../relationship/values/list-place.ts';
import type { FollowupWish } from '../../service/commands.ts';
import type { Target } from '../../service/targets.ts';
import type { Caller } from '../caller.ts';
import { endCard } from '../cards/end-card.ts';
import { historyCard } from '../cards/history-card.ts';
import { relationshipsCard } from '../cards/relationships-card.ts';
import { reportCard } from '../cards/report-card.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { customerLiving, living } from './living.ts';

const PAGE_SIZE = 8;
const LAST_COUNTED = 125;
// Rows of the history have two lines: this many fit into a card even when every row is long.
const LONG_PAGE = 20;

const meant = (target: string): Target => ({ written: target });

// Records a customer that is new to Microsoft, whose relationship formed without an invitation (S3).
async function add({ ask }: RequestOf<'add'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return customerLiving(await parts.service.inviting.add(agentCaller(caller), ask), caller, parts);
}

// Shows the living card of an invitation, or of its customer.
async function status({ target }: RequestOf<'status'>, caller: Caller, parts: AnswerParts): Promise<Answer> {
  return living(await looked(target, caller, parts), caller, parts);
}

// Shows one customer: the state, what is missing to sell or manage, and the latest events.
async function customer(
  { target }: RequestOf<'customer'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  return customerLiving(await looked(target, caller, parts), caller, parts);
}

// Records that the customer has signed the Microsoft Customer Agreement, and shows the living card.
async function agreement(
  { target, attestation }: RequestOf<'agreement'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const wish = { type: 'agreement', ...(attestation ? { attestation } : {}) } as const;
  return answerAfter(target, wish, caller, parts);
}

// Records the state of the partner's admin access, and shows the living card.
async function access(
  { target, access: step }: RequestOf<'access'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  return answerAfter(target, { type: 'access', access: step }, caller, parts);
}

async function answerAfter(
  target: string,
  wish: FollowupWish,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const found = await parts.service.commands.carryOut(agentCaller(caller), meant(target), wish);
  return living(found, caller, parts);
}

// Asks for confirmation before a relationship ends, with the checklist of what has to be done first.
async function askEnd(
  { target }: RequestOf<'end'>,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  const { relationshipId, state } = await service.commands.beginEnding(agentCaller(caller), meant(target));
  return { card: endCard({ relationshipId, customer: state.customer }, caller.reader) };
}

// Shows the events and the refused attempts of a customer, the newest first, page by page.
async function history(
  { target, page }: RequestOf<'history'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const found = await looked(target, caller, parts);
  const slice = { skip: (page - 1) * LONG_PAGE, limit: LONG_PAGE };
  const told = await parts.service.reading.history(agentCaller(caller), found, slice);
  const again = { command: 'history', given: { target } };
  return { card: historyCard(found.state, { page, pageSize: LONG_PAGE, again, ...told }, caller.reader) };
}

// Lists invitations, the newest first, page by page.
async function list(
  { filter, mine, ...asked }: RequestOf<'list'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const turned = turnedTo(asked);
  const wish = { filter, isMine: mine, ...turned.slice };
  const found = await service.reading.list(agentCaller(caller), wish);
  const again = { command: 'list', given: { filter, mine: mine ? 'mine' : 'everyone' } };
  const words = { title: 'list.title', empty: 'list.empty' } as const;
  const listing = { ...words, ...turned.shown, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, now()) };
}

// Lists customers, page by page (S9).
async function customers(
  { text, ...asked }: RequestOf<'customers'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const turned = turnedTo(asked);
  const found = await service.reading.customers(agentCaller(caller), { text, ...turned.slice });
  const again = { command: 'customers', given: text === undefined ? {} : { text } };
  const words = { title: 'customers.title', empty: 'customers.empty' } as const;
  const listing = { ...words, ...turned.shown, again, ...found };
  return { card: relationshipsCard(listing, caller.reader, now()) };
}

// Shows the outcomes of the last days' invitations, and the invitations that have waited long for an answer.
async function report(
  { days }: RequestOf<'report'>,
  caller: Caller,
  { service, now }: AnswerParts,
): Promise<Answer> {
  const reported = await service.reading.report(agentCaller(caller), days);
  return { card: reportCard(reported, caller.reader, now()) };
}

function looked(target: string, caller: Caller, { service }: AnswerParts) {
  return service.reading.relationship(agentCaller(caller), meant(target));
}

// Buttons give the place. A page without one is counted from the first, up to the last that is worth counting.
function turnedTo({ page, place = '' }: { readonly page: number; readonly place?: ListPlace | undefined }) {
  const reached = place === '' ? Math.min(page, LAST_COUNTED) : page;
  const slice = { skip: (reached - 1) * PAGE_SIZE, limit: PAGE_SIZE, after: cursorAt(place) };
  return { slice, shown: { page: reached, pageSize: PAGE_SIZE, place } };
}

/** How requests about customers are answered, and the requests that only show invitations. */
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
