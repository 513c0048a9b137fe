import type { Language } from './language.ts';

/** Microsoft's clouds in which a reseller relationship can be asked for. */
export type Cloud = 'public' | 'usgov';

/** Who of the customer's people may answer: product rule "Who may accept". */
export type Authority = 'contact' | 'administrator' | 'member';

/** A partner's own words for its customers: the message and its subject, with `{{placeholders}}`. */
export type Template = { readonly subject: string; readonly body: string };

/** A CSP partner as its Admin agent set it up; every relationship, role and channel belongs to one. */
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
  /** On which days after it was sent an unanswered invitation is called to mind; none when absent. */
  readonly reminderDays?: readonly number[];
  /** Where its customers accept at Microsoft too; on a host of Microsoft's (`isMicrosoftLink`). */
  readonly microsoftLink?: string;
  /** Its own message in some languages; where it has none the built-in text goes out. */
  readonly templates?: Readonly<Partial<Record<Language, Template>>>;
};

// Where Partner Center's own invitation links lead, in each cloud.
// https://learn.microsoft.com/partner-center/customers/request-a-relationship-with-a-customer
const MICROSOFT_HOSTS =
  /^(?:(?:[a-z0-9-]+\.)*(?:microsoft\.com|microsoft\.us|cloud\.microsoft)|portal\.office(?:\.com|365\.us))$/;

/** Whether a link leads to Microsoft itself, over https: whatever else a partner calls so, no customer is sent to. */
export function isMicrosoftLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, port, username } = new URL(link);
  return protocol === 'https:' && port === '' && username === '' && MICROSOFT_HOSTS.test(hostname);
}

/** What Partner Center calls the partner's people; `none` may do nothing. */
export type Role = 'admin' | 'sales' | 'helpdesk' | 'none';

/** Who has a role: an object id means somebody only within a tenant. */
export type RoleHolder = { readonly tenantId: string; readonly objectId: string };

const MAY_SELL: readonly Role[] = ['admin', 'sales'];
const MAY_READ: readonly Role[] = ['admin', 'sales', 'helpdesk'];

/** Whether this role may ask for a reseller relationship (S1). */
export const maySell = (role: Role): boolean => MAY_SELL.includes(role);

/** Whether this role may look at customers and invitations (S1). */
export const mayRead = (role: Role): boolean => MAY_READ.includes(role);
