import type { Language } from './language.ts';

/** The Microsoft clouds in which a partner can request a reseller relationship. */
export type Cloud = 'public' | 'usgov';

/** Which of the customer's people may answer: the contact or an administrator, administrators only, or all members. */
export type Authority = 'contact' | 'administrator' | 'member';

/** A partner's own message to its customers, with its subject; both contain `{{placeholders}}`. */
export type Template = { readonly subject: string; readonly body: string };

/** A CSP partner as its Admin agent set it up. Every relationship, role and channel belongs to one partner. */
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
  /** The days after sending on which the clock reminds of an unanswered invitation; absent for none. */
  readonly reminderDays?: readonly number[];
  /** After how many days without anything done by an agent an open invitation is told of; absent for never. */
  readonly escalationDays?: number;
  /** The link under which its customers also accept at Microsoft; always on a host of Microsoft (`isMicrosoftLink`). */
  readonly microsoftLink?: string;
  /** Its own messages by language; a language without one uses the built-in text. */
  readonly templates?: Readonly<Partial<Record<Language, Template>>>;
};

// The hosts of Partner Center's own invitation links, in each cloud.
// https://learn.microsoft.com/partner-center/customers/request-a-relationship-with-a-customer
const MICROSOFT_HOSTS =
  /^(?:(?:[a-z0-9-]+\.)*(?:microsoft\.com|microsoft\.us|cloud\.microsoft)|portal\.office(?:\.com|365\.us))$/;

/** Whether a link leads to a host of Microsoft over https. Customers are sent to no other link. */
export function isMicrosoftLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, port, username } = new URL(link);
  return protocol === 'https:' && port === '' && username === '' && MICROSOFT_HOSTS.test(hostname);
}

/** A role of the partner's people, as Partner Center calls it; `none` may do nothing. */
export type Role = 'admin' | 'sales' | 'helpdesk' | 'none';

/** A person who has a role. The object id is unique only within its tenant. */
export type RoleHolder = { readonly tenantId: string; readonly objectId: string };
