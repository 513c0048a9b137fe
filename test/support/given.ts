import { expect } from 'vitest';
import type { Command, Terms } from '../../src/relationship/command.ts';
import { decide } from '../../src/relationship/decide.ts';
import type {
  AbuseReported,
  CustomerAdded,
  Event,
  InvitationAccepted,
  InvitationDeclined,
  InvitationDrafted,
  InvitationExpired,
  InvitationRevoked,
  InvitationShared,
  InvitationViewed,
  QuestionAnswered,
  QuestionAsked,
  RelationshipEnded,
} from '../../src/relationship/event.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import type { Partner, Role } from '../../src/relationship/partner.ts';
import type { Agent, Customer, CustomerPerson } from '../../src/relationship/people.ts';
import { type Reason, Refusal } from '../../src/relationship/refusal.ts';
import {
  hasInvitation,
  type Relationship,
  type WithInvitation,
} from '../../src/relationship/relationship.ts';
import { type CustomerDomain, customerDomain } from '../../src/relationship/values/customer-domain.ts';
import type { TokenHash } from '../../src/relationship/values/link-token.ts';

// A week in March: Fabrikam invites Contoso on Monday, for seven days.
export const monday = new Date('2026-03-02T09:00:00Z');
export const tuesday = new Date('2026-03-03T09:00:00Z');
export const wednesday = new Date('2026-03-04T09:00:00Z');
export const nextMonday = new Date('2026-03-09T09:00:00Z');
export const nextTuesday = new Date('2026-03-10T09:00:00Z');

/** The instant before another. */
export const justBefore = (at: Date): Date => new Date(at.getTime() - 1);

/** The partner. The contact of an invitation or an administrator may answer it. */
export const fabrikam: Partner = {
  id: 'fabrikam',
  tenantIds: ['fabrikam-tenant', 'fabrikam-iberia-tenant'],
  name: 'Fabrikam',
  country: 'ES',
  cloud: 'public',
  partnerId: '1234567',
  language: 'es',
  timeZone: 'Europe/Madrid',
  authority: 'contact',
  lifeDays: 7,
};

// The partner's people, one of each role.
export const dana = agent('Dana Souza', 'admin');
export const diego = agent('Diego Siciliani', 'sales');
export const nestor = agent('Nestor Wilke', 'helpdesk');
export const lee = agent('Lee Gu', 'none');

// The customer's people; Dana on the page and Henrietta belong to other tenants.
export const megan = person('Megan Bowen', { isAdministrator: true });
export const adele = person('Adele Vance');
export const alex = person('Alex Wilber');
export const danaAsGuest = person('Dana Souza', { isGuest: true });
export const danaOnThePage = person('Dana Souza', { tenantId: 'fabrikam-tenant' });
export const henrietta = person('Henrietta Mueller', { tenantId: 'adatum-tenant', isAdministrator: true });

/** The customer. */
export const contoso: Customer & { readonly tenantId: string } = {
  name: 'Contoso',
  domain: domain('contoso.com'),
  tenantId: 'contoso-tenant',
  country: 'ES',
  cloud: 'public',
};

/** The terms of the invitation. Its contact, Adele, is no administrator. */
export const terms: Terms = {
  scope: 'full',
  contact: 'adele@contoso.com',
  buys: 'other-partner',
  language: 'es',
};

const invitationId = 'R-7K2M';
/** The hash of a link's token in a test: any text that differs from the other ones. */
export const tokenHashOf = (text: string): TokenHash => text as TokenHash;

const tokenHash = tokenHashOf('7a2c9d4f81e03b56');

/** Commands of Dana, Megan and the clock about the invitation R-7K2M. */
export const invite = {
  type: 'invite',
  by: dana,
  invitationId,
  tokenHash,
  customer: contoso,
  terms,
  regions: { partner: 'europe', customer: 'europe' },
} as const;
export const share = { type: 'share', by: dana, invitationId, way: 'message' } as const;
export const view = { type: 'view', by: megan, invitationId } as const;
export const accept = { type: 'accept', by: megan, invitationId } as const;
export const decline = { type: 'decline', by: megan, invitationId, reason: 'Too early' } as const;
export const revoke = { type: 'revoke', by: dana, invitationId, reason: 'Wrong contact' } as const;
export const expire = { type: 'expire', by: { kind: 'clock' }, invitationId } as const;

