import type { Language } from '../relationship/language.ts';
import { type Cloud, isMicrosoftLink, type Partner } from '../relationship/partner.ts';
import type { Relationship, WithInvitation } from '../relationship/relationship.ts';
import { verificationCode } from '../relationship/values/verification-code.ts';
import { changedAt, isOpen, nameOf, type Standing } from './status-words.ts';
import { moment, type Reader, say } from './words.ts';

/** One line of facts: the label is ours, the value may be anybody's and is shown as plain text. */
export type Row = { readonly label: string; readonly value: string };

/** A request and how it stands for whoever looks now. */
export type RequestShown = {
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  readonly status: Standing;
};

/** What is asked, in one sentence; of a request that nobody can answer any more, what was asked. */
export function requestLead({ partner, relationship, status }: RequestShown, { language }: Reader): string {
  const values = { partner: partner.name, customer: relationship.customer.name };
  return say(language, isOpen(status) ? 'request.asks' : 'request.asked', values);
}

/** The facts a customer needs to recognise who asks. */
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
      value: say(language, scope === 'azure' ? 'scope.azure' : 'scope.full'),
    },
    { label: say(language, 'fact.admin-permission'), value: say(language, 'admin-permission.not-asked') },
    ...(isOpen(status)
      ? [{ label: say(language, 'fact.expires'), value: moment(reader, invitation.expiresAt) }]
      : []),
    ...(reference === undefined ? [] : [{ label: say(language, 'fact.reference'), value: reference }]),
  ];
}

/** What saying yes means, a sentence each; nothing once there is nothing to say yes to. */
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

/** What the customer does after a yes: the place where Microsoft itself asks (S15), with the partner's link to it. */
export type Next = {
  readonly text: string;
  readonly link?: { readonly title: string; readonly url: string };
};

/** What is left for the customer to do; undefined unless they have said yes. */
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

/** The portal in which a customer of this cloud accepts, and finds its partners (S15). */
export function portalOf(cloud: Cloud, language: Language): string {
  return say(language, cloud === 'usgov' ? 'portal.usgov' : 'portal.public');
}

/** How the request stands, for somebody of the customer. */
export function requestStatus({ invitation }: WithInvitation, reader: Reader, status: Standing): string {
  const { language } = reader;
  if (isOpen(status)) return say(language, 'request.open');
  const at = moment(reader, changedAt(invitation, status));
  const by = 'by' in invitation ? nameOf(invitation.by) : '';
  if (status === 'accepted') return say(language, 'request.accepted', { by, at });
  if (status === 'declined') return say(language, 'request.declined', { by, at });
  return say(language, status === 'revoked' ? 'request.revoked' : 'request.expired', { at });
}
