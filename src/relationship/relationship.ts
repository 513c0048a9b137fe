import type { Agent, Clock, Customer, CustomerPerson, Terms } from './command.ts';
import type {
  AccessRecorded,
  AgreementRecorded,
  Event,
  InvitationDrafted,
  InvitationShared,
  InvitationViewed,
  Proof,
} from './event.ts';

// invitation:    draft → sent → viewed → accepted | declined | revoked | superseded | expired   (closed ones never change)
// relationship:  none → invited → active → ended;   without a yes, invited falls back to what it was before

type Issued = {
  readonly id: string;
  readonly tokenHash: string;
  readonly terms: Terms;
  readonly createdAt: Date;
  readonly createdBy: Agent;
  readonly expiresAt: Date;
};

/** An invitation that waits for an answer; whether its time is over is a comparison, not a state. */
export type OpenInvitation = Issued &
  (
    | { readonly status: 'draft' }
    | { readonly status: 'sent'; readonly at: Date; readonly by: Agent }
    | { readonly status: 'viewed'; readonly at: Date; readonly by: CustomerPerson }
  );

/** An invitation that has ended; it never changes again. */
export type ClosedInvitation = Issued &
  (
    | {
        readonly status: 'accepted';
        readonly at: Date;
        readonly by: CustomerPerson;
        readonly proof: Proof;
      }
    | {
        readonly status: 'declined';
        readonly at: Date;
        readonly by: CustomerPerson;
        readonly reason?: string;
      }
    | { readonly status: 'revoked'; readonly at: Date; readonly by: Agent; readonly reason?: string }
    | { readonly status: 'superseded'; readonly at: Date; readonly by: Agent }
    | { readonly status: 'expired'; readonly at: Date; readonly by: Agent | Clock }
  );

/** One request to one customer. */
export type Invitation = OpenInvitation | ClosedInvitation;

/** Whether the customer's Microsoft Customer Agreement is known to be signed (S2). */
export type Agreement = 'unknown' | 'accepted' | 'attested';

/** How far the separate admin permission has come (S4). */
export type AdminAccess = 'none' | 'requested' | 'granted' | 'expired' | 'removed';

type Standing = {
  readonly customer: Customer;
  readonly agreement: Agreement;
  readonly adminAccess: AdminAccess;
};

/** How one partner stands with one customer, and the current or last invitation. */
export type Relationship = Standing &
  (
    | { readonly status: 'none'; readonly invitation: ClosedInvitation }
    | { readonly status: 'invited'; readonly invitation: OpenInvitation; readonly before: Fallback }
    | { readonly status: 'active'; readonly since: Date; readonly invitation: ClosedInvitation }
    | { readonly status: 'ended'; readonly since: Date; readonly invitation: ClosedInvitation }
  );

type Fallback = { readonly status: 'none' } | { readonly status: 'ended'; readonly since: Date };
type Invited = Extract<Relationship, { status: 'invited' }>;

/** The relationship after an event; the same events in the same order always give the same relationship. */
export function evolve(relationship: Relationship | undefined, event: Event): Relationship {
  if (event.type === 'invitation-drafted') return invited(relationship, event);
  if (event.type === 'agreement-recorded' || event.type === 'access-recorded') {
    return recorded(relationship, event);
  }
  return answered(relationship, event);
}

function recorded(
  relationship: Relationship | undefined,
  event: AgreementRecorded | AccessRecorded,
): Relationship {
  if (!relationship) throw new Error(`No relationship for ${event.type}`);
  return event.type === 'access-recorded'
    ? { ...relationship, adminAccess: event.access }
    : { ...relationship, agreement: event.attestation ? 'attested' : 'accepted' };
}

type InvitationEvent = Exclude<Event, InvitationDrafted | AgreementRecorded | AccessRecorded>;

function answered(relationship: Relationship | undefined, event: InvitationEvent): Relationship {
  if (relationship?.status !== 'invited') throw new Error(`No open invitation for ${event.type}`);
  switch (event.type) {
    case 'invitation-shared':
    case 'invitation-viewed':
      return { ...relationship, invitation: progressed(relationship.invitation, event) };
    case 'invitation-accepted': {
      const { at, by, proof } = event;
      return closed(relationship, { ...issued(relationship), status: 'accepted', at, by, proof });
    }
    case 'invitation-declined':
      return closed(relationship, { ...issued(relationship), status: 'declined', ...ending(event) });
    case 'invitation-revoked':
      return closed(relationship, { ...issued(relationship), status: 'revoked', ...ending(event) });
    case 'invitation-superseded': {
      const { at, by } = event;
      return closed(relationship, { ...issued(relationship), status: 'superseded', at, by });
    }
    case 'invitation-expired':
      return closed(relationship, { ...issued(relationship), status: 'expired', at: event.at, by: event.by });
  }
}

function invited(relationship: Relationship | undefined, event: InvitationDrafted): Relationship {
  const { invitationId, tokenHash, customer, terms, at, by, expiresAt } = event;
  return {
    customer,
    agreement: relationship?.agreement ?? 'unknown',
    adminAccess: relationship?.adminAccess ?? 'none',
    status: 'invited',
    before:
      relationship?.status === 'ended' ? { status: 'ended', since: relationship.since } : { status: 'none' },
    invitation: {
      id: invitationId,
      tokenHash,
      terms,
      createdAt: at,
      createdBy: by,
      expiresAt,
      status: 'draft',
    },
  };
}

function progressed(invitation: OpenInvitation, event: InvitationShared | InvitationViewed): OpenInvitation {
  if (event.type === 'invitation-viewed') {
    return { ...invitation, status: 'viewed', at: event.at, by: event.by };
  }
  // Shared again after it was read: what the customer did is worth more than what the partner did.
  if (invitation.status === 'viewed') return invitation;
  return { ...invitation, status: 'sent', at: event.at, by: event.by };
}

function closed(relationship: Invited, invitation: ClosedInvitation): Relationship {
  const { customer, agreement, adminAccess, before } = relationship;
  const standing = { customer, agreement, adminAccess, invitation };
  if (invitation.status === 'accepted') return { ...standing, status: 'active', since: invitation.at };
  return { ...standing, ...before };
}

function issued({ invitation }: Invited): Issued {
  const { id, tokenHash, terms, createdAt, createdBy, expiresAt } = invitation;
  return { id, tokenHash, terms, createdAt, createdBy, expiresAt };
}

function ending<By>({ at, by, reason }: { at: Date; by: By; reason?: string }) {
  return { at, by, ...(reason === undefined ? {} : { reason }) };
}
