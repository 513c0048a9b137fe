import { z } from 'zod';
import { type Reason, Refusal } from '../../relationship/refusal.ts';
import { cursorAt, listPlace } from '../../relationship/values/list-place.ts';
import type { Service } from '../../service/service.ts';
import { refusalText } from '../../words/refusal-words.ts';
import { say } from '../../words/words.ts';
import { type Exchange, type HttpReply, json } from '../exchange.ts';
import { customerDetail, listing } from './view.ts';
import { readerOf, type Visitor, type VisitorParts, visitor } from './visitor.ts';

/** What `createTabApi` needs. */
export type TabApiParts = VisitorParts & {
  readonly service: Pick<Service, 'reading'>;
  readonly now: () => Date;
};

/** The states by which the list can be filtered, in the order in which the page offers them. */
export const STATES = ['all', 'open', 'active', 'incomplete', 'declined', 'expired', 'ended'] as const;

const PAGE_SIZE = 25;
// A page without a place is counted from the first, up to here.
const LAST_COUNTED = 40;
const MOST_EVENTS = 200;

const question = z.object({
  text: z.string().trim().max(100).default(''),
  state: z.enum(STATES).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  place: z
    .string()
    .refine((text) => text === '' || listPlace(text) !== undefined)
    .default(''),
});
const relationshipId = z.string().regex(/^[\w-]{1,64}$/);

/**
 * Makes the tab's routes that answer in JSON: the list of customers and one customer, in words of the reader's
 * language. A refusal is an answer too, with a title and a text.
 */
export function createTabApi(parts: TabApiParts) {
  return {
    customers: (exchange: Exchange) =>
      answeredFor(exchange, parts, async ({ partner, reader, agent }) => {
        const { success, data } = question.safeParse(Object.fromEntries(exchange.query));
        if (!success) return words(exchange, 400, 'bad-question');
        const { text, state, place } = data;
        const page = place === '' ? Math.min(data.page, LAST_COUNTED) : data.page;
        const slice = { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE, after: cursorAt(place) };
        const found = await parts.service.reading.customers({ agent, partner }, { text, state, ...slice });
        const shown = { page, place, pageSize: PAGE_SIZE, isNarrowed: text !== '' || state !== 'all' };
        const signedIn = say(reader.language, 'page.signed-in', { name: agent.name });
        return apiReply(200, { ...listing(found, shown, { reader, now: parts.now() }), signedIn });
      }),

    customer: (exchange: Exchange) =>
      answeredFor(exchange, parts, async ({ partner, reader, agent }) => {
        const { reading } = parts.service;
        const id = relationshipId.safeParse(exchange.params['relationshipId']).data ?? '';
        const found = await reading.relationship({ agent, partner }, { relationshipId: id, what: id });
        // One event more than is shown: when it exists, the history is cut.
        const newest = await reading.recent(found, MOST_EVENTS + 1);
        const told = { events: newest.slice(-MOST_EVENTS), isCut: newest.length > MOST_EVENTS };
        return apiReply(200, customerDetail(found, told, { reader, now: parts.now() }));
      }),
  };
}

/** The tab's routes that answer in JSON. */
export type TabApi = ReturnType<typeof createTabApi>;

// Scripts of other sites get no data, also when the browser sends the person's cookies with their request. A browser
// without Sec-Fetch-Site does not let such a script read the answer.
async function answeredFor(
  exchange: Exchange,
  parts: TabApiParts,
  then: (visitor: Visitor) => Promise<HttpReply>,
): Promise<HttpReply> {
  const site = exchange.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return words(exchange, 403, 'session-over');
  try {
    const known = await visitor(exchange, parts);
    if ('agent' in known) return await then(known);
    const { language } = readerOf(exchange);
    return apiReply(known.status, { title: say(language, known.title), text: say(language, known.text) });
  } catch (error) {
    if (error instanceof Refusal) return refused(exchange, error.reason);
    throw error;
  }
}

function refused(exchange: Exchange, reason: Reason): HttpReply {
  const reader = readerOf(exchange);
  const title = say(reader.language, `refusal.${reason.code}.title`);
  return apiReply(reason.code === 'not-found' ? 404 : 403, { title, text: refusalText(reason, reader) });
}

function words(exchange: Exchange, status: number, key: 'bad-question' | 'session-over'): HttpReply {
  const { language } = readerOf(exchange);
  return apiReply(status, { title: say(language, `tab.${key}`), text: say(language, `tab.${key}-text`) });
}

function apiReply(status: number, value: unknown): HttpReply {
  const answer = json(status, value);
  const headers = { 'cross-origin-resource-policy': 'same-origin', vary: 'authorization, cookie' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
