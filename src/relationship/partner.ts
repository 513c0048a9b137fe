import type { Language } from './language.ts';

/** The Microsoft clouds in which a partner can request a reseller relationship. */
export type Cloud = 'public' | 'usgov';

/** Which of the customer’s people may answer: the contact or an administrator, administrators alone, any member. */
export type Authority = 'contact' | 'administrator' | 'member';

/** A partner’s own message for customers, with `{{placeholders}}` in subject and body. */
export type Template = { readonly subject: string; readonly body: string };

/** A CSP partner’s profile; every relationship, role and channel belongs to one partner. */
export type Partner = {
  readonly id: string;
  readonly tenantIds: readonly string[];
  readonly name: string;
  readonly country: string;
  readonly cloud: Cloud;
  readonly partnerId?: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly authority: Authority;
  readonly lifeDays: number;
  /** The days after sending on which the customer is reminded of an open invitation; none when absent. */
  readonly reminderDays?: readonly number[];
  /** The page on which customers also accept at Microsoft; `isMicrosoftLink` holds for it. */
  readonly microsoftLink?: string;
  /** Its own templates by language; a language without one uses the built-in template. */
  readonly templates?: Readonly<Partial<Record<Language, Template>>>;
};

// The hosts of Partner Center's own invitation links in each cloud.
// https://learn.microsoft.com/partner-center/customers/request-a-relationship-with-a-customer
const MICROSOFT_HOSTS =
  /^(?:(?:[a-z0-9-]+\.)*(?:microsoft\.com|microsoft\.us|cloud\.microsoft)|portal\.office(?:\.com|365\.us))$/;

/** Whether a link leads to Microsoft over https; customers are sent to no other link that a partner stores. */
export function isMicrosoftLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, port, username } = new URL(link);
  return protocol === 'https:' && port === '' && username === '' && MICROSOFT_HOSTS.test(hostname);
}

/** A role of the partner’s people, as Partner Center names them; `none` has no rights. */
export type Role = 'admin' | 'sales' | 'helpdesk' | 'none';

/** A person who can have a role; an object id is unique only within its tenant. */
export type RoleHolder = { readonly tenantId: string; readonly objectId: string };

const MAY_SELL: readonly Role[] = ['admin', 'sales'];
const MAY_READ: readonly Role[] = ['admin', 'sales', 'helpdesk'];

/** Whether this role may ask for a reseller relationship (S1). */
export const maySell = (role: Role): boolean => MAY_SELL.includes(role);

/** Whether this role may look at customers and invitations (S1). */
export const mayRead = (role: Role): boolean => MAY_READ.includes(role);