/** Events of R-7K2M, each as if these commands had led to it. */
export const drafted: InvitationDrafted = {
  type: 'invitation-drafted',
  invitationId,
  tokenHash,
  at: monday,
  by: dana,
  customer: contoso,
  terms,
  expiresAt: nextMonday,
};
export const shared: InvitationShared = {
  type: 'invitation-shared',
  invitationId,
  at: monday,
  by: dana,
  way: 'message',
};
export const viewed: InvitationViewed = { type: 'invitation-viewed', invitationId, at: tuesday, by: alex };
export const accepted: InvitationAccepted = {
  type: 'invitation-accepted',
  invitationId,
  at: tuesday,
  by: megan,
  proof: 'administrator',
};
export const asked: QuestionAsked = {
  type: 'question-asked',
  invitationId,
  at: tuesday,
  by: alex,
  text: 'Do our subscriptions move?',
};
export const replied: QuestionAnswered = {
  type: 'question-answered',
  invitationId,
  at: tuesday,
  by: dana,
  text: 'No, they stay.',
};
export const reported: AbuseReported = {
  type: 'abuse-reported',
  invitationId,
  at: tuesday,
  by: alex,
  reason: 'Never heard of them',
};
export const declined: InvitationDeclined = {
  type: 'invitation-declined',
  invitationId,
  at: tuesday,
  by: megan,
  proof: 'administrator',
  reason: 'Too early',
};
export const revoked: InvitationRevoked = {
  type: 'invitation-revoked',
  invitationId,
  at: tuesday,
  by: dana,
  reason: 'Wrong contact',
};
export const expired: InvitationExpired = {
  type: 'invitation-expired',
  invitationId,
  at: nextMonday,
  by: { kind: 'clock' },
};

export const added: CustomerAdded = { type: 'customer-added', at: monday, by: dana, customer: contoso };
export const relationshipEnded: RelationshipEnded = { type: 'relationship-ended', at: wednesday, by: dana };

/** The relationship after these events; the first of them drafts an invitation. */
export function history(...events: readonly [InvitationDrafted, ...Event[]]): WithInvitation {
  const [first, ...others] = events;
  const relationship = others.reduce(evolve, evolve(undefined, first));
  if (!hasInvitation(relationship)) throw new Error('What began with an invitation has one');
  return relationship;
}

/** The relationship with Contoso after Dana has ended it. */
export const ended = (): WithInvitation => history(drafted, accepted, relationshipEnded);

/** Every state of the relationship between Fabrikam and Contoso; `undefined`: nothing is stored of the customer. */
export const standings = {
  'nothing yet': undefined,
  'a draft': history(drafted),
  'a sent invitation': history(drafted, shared),
  'a read invitation': history(drafted, shared, viewed),
  'an accepted invitation': history(drafted, shared, accepted),
  'a declined invitation': history(drafted, shared, declined),
  'a withdrawn invitation': history(drafted, shared, revoked),
  'an expired invitation': history(drafted, shared, expired),
  'an ended relationship': ended(),
  'an added customer': evolve(undefined, added),
} satisfies Record<string, Relationship | undefined>;

/** Reads as a sentence: given a relationship, when a command comes, then these events or this refusal. */
export function given(relationship: Relationship | undefined, partner: Partner = fabrikam) {
  return {
    when(command: Command, now: Date) {
      const outcome = outcomeOf(() => decide(command, { partner, relationship }, now));
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then; the sentence is never awaited
        then(expected: readonly Event[] | Reason): void {
          expect(outcome).toStrictEqual(expected);
        },
      };
    },
  };
}

/** The outcome of a decision: its events, or the reason of its refusal. */
export function outcomeOf(decision: () => Event[]): Event[] | Reason {
  try {
    return decision();
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

/** A checked domain; throws when the text is not one. */
export function domain(text: string): CustomerDomain {
  const checked = customerDomain(text);
  if (checked === undefined) throw new Error(`${text} is not a domain`);
  return checked;
}

function agent(name: string, role: Role): Agent {
  return { kind: 'agent', tenantId: 'fabrikam-tenant', objectId: name, name, role, language: 'en' };
}

function person(name: string, facts: Partial<CustomerPerson> = {}): CustomerPerson {
  const emails = [`${name.split(' ')[0]?.toLowerCase()}@contoso.com`];
  const home = { tenantId: 'contoso-tenant', isAdministrator: false, isGuest: false };
  return { kind: 'customer', objectId: name, name, emails, ...home, ...facts };
}
