import type { Language } from './language.ts';
import type { Cloud, Role } from './partner.ts';
import type { CustomerDomain } from './values/customer-domain.ts';

/**
 * One of the partner's people, with the role that the partner gave them. `locale`: how their client writes dates (BCP
 * 47).
 */
export type Agent = {
  readonly kind: 'agent';
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly locale?: string;
};

/**
 * A person who acts as the customer, as far as Teams or Entra has proved who they are. The rules check whether they
 * belong to it.
 */
export type CustomerPerson = {
  readonly kind: 'customer';
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly isAdministrator: boolean;
  readonly isGuest: boolean;
};

/** The bot acting by itself because a time has come, or because a mail server answered. */
export type Clock = { readonly kind: 'clock' };

/** The reader of a mail, known only by the address that the mail went to. */
export type Recipient = { readonly kind: 'recipient'; readonly name: string };

/** Who asks for a change. */
export type Actor = Agent | CustomerPerson | Clock | Recipient;

/**
 * A customer, identified by its tenant. `tenantId`: absent for an added customer whose domain leads to no tenant yet.
 */
export type Customer = {
  readonly name: string;
  readonly domain: CustomerDomain;
  readonly tenantId?: string;
  readonly country: string;
  readonly cloud: Cloud;
};

/** The agent who looks after an invitation. The role is not kept: it is looked up when they act. */
export type Owner = Pick<Agent, 'tenantId' | 'objectId' | 'name' | 'language'>;

/** An actor as a history names them: a person by name, or the clock. */
export type NamedActor =
  | { readonly kind: 'clock' }
  | { readonly kind: 'agent' | 'customer' | 'recipient'; readonly name: string };
