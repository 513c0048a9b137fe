import type { MailFailure, Terms } from './command.ts';
import type { Proof } from './event.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner } from './people.ts';

// invitation:    draft → sent → viewed → accepted | declined | revoked | superseded | expired   (closed ones never change)
// relationship:  none → invited → active → ended;   without a yes, invited falls back to what it was before
//                none | ended → active   when the partner adds a new customer (S3)

/** A question of somebody of the customer, or a reply of the partner with the mails that take it to those who asked. */
export type Remark = {
  readonly at: Date;
  readonly by: CustomerPerson | Agent;
  readonly text: string;
  readonly mailings?: readonly Mailing[];
};

/** A mail to the customer: waiting for the mail server, taken by it, or not to arrive. */
export type Mailing = { readonly to: string; readonly at: Date; readonly replyTo?: string } & (
  | { readonly status: 'queued' }
  | { readonly status: 'sent'; readonly mailId: string; readonly isUnsubscribed?: true }
  | { readonly status: 'failed'; readonly failure: MailFailure; readonly answer?: string }
);

/** What stays the same of an invitation however it is answered. */
export type Issued = {
  readonly id: string;
  readonly tokenHash: string;
  readonly terms: Terms;
  readonly createdAt: Date;
  readonly createdBy: Agent;
  /** Who looks after it now; absent: whoever created it. */
  readonly owner?: Owner;
  readonly expiresAt: Date;
  /** When it first went out, as far as anybody said. */
  readonly sentAt?: Date;
  /** Absent: the bot has not been asked to send it by mail. */
  readonly mailing?: Mailing;
  /** The latest of the partner's reminder days that has been kept. */
  readonly remindedDay?: number;
  /** What the customer's people asked and the partner replied, the earliest first. */
  readonly remarks?: readonly Remark[];
  /** Somebody of the customer took it for an abuse, and the partner has been told. */
  readonly isReported?: true;
  /** Somebody of another organisation has opened the link, and the partner has been told. */
  readonly hasStrayed?: true;
};

/** An invitation that waits for an answer; whether its time is over is a comparison, not a state. */
export type OpenInvitation = Issued &
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

/** One request to one customer. */
export type Invitation = OpenInvitation | ClosedInvitation;

/** Whether the customer's Microsoft Customer Agreement is known to be signed (S2). */
export type Agreement = 'unknown' | 'accepted' | 'attested';

/** How far the separate admin permission has come (S4). */
export type AdminAccess = 'none' | 'requested' | 'granted' | 'expired' | 'removed';

type OfCustomer = {
  readonly customer: Customer;
  readonly agreement: Agreement;
  readonly adminAccess: AdminAccess;
};

/** How a relationship came to be: the customer accepted an invitation, or the partner added a new customer (S3). */
export type Origin = 'accepted' | 'added';

/** Since when there has been a relationship, how it came to be, and the last invitation if there ever was one. */
type Lasting = {
  readonly since: Date;
  readonly origin: Origin;
  readonly by: Agent | CustomerPerson;
  readonly invitation?: ClosedInvitation;
};

/** What a relationship falls back to without a yes. */
type Fallback = { readonly status: 'none' } | ({ readonly status: 'ended' } & Pick<Lasting, 'since' | 'by'>);

/** How one partner stands with one customer, and the current or last invitation. */
export type Relationship = OfCustomer &
  (
    | { readonly status: 'none'; readonly invitation: ClosedInvitation }
    | { readonly status: 'invited'; readonly invitation: OpenInvitation; readonly before: Fallback }
    | ({ readonly status: 'active' } & Lasting)
    | ({ readonly status: 'ended' } & Omit<Lasting, 'origin'>)
  );

/** A relationship with a current or last invitation. */
export type WithInvitation = Relationship & { readonly invitation: Invitation };

/** Whether there ever was an invitation. */
export function hasInvitation(relationship: Relationship): relationship is WithInvitation {
  return relationship.invitation !== undefined;
}

/** A relationship whose invitation tells how things stand. */
type AboutInvitation =
  | (Extract<Relationship, { status: 'none' | 'invited' }> & WithInvitation)
  | (Extract<Relationship, { status: 'active' }> & WithInvitation);

/** Whether the invitation tells how things stand; an added or ended relationship has gone beyond it. */
export function isAboutInvitation(relationship: Relationship): relationship is AboutInvitation {
  const { status } = relationship;
  return (
    status === 'none' || status === 'invited' || (status === 'active' && relationship.origin === 'accepted')
  );
}

/** Who looks after the invitation. */
export function ownerOf({ owner, createdBy }: Invitation): Owner {
  return owner ?? createdBy;
}
