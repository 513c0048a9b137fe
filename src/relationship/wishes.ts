import type { Buys, Scope } from './command.ts';
import type { Language } from './language.ts';
import type { Authority, Cloud } from './partner.ts';
import type { CustomerDomain } from './values/customer-domain.ts';

/** What an agent asks for when inviting, before the domain has been looked up. */
export type InvitationWish = {
  readonly name: string;
  readonly domain: CustomerDomain;
  readonly country: string;
  readonly cloud?: Cloud;
  readonly scope: Scope;
  readonly contact?: string;
  readonly buys: Buys;
  readonly lifeDays?: number;
  readonly language?: Language;
  readonly reference?: string;
};

/** What an agent says of a new customer, before the domain has been looked up. */
export type CustomerWish = Pick<InvitationWish, 'name' | 'domain' | 'country' | 'cloud'>;

/** A partner's profile as an agent asks for it: what is absent stays as it is, null takes a value away. */
export type ProfileWish = {
  readonly name?: string;
  readonly country?: string;
  readonly cloud?: Cloud;
  readonly partnerId?: string | null;
  readonly language?: Language;
  readonly authority?: Authority;
  readonly lifeDays?: number;
  readonly reminderDays?: readonly number[];
  readonly escalationDays?: number | null;
  readonly link?: string | null;
};
