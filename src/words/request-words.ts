import type { Language } from '../relationship/language.ts';
import { type Cloud, isMicrosoftLink, type Partner } from '../relationship/partner.ts';
import type { Relationship, WithInvitation } from '../relationship/relationship.ts';
import { changedAt, isOpen, type Standing } from '../relationship/standing.ts';
import { verificationCode } from '../relationship/values/verification-code.ts';
import { nameOf } from './status-words.ts';
import { moment, type Reader, say, type WordKey } from './words.ts';

/**
 * One fact on a card or page. The label is the bot's; the value may come from any person and is shown as plain text.
 */
export type Row = { readonly label: string; readonly value: string };

/** A request with its status at the time of showing. */
export type RequestShown = {
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  readonly status: Standing;
};

/** What the partner asks, in one sentence; in the past tense once the request is closed or over. */
export function requestLead({ partner, relationship, status }: RequestShown, { language }: Reader): string {
  const values = { partner: partner.name, customer: relationship.customer.name };
  return say(language, isOpen(status) ? 'request.asks' : 'request.asked', values);
}

/** The facts by which a customer recognises the partner and checks the request. */
export function requestRows({ partner, relationship, status }: RequestShown, reader: Reader): Row[] {
  const { customer, invitation } = relationship;
  const { language } = reader;
  const { scope, reference } = invitation.terms;
  return [
    { label: say(language, 'fact.partner'), value: partner.name },
    ...(partner.partnerId ? [{ label: say(language, 'fact.partner-id'), value: partner.partnerId }] : []),
    { label: say(language, 'fact.partner-tenant'), value: invitation.createdBy.tenantId },
    {
      label: say(language, 'fact.verification-code'),
      value: verificationCode(invitation.tokenHash),
    },
    { label: say(language, 'fact.customer'), value: `${customer.name} (${customer.domain})` },
    { label: say(language, 'fact.asked-by'), value: invitation.createdBy.name },
    {
      label: say(language, 'fact.scope'),
      value: say(language, `scope.${scope}`),
    },
    { label: say(language, 'fact.admin-permission'), value: say(language, 'admin-permission.not-asked') },
    ...(isOpen(status)
      ? [{ label: say(language, 'fact.expires'), value: moment(reader, invitation.expiresAt) }]
      : []),
    ...(reference === undefined ? [] : [{ label: say(language, 'fact.reference'), value: reference }]),
  ];
}

/** What accepting means, one sentence each; none for a request that ended without a yes. */
export function requestMeans({ customer }: Relationship, { language }: Reader, status: Standing): string[] {
  if (!isOpen(status) && status !== 'accepted') return [];
  const portal = portalOf(customer.cloud, language);
  return [
    say(language, 'means.purchase'),
    say(language, 'means.no-access'),
    say(language, 'means.subscriptions'),
    say(language, 'means.end', { portal }),
  ];
}

/**
 * The customer's next step after accepting: where to accept at Microsoft (S15), with the partner's link if it has one.
 */
export type Next = {
  readonly text: string;
  readonly link?: { readonly title: string; readonly url: string };
};

/** The customer's next step; undefined unless the request is accepted. */
export function requestNext(
  { partner, relationship, status }: RequestShown,
  { language }: Reader,
): Next | undefined {
  if (status !== 'accepted') return undefined;
  const portal = portalOf(relationship.customer.cloud, language);
  const url = partner.microsoftLink;
  if (url === undefined || !isMicrosoftLink(url)) return { text: say(language, 'request.next', { portal }) };
  const text = say(language, 'request.next-link', { portal, host: new URL(url).host });
  return { text, link: { title: say(language, 'button.at-microsoft'), url } };
}

/** The name of the portal in which a customer of this cloud accepts, and finds its partners (S15). */
export function portalOf(cloud: Cloud, language: Language): string {
  return say(language, `portal.${cloud}`);
}

/** The request's status in one line, for the customer's people. */
export function requestStatus({ invitation }: WithInvitation, reader: Reader, status: Standing): string {
  const at = moment(reader, changedAt(invitation, status));
  const by = 'by' in invitation ? nameOf(invitation.by) : '';
  return say(reader.language, REQUEST_STATUS[status], { by, at });
}

// The customer need not know which newer invitation replaced this one: it reads as expired.
const REQUEST_STATUS: Record<Standing, WordKey> = {
  draft: 'request.open',
  sent: 'request.open',
  viewed: 'request.open',
  accepted: 'request.accepted',
  declined: 'request.declined',
  revoked: 'request.revoked',
  superseded: 'request.expired',
  expired: 'request.expired',
};
