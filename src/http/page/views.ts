import type { Proof } from '../../relationship/event.ts';
import type { Reason } from '../../relationship/refusal.ts';
import { ownerOf } from '../../relationship/relationship.ts';
import { proofOfAuthority } from '../../relationship/rules/authority.ts';
import { LONGEST_REASON } from '../../relationship/rules/guards.ts';
import { LONGEST_REMARK, MOST_REMARKS } from '../../relationship/rules/questions.ts';
import { isOpen, standing } from '../../relationship/standing.ts';
import type { Token } from '../../relationship/values/link-token.ts';
import { verificationCode } from '../../relationship/values/verification-code.ts';
import type { Linked } from '../../service/answering.ts';
import type { Session } from '../../store/documents.ts';
import { mailto } from '../../words/messages/customer-message.ts';
import { forwardMessage } from '../../words/messages/forward-message.ts';
import { invitationLink } from '../../words/messages/invitation-link.ts';
import { refusalText } from '../../words/refusal-words.ts';
import { questionWords, remarksShown } from '../../words/remark-words.ts';
import {
  requestLead,
  requestMeans,
  requestNext,
  requestRows,
  requestStatus,
} from '../../words/request-words.ts';
import { tone } from '../../words/status-words.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Exchange, HttpReply } from '../exchange.ts';
import { isConfirming, page, switchOf } from './page.ts';

/** A request of a signed-in person for the page of a link. */
export type Visit = { readonly exchange: Exchange; readonly token: Token; readonly session: Session };

/** What the page needs besides the visit and the invitation; `refused`: why the answer just given does not count. */
export type Seen = {
  readonly now: Date;
  readonly publicUrl: string;
  readonly refused?: Reason;
};

/**
 * The page with the request in its present state, or with the confirmation of an acceptance. After a refused answer it
 * says why on top, with status 409.
 */
export function requestPage(visit: Visit, linked: Linked, seen: Seen): HttpReply {
  const { exchange, token, session } = visit;
  const switched = switchOf(exchange);
  const reader = readerAt(visit, linked);
  const mine = answering(linked, session, { reader, now: seen.now });
  if (mine.canAnswer && isConfirming(exchange.query) && !seen.refused) {
    return confirmPage(visit, linked, mine.proof);
  }
  return page('invitation', seen.refused ? 409 : 200, {
    ...switched,
    ...facts(linked, reader, seen.now),
    ...answerShown(linked, session, { reader, now: seen.now }),
    ...mine,
    ...talking(linked, session, { reader, now: seen.now }),
    done: doneWords(exchange, linked, reader),
    ...forwarding(visit, linked, { reader, publicUrl: seen.publicUrl }),
    token,
    formToken: session.formToken,
    longestReason: LONGEST_REASON,
    longestRemark: LONGEST_REMARK,
    refused: seen.refused ? refusalText(seen.refused, reader) : '',
  });
}

/** The language of the page, and the partner's time zone. */
export function readerAt({ exchange }: Visit, { partner }: Linked): Reader {
  return { language: switchOf(exchange).language, timeZone: partner.timeZone };
}

// Accepting takes two steps, so that one hasty click accepts nothing.
function confirmPage(visit: Visit, linked: Linked, proof: Proof): HttpReply {
  const { exchange, token, session } = visit;
  const { state, partner } = linked;
  const { language } = readerAt(visit, linked);
  const values = { partner: partner.name, customer: state.customer.name, name: session.person.name };
  return page('confirm', 200, {
    ...switchOf(exchange),
    title: say(language, 'page.confirm', values),
    text: say(language, 'page.confirm-text', values),
    rows: [
      { label: say(language, 'page.confirm-name'), value: say(language, `page.proof-${proof}`, values) },
      { label: say(language, 'fact.partner-tenant'), value: state.invitation.createdBy.tenantId },
      { label: say(language, 'fact.verification-code'), value: verificationCode(state.invitation.tokenHash) },
    ],
    acceptLabel: say(language, 'page.confirm-accept', values),
    token,
    formToken: session.formToken,
  });
}

