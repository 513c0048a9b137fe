import { proofOf } from '../relationship/authority.ts';
import type { Reason } from '../relationship/refusal.ts';
import type { Linked } from '../service.ts';
import type { Session } from '../store/sessions.ts';
import { refusalText } from '../words/refusal-words.ts';
import { requestMeans, requestNext, requestRows, requestStatus } from '../words/request-words.ts';
import { isOpen, standing, tone } from '../words/status-words.ts';
import { type Reader, say } from '../words/words.ts';
import type { Exchange, HttpReply } from './exchange.ts';
import { page, switchOf } from './page.ts';

/** Somebody signed in, at a link. */
export type Visit = { readonly exchange: Exchange; readonly token: string; readonly session: Session };

/** The request as it stands; a refused answer says why on top, with status 409. */
export function requestPage(
  { exchange, token, session }: Visit,
  linked: Linked,
  { now, refused }: { readonly now: Date; readonly refused?: Reason },
): HttpReply {
  const switched = switchOf(exchange);
  const reader = { language: switched.language, timeZone: linked.partner.timeZone };
  return page('invitation', refused ? 409 : 200, {
    ...switched,
    ...facts(linked, reader, now),
    ...answering(linked, session, { reader, now }),
    token,
    formToken: session.formToken,
    refused: refused ? refusalText(refused, reader) : '',
  });
}

function facts({ state, partner, invitationId }: Linked, reader: Reader, now: Date) {
  const { language } = reader;
  const isReplaced = state.invitation.id !== invitationId;
  const status = standing(state, now);
  const values = { partner: partner.name, customer: state.customer.name };
  return {
    title: say(language, 'request.title'),
    asks: say(language, 'request.asks', values),
    status: isReplaced ? say(language, 'refusal.invitation-replaced') : requestStatus(state, reader, status),
    tone: isReplaced ? 'warning' : tone(status),
    rows: isReplaced ? [] : requestRows(partner, state, reader),
    means: requestMeans(state, reader),
    receipt: status === 'accepted' && !isReplaced ? say(language, 'page.done-accepted', values) : '',
    next: status === 'accepted' && !isReplaced ? requestNext(state, reader) : '',
    declined: status === 'declined' && !isReplaced ? say(language, 'page.done-declined', values) : '',
  };
}

function answering(
  { state, partner, invitationId }: Linked,
  { person }: Session,
  { reader: { language, timeZone }, now }: { reader: Reader; now: Date },
) {
  const isPreview = partner.tenantIds.includes(person.tenantId);
  const isWaiting = isOpen(standing(state, now)) && state.invitation.id === invitationId && !isPreview;
  const { contact } = state.invitation.terms;
  const proof = proofOf(person, partner.authority, contact);
  const reason: Reason = { code: 'no-authority', ...(contact === undefined ? {} : { contact }) };
  const values = { partner: partner.name, customer: state.customer.name, name: person.name };
  return {
    isPreview,
    canAnswer: isWaiting && proof !== undefined,
    mustForward: isWaiting && proof === undefined,
    forward: refusalText(reason, { language, timeZone }),
    acceptHint: say(language, 'page.accept-hint', values),
    acceptLabel: say(language, 'button.accept', values),
    signedIn: say(language, 'page.signed-in', values),
  };
}
