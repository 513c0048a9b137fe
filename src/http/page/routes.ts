import { setTimeout as delay } from 'node:timers/promises';
import { type Log, logFault } from '../../log.ts';
import { type Reason, Refusal } from '../../relationship/refusal.ts';
import { isToken } from '../../relationship/values/link-token.ts';
import type { AnswerWish, Linked } from '../../service/answering.ts';
import type { Service } from '../../service/service.ts';
import { receiptOf } from '../../words/messages/receipt.ts';
import { type Exchange, type HttpReply, isBadRequest, seeOther } from '../exchange.ts';
import type { BrowserSessions, Fields } from '../sessions.ts';
import { asset, switchOf, textFile } from './page.ts';
import { badForm, landing, nothingHere, notYours } from './plain-pages.ts';
import { readerAt, requestPage, type Visit } from './views.ts';

/** What `createInvitationPages` needs. */
export type InvitationParts = {
  readonly service: Service;
  readonly browserSessions: BrowserSessions;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: Log;
};

// The time after which an unknown link and a link of another organisation are both answered. A link that exists takes
// some milliseconds more to look up, which would tell the two apart.
const NOT_YOURS_MS = 100;

// The answer to a signed-in person at a link; undefined for a link that is not for their organisation.
type Visited = (visit: Visit) => Promise<HttpReply | undefined>;

/** Makes the customer's page, which shows the request to people of the invited tenant and takes their answer. */
export function createInvitationPages(parts: InvitationParts) {
  const { browserSessions } = parts;

  async function visited(exchange: Exchange, then: Visited): Promise<HttpReply> {
    const token = exchange.params['token'] ?? '';
    if (!isToken(token)) return nothingHere(exchange);
    const session = await browserSessions.of(exchange);
    // An answer without a session changes nothing: the person has to sign in first.
    const status = exchange.method === 'POST' ? 401 : 200;
    if (!session) return landing(exchange, token, status);
    const evenly = delay(NOT_YOURS_MS, undefined, { ref: false });
    const reply = await then({ exchange, token, session });
    if (reply) return reply;
    await evenly;
    return notYours(exchange);
  }

  async function answered(exchange: Exchange, type: PageAnswer['type']): Promise<HttpReply> {
    return visited(exchange, async (visit) => {
      const form = await browserSessions.form(exchange, visit.session).catch((error: unknown) => {
        if (isBadRequest(error) && error.status === 403) return undefined;
        throw error;
      });
      return form ? answerOnPage(parts, visit, { type, ...form }) : badForm(exchange);
    });
  }

  return {
    show: (exchange: Exchange) => visited(exchange, (visit) => showRequest(parts, visit)),
    accept: (exchange: Exchange) => answered(exchange, 'accept'),
    decline: (exchange: Exchange) => answered(exchange, 'decline'),
    ask: (exchange: Exchange) => answered(exchange, 'ask'),
    report: (exchange: Exchange) => answered(exchange, 'report-abuse'),
    receipt: (exchange: Exchange) => visited(exchange, (visit) => receipt(parts, visit)),
    asset: (exchange: Exchange) => asset(exchange.params['file'] ?? '') ?? nothingHere(exchange),
    nothingHere,
  };
}

/** The routes of the customer's page. */
export type InvitationPages = ReturnType<typeof createInvitationPages>;

async function showRequest(parts: InvitationParts, visit: Visit): Promise<HttpReply | undefined> {
  const linked = await parts.service.answering.byLink(visit.token);
  const { person } = visit.session;
  if (!linked) return undefined;
  if (linked.partner.tenantIds.includes(person.tenantId)) return requestPage(visit, linked, seenNow(parts));
  if (person.isGuest || person.tenantId !== linked.state.customer.tenantId) {
    strayed(parts, visit, linked);
    return undefined;
  }
  return requestPage(visit, await seen(parts, visit, linked), seenNow(parts));
}

const seenNow = ({ now, publicUrl }: InvitationParts) => ({ now: now(), publicUrl });

// Every person of the invited tenant who may read the answer on the page may also save it as a file.
async function receipt({ service, now }: InvitationParts, visit: Visit): Promise<HttpReply | undefined> {
  const linked = await service.answering.byLink(visit.token);
  const { person } = visit.session;
  const isTheirs = linked && !person.isGuest && person.tenantId === linked.state.customer.tenantId;
  if (!isTheirs) return undefined;
  const { partner, state: relationship } = linked;
  const isCurrent = relationship.invitation.id === linked.invitationId;
  const kept = isCurrent
    ? receiptOf({ partner, relationship, now: now() }, readerAt(visit, linked))
    : undefined;
  return kept ? textFile(kept) : seeOther(`/i/${visit.token}?lang=${switchOf(visit.exchange).language}`);
}

// The partner hears once that another organisation has opened its link; the visitor learns nothing of that.
// The page does not wait until it is recorded, because that takes longer than an unknown link may take.
function strayed({ service, log }: InvitationParts, { session }: Visit, linked: Linked): void {
  service.answering
    .stray(session.person, linked)
    .catch((error: unknown) => void logFault(log, 'A stray visit could not be noted', error));
}

// HEAD and prefetching do not count as reading, because no person looks at the page.
async function seen(
  { service }: InvitationParts,
  { exchange, session }: Visit,
  linked: Linked,
): Promise<Linked> {
  const { headers, method } = exchange;
  const purpose = `${headers['sec-purpose'] ?? ''}${headers['purpose'] ?? ''}`;
  if (method !== 'GET' || purpose.includes('prefetch')) return linked;
  return service.answering.view(session.person, linked);
}

type PageAnswer = Fields & { readonly type: AnswerWish['type'] };

async function answerOnPage(
  parts: InvitationParts,
  visit: Visit,
  written: PageAnswer,
): Promise<HttpReply | undefined> {
  const { exchange, token, session } = visit;
  const { answering } = parts.service;
  const linked = await answering.byLink(token);
  if (!linked) return undefined;
  const wish = pageWishOf(written, linked.invitationId);
  const refused = await answering
    .answerLink(session.person, { token, linked }, wish)
    .then(() => undefined, reasonOf);
  if (!refused) return seeOther(`/i/${token}?lang=${switchOf(exchange).language}${DONE[wish.type]}`);
  if (refused.code === 'other-organisation') return undefined;
  const current = (await answering.byLink(token)) ?? linked;
  return requestPage(visit, current, { ...seenNow(parts), refused });
}

// What the page gives thanks for when it is shown again. It shows that a request was accepted or declined in any case.
const DONE = { accept: '', decline: '', ask: '&done=asked', 'report-abuse': '&done=reported' } as const;

function pageWishOf({ type, reason, question = '' }: PageAnswer, invitationId: string): AnswerWish {
  if (type === 'ask') return { type, invitationId, text: question };
  if (type === 'accept') return { type, invitationId };
  return { type, invitationId, ...(reason === undefined ? {} : { reason }) };
}

function reasonOf(error: unknown): Reason {
  if (error instanceof Refusal) return error.reason;
  throw error;
}