function facts({ state, partner, invitationId }: Linked, reader: Reader, now: Date) {
  const { language } = reader;
  const values = { partner: partner.name, customer: state.customer.name };
  const status = standing(state, now);
  const shown = { partner, relationship: state, status };
  const common = { title: say(language, 'request.title'), asks: requestLead(shown, reader) };
  if (state.invitation.id !== invitationId) {
    const none = { tone: 'warning', rows: [], codeHint: '', meansLabel: '', means: [] };
    return { ...common, ...none, status: say(language, 'refusal.invitation-replaced') };
  }
  const agent = ownerOf(state.invitation).name;
  return {
    ...common,
    status: requestStatus(state, reader, status),
    tone: tone(status),
    rows: requestRows(shown, reader),
    codeHint: isOpen(status) ? say(language, 'page.code-hint', { ...values, agent }) : '',
    meansLabel: say(language, status === 'accepted' ? 'request.means-accepted' : 'request.means'),
    means: requestMeans(state, reader, status),
  };
}

// Only the person who answered is thanked; all people of the customer's organisation may save the receipt.
function answerShown(
  { state, partner, invitationId }: Linked,
  { person }: Session,
  { reader, now }: Looking,
) {
  const { invitation } = state;
  const status = standing(state, now);
  const isAnswer = invitation.status === 'accepted' || invitation.status === 'declined';
  if (!isAnswer || status !== invitation.status || invitation.id !== invitationId) {
    return { thanks: '', canSave: false, next: undefined };
  }
  const isOwn = invitation.by.objectId === person.objectId && invitation.by.tenantId === person.tenantId;
  const values = { partner: partner.name };
  return {
    thanks: isOwn ? say(reader.language, `page.done-${invitation.status}`, values) : '',
    canSave: !partner.tenantIds.includes(person.tenantId),
    next: requestNext({ partner, relationship: state, status }, reader),
  };
}

// All people of the customer's organisation may ask a question, also those without the authority to answer.
function talking({ state, partner, invitationId }: Linked, { person }: Session, { reader, now }: Looking) {
  const { invitation } = state;
  const isCurrent = invitation.id === invitationId;
  const { title, text } = questionWords(standing(state, now), reader);
  const values = { partner: partner.name };
  return {
    remarks: isCurrent ? remarksShown(state, reader, MOST_REMARKS) : [],
    canAsk: isCurrent && !partner.tenantIds.includes(person.tenantId),
    askTitle: title,
    askText: text,
    reportText: say(reader.language, 'page.report-text', values),
  };
}

function doneWords({ query }: Exchange, { partner }: Linked, { language }: Reader): string {
  const done = query.get('done');
  if (done !== 'asked' && done !== 'reported') return '';
  return say(language, `page.${done}`, { partner: partner.name });
}

type Looking = { readonly reader: Reader; readonly now: Date };

type MayAnswer =
  | { readonly canAnswer: true; readonly proof: Proof }
  | { readonly canAnswer: false; readonly proof: undefined };

function answering(
  { state, partner, invitationId }: Linked,
  { person }: Session,
  { reader: { language }, now }: Looking,
) {
  const isPreview = partner.tenantIds.includes(person.tenantId);
  const isWaiting = isOpen(standing(state, now)) && state.invitation.id === invitationId && !isPreview;
  const { contact } = state.invitation.terms;
  const proof = proofOfAuthority(person, partner.authority, contact);
  const values = { partner: partner.name, customer: state.customer.name, name: person.name };
  const mine: MayAnswer =
    isWaiting && proof !== undefined ? { canAnswer: true, proof } : { canAnswer: false, proof: undefined };
  return {
    ...mine,
    isPreview,
    mustForward: isWaiting && proof === undefined,
    forward:
      contact === undefined
        ? say(language, 'page.forward')
        : say(language, 'page.forward-contact', { contact }),
    acceptHint: say(language, 'page.accept-hint', values),
    signedIn: say(language, 'page.signed-in', values),
  };
}

// A link that opens the person's own mail program without a recipient, because the person chooses the recipient.
function forwarding(
  { token, session }: Visit,
  { state, partner }: Linked,
  { reader, publicUrl }: { reader: Reader; publicUrl: string },
) {
  const link = invitationLink(publicUrl, token);
  const letter = forwardMessage({ partner, relationship: state, link, name: session.person.name }, reader);
  return { forwardMail: mailto(letter) };
}
