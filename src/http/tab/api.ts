import { z } from 'zod';
import { type Reason, Refusal } from '../../relationship/refusal.ts';
import type { Service } from '../../service/service.ts';
import { refusalText } from '../../words/refusal-words.ts';
import { say } from '../../words/words.ts';
import { type Exchange, type HttpReply, json } from '../exchange.ts';
import { customerDetail, listing } from './view.ts';
import { readerOf, type Visitor, type VisitorParts, visitor } from './visitor.ts';

/** What the tab's answers need. */
export type TabApiParts = VisitorParts & {
  readonly service: Pick<Service, 'reading'>;
  readonly now: () => Date;
};

/** The states by which the list can be narrowed, as the select shows them. */
export const STATES = ['all', 'open', 'active', 'incomplete', 'declined', 'expired', 'ended'] as const;

const PAGE_SIZE = 25;
const MOST_EVENTS = 200;

const question = z.object({
  text: z.string().trim().max(100).default(''),
  state: z.enum(STATES).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});
const relationshipId = z.string().regex(/^[\w-]{1,64}$/);

/** What the tab asks for in JSON: the list of customers and one customer, in words of the reader's language. */
export function createTabApi(parts: TabApiParts) {
  return {
    customers: (exchange: Exchange) =>
      answered(exchange, parts, async ({ partner, reader, agent }) => {
        const { success, data } = question.safeParse(Object.fromEntries(exchange.query));
        if (!success) return words(exchange, 400, 'bad-question');
        const { text, state, page } = data;
        const slice = { skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE };
        const found = await parts.service.reading.customers({ agent, partner }, { text, state, ...slice });
        const shown = { page, pageSize: PAGE_SIZE, isNarrowed: text !== '' || state !== 'all' };
        const signedIn = say(reader.language, 'page.signed-in', { name: agent.name });
        return reply(200, { ...listing(found, shown, { reader, now: parts.now() }), signedIn });
      }),

    customer: (exchange: Exchange) =>
      answered(exchange, parts, async ({ partner, reader, agent }) => {
        const { reading } = parts.service;
        const id = relationshipId.safeParse(exchange.params['relationshipId']).data ?? '';
        const found = await reading.relationship({ agent, partner }, { relationshipId: id, what: id });
        // One more than is shown tells whether there are older ones.
        const newest = await reading.recent(found, MOST_EVENTS + 1);
        const told = { events: newest.slice(-MOST_EVENTS), isCut: newest.length > MOST_EVENTS };
        return reply(200, customerDetail(found, told, { reader, now: parts.now() }));
      }),
  };
}

/** What the tab asks for in JSON. */
export type TabApi = ReturnType<typeof createTabApi>;

// Other sites' scripts get nothing, not even with a person's cookies; browsers that do not say where a request comes
// from keep the answer from them.
async function answered(
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
    return reply(known.status, { title: say(language, known.title), text: say(language, known.text) });
  } catch (error) {
    if (error instanceof Refusal) return refused(exchange, error.reason);
    throw error;
  }
}

function refused(exchange: Exchange, reason: Reason): HttpReply {
  const reader = readerOf(exchange);
  const title = say(reader.language, `refusal.${reason.code}.title`);
  return reply(reason.code === 'not-found' ? 404 : 403, { title, text: refusalText(reason, reader) });
}

function words(exchange: Exchange, status: number, key: 'bad-question' | 'session-over'): HttpReply {
  const { language } = readerOf(exchange);
  return reply(status, { title: say(language, `tab.${key}`), text: say(language, `tab.${key}-text`) });
}

function reply(status: number, value: unknown): HttpReply {
  const answer = json(status, value);
  const headers = { 'cross-origin-resource-policy': 'same-origin', vary: 'authorization, cookie' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
