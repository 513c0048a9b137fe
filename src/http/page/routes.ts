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

/** What the page needs. */
export type InvitationParts = {
  readonly service: Service;
  readonly browserSessions: BrowserSessions;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly log: Log;
};

// What an unknown link and somebody else's have in common: both are answered as late as this. Looking further takes some
// milliseconds, from which the two could be told apart.
const NOT_YOURS_MS = 100;

// What somebody signed in gets at a link; undefined where it is none of theirs.
type Visited = (visit: Visit) => Promise<HttpReply | undefined>;

/** The customer's page: shows the request to people of the invited tenant and takes their answer. */
export function createInvitationPages(parts: InvitationParts) {
  const { browserSessions } = parts;

  async function visited(exchange: Exchange, then: Visited): Promise<HttpReply> {
    const token = exchange.params['token'] ?? '';
    if (!isToken(token)) return nothingHere(exchange);
    const session = await browserSessions.of(exchange);
    // An answer without a session has changed nothing: sign in first.
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

// Whoever may read the answer on the page may keep it as a file.
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

// The partner hears once that its link is in other hands; whoever opened it learns nothing.
// That is written down behind their back: it takes longer than an unknown link may.
function strayed({ service, log }: InvitationParts, { session }: Visit, linked: Linked): void {
  service.answering
    .stray(session.person, linked)
    .catch((error: unknown) => void logFault(log, 'A stray visit could not be noted', error));
}

// Only a person who looks has seen it: no HEAD, no prefetch.
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

// What the page thanks for when it is shown again; an answer can be seen on it anyway.
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
