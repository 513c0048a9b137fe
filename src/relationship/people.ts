import type { Language } from './language.ts';
import type { Cloud, Role } from './partner.ts';
import type { CustomerDomain } from './values/customer-domain.ts';

/** One of the partner's people, with the role that the partner gave them and how they read (`locale`: BCP 47). */
export type Agent = {
  readonly kind: 'agent';
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly locale?: string;
};

/** One of the customer's people, as far as Teams or Entra has proved who they are. */
export type CustomerPerson = {
  readonly kind: 'customer';
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly isAdministrator: boolean;
  readonly isGuest: boolean;
};

/** Time itself, when an invitation ends without an answer. */
export type Clock = { readonly kind: 'clock' };

/** Whoever has the mail that was sent to this address, which is all that is known of them. */
export type Recipient = { readonly kind: 'recipient'; readonly name: string };

/** Who asks for a change. */
export type Actor = Agent | CustomerPerson | Clock | Recipient;

/** A customer, identified by its tenant; one that was just added may have none that its domain leads to. */
export type Customer = {
  readonly name: string;
  readonly domain: CustomerDomain;
  readonly tenantId?: string;
  readonly country: string;
  readonly cloud: Cloud;
};

/** One of the partner's people who looks after an invitation; their role is looked up when they act. */
export type Owner = Pick<Agent, 'tenantId' | 'objectId' | 'name' | 'language'>;

/** An actor as far as a history names them: a person, or time itself. */
export type NamedActor =
  | { readonly kind: 'clock' }
  | { readonly kind: 'agent' | 'customer' | 'recipient'; readonly name: string };
