import type { MailFailure, Terms } from './command.ts';
import type { InvitationEscalated, Proof } from './event.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner } from './people.ts';
import type { TokenHash } from './values/link-token.ts';

// invitation:    draft → sent → viewed;   each of these → accepted | declined | revoked | superseded | expired
//                draft → viewed   when the customer reads it before the agent says that it was sent
// relationship:  none | ended → invited → active → ended;   without a yes, invited → what it was before
//                none | ended → active   when the partner adds a new customer (S3)

/** A question of the customer, or a reply of the partner with the mails that carry it to the people who asked. */
export type Remark = {
  readonly at: Date;
  readonly by: CustomerPerson | Agent;
  readonly text: string;
  readonly mailings?: readonly Mailing[];
};

/** A mail to the customer and how far it has come. `at`: when it came so far; `answer`: the mail server's words. */
export type Mailing = { readonly to: string; readonly at: Date; readonly replyTo?: string } & (
  | { readonly status: 'queued' }
  | { readonly status: 'sent'; readonly mailId: string; readonly isUnsubscribed?: true }
  | { readonly status: 'failed'; readonly failure: MailFailure; readonly answer?: string }
);

/** The part of an invitation that open and closed ones share. */
export type Issued = {
  readonly id: string;
  readonly tokenHash: TokenHash;
  readonly terms: Terms;
  readonly createdAt: Date;
  readonly createdBy: Agent;
  /** Who looks after it now; absent while that is the agent who created it. */
  readonly owner?: Owner;
  readonly expiresAt: Date;
  /** When it was first sent; absent until an agent, the mail server or the customer's reading shows that it was. */
  readonly sentAt?: Date;
  /** The mail with its link; absent unless an agent asked for one. */
  readonly mailing?: Mailing;
  /** The latest reminder day on which the clock reminded, in days after sending. */
  readonly remindedDay?: number;
  /** The customer's questions and the partner's replies, the earliest first. */
  readonly remarks?: readonly Remark[];
  /** One of the customer's people reported it as an abuse. */
  readonly isReported?: true;
  /** A person outside the customer's organisation, guests included, has opened its link. */
  readonly hasStrayed?: true;
};

/** Who cares for an open invitation, beside its owner. */
type Attended = {
  /** When an agent last did something with it; absent while that is its draft. */
  readonly attendedAt?: Date;
  /** That nobody looks after it was told then; absent after somebody has done something with it. */
  readonly escalation?: { readonly at: Date; readonly reason: InvitationEscalated['reason'] };
};

/**
 * An invitation without an answer. Its time may be over: `expiresAt` is compared with the present, no state says so.
 */
export type OpenInvitation = Issued &
  Attended &
  (
    | { readonly status: 'draft' }
    | { readonly status: 'sent'; readonly at: Date; readonly by: Agent }
    | { readonly status: 'viewed'; readonly at: Date; readonly by: CustomerPerson }
  );

/** How an invitation ended, when, and by whose doing. */
export type Ending =
  | { readonly status: 'accepted'; readonly at: Date; readonly by: CustomerPerson; readonly proof: Proof }
  | { readonly status: 'declined'; readonly at: Date; readonly by: CustomerPerson; readonly reason?: string }
  | { readonly status: 'revoked'; readonly at: Date; readonly by: Agent; readonly reason?: string }
  | { readonly status: 'superseded'; readonly at: Date; readonly by: Agent }
  | { readonly status: 'expired'; readonly at: Date; readonly by: Agent | Clock };

/** An invitation that has ended: its ending never changes again, questions and replies can still be added. */
export type ClosedInvitation = Issued & Ending;

/** One request to one customer, open or closed. */
export type Invitation = OpenInvitation | ClosedInvitation;

/** Whether the customer's Microsoft Customer Agreement is known to be signed (S2). */
export type Agreement = 'unknown' | 'accepted' | 'attested';

/** The state of the customer's admin permission, which is separate from the relationship (S4). */
export type AdminAccess = 'none' | 'requested' | 'granted' | 'expired' | 'removed';

type OfCustomer = {
  readonly customer: Customer;
  readonly agreement: Agreement;
  readonly adminAccess: AdminAccess;
};

/** How a relationship came to be: the customer accepted an invitation, or the partner added a new customer (S3). */
export type Origin = 'accepted' | 'added';

/**
 * What an active relationship knows: its start, its origin, who caused it, and the last invitation if there was one.
 */
type Lasting = {
  readonly since: Date;
  readonly origin: Origin;
  readonly by: Agent | CustomerPerson;
  readonly invitation?: ClosedInvitation;
};

/** What a relationship returns to when its invitation ends without a yes. */
type Fallback = { readonly status: 'none' } | ({ readonly status: 'ended' } & Pick<Lasting, 'since' | 'by'>);

/** How one partner stands with one customer, with the current or last invitation. */
export type Relationship = OfCustomer &
  (
    | { readonly status: 'none'; readonly invitation: ClosedInvitation }
    | { readonly status: 'invited'; readonly invitation: OpenInvitation; readonly before: Fallback }
    | ({ readonly status: 'active' } & Lasting)
    | ({ readonly status: 'ended' } & Omit<Lasting, 'origin'>)
  );

/** A relationship with a current or last invitation. */
export type WithInvitation = Relationship & { readonly invitation: Invitation };

/** Whether the relationship has a current or last invitation. */
export function hasInvitation(relationship: Relationship): relationship is WithInvitation {
  return relationship.invitation !== undefined;
}

/** A relationship whose state follows from its invitation. */
type AboutInvitation =
  | (Extract<Relationship, { status: 'none' | 'invited' }> & WithInvitation)
  | (Extract<Relationship, { status: 'active' }> & WithInvitation);

/** Whether the state follows from the invitation. It does not once a customer was added or the relationship ended. */
export function isAboutInvitation(relationship: Relationship): relationship is AboutInvitation {
  const { status } = relationship;
  return (
    status === 'none' || status === 'invited' || (status === 'active' && relationship.origin === 'accepted')
  );
}

/** Who looks after the invitation: the agent it was handed to, otherwise the agent who created it. */
export function ownerOf({ owner, createdBy }: Invitation): Owner {
  return owner ?? createdBy;
}
