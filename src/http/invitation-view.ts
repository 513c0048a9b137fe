import { proofOf } from '../relationship/authority.ts';
import type { Reason } from '../relationship/refusal.ts';
import type { Linked } from '../service.ts';
import type { Session } from '../store/documents.ts';
import { refusalText } from '../words/refusal-words.ts';
import { requestMeans, requestNext, requestRows, requestStatus } from '../words/request-words.ts';
import { isOpen, type Standing, standing, tone } from '../words/status-words.ts';
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
  const values = { partner: partner.name, customer: state.customer.name };
  const common = { title: say(language, 'request.title'), asks: say(language, 'request.asks', values) };
  if (state.invitation.id !== invitationId) {
    const none = { tone: 'warning', rows: [], meansLabel: '', means: [], receipt: '', next: '' };
    return { ...common, ...none, status: say(language, 'refusal.invitation-replaced') };
  }
  const status = standing(state, now);
  return {
    ...common,
    status: requestStatus(state, reader, status),
    tone: tone(status),
    rows: requestRows(partner, state, reader),
    meansLabel: say(language, status === 'accepted' ? 'request.means-accepted' : 'request.means'),
    means: requestMeans(state, reader, status),
    receipt: receipt(status, values, reader),
    next: status === 'accepted' ? requestNext(state, reader) : '',
  };
}

function receipt(status: Standing, values: { partner: string }, { language }: Reader): string {
  if (status !== 'accepted' && status !== 'declined') return '';
  return say(language, `page.done-${status}`, values);
}

function answering(
  { state, partner, invitationId }: Linked,
  { person }: Session,
  { reader: { language }, now }: { reader: Reader; now: Date },
) {
  const isPreview = partner.tenantIds.includes(person.tenantId);
  const isWaiting = isOpen(standing(state, now)) && state.invitation.id === invitationId && !isPreview;
  const { contact } = state.invitation.terms;
  const proof = proofOf(person, partner.authority, contact);
  const values = { partner: partner.name, customer: state.customer.name, name: person.name };
  return {
    isPreview,
    canAnswer: isWaiting && proof !== undefined,
    mustForward: isWaiting && proof === undefined,
    forward:
      contact === undefined
        ? say(language, 'page.forward')
        : say(language, 'page.forward-contact', { contact }),
    acceptHint: say(language, 'page.accept-hint', values),
    acceptLabel: say(language, 'button.accept', values),
    signedIn: say(language, 'page.signed-in', values),
  };
}
