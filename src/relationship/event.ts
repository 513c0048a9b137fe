import type { Attestation, MailFailure, OwnWords, RecordAccess, Shared, Terms } from './command.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner, Recipient } from './people.ts';
import type { TokenHash } from './values/link-token.ts';

/** What gave a person the authority to answer for the customer. */
export type Proof = 'contact' | 'administrator' | 'member';

type Happened<Type extends string, By> = {
  readonly type: Type;
  readonly at: Date;
  readonly by: By;
};
type OfInvitation<Type extends string, By> = Happened<Type, By> & { readonly invitationId: string };

/** An invitation exists, with its link; only the partner knows it yet. */
export type InvitationDrafted = OfInvitation<'invitation-drafted', Agent> & {
  readonly tokenHash: TokenHash;
  readonly customer: Customer;
  readonly terms: Terms;
  readonly expiresAt: Date;
};
/** The invitation was sent to the customer. */
export type InvitationShared = OfInvitation<'invitation-shared', Agent> & Shared;
/** A mail with the link waits for the mail server. The invitation counts as sent once the server has taken it. */
export type InvitationMailQueued = OfInvitation<'invitation-mail-queued', Agent> & {
  readonly to: string;
  readonly words?: OwnWords;
  readonly replyTo?: string;
};
/** A mail to the contact does not arrive. */
export type InvitationMailFailed = OfInvitation<'invitation-mail-failed', Clock> & {
  readonly to: string;
  readonly failure: MailFailure;
  readonly answer?: string;
};
/** The recipient of the mail wants no more reminders. */
export type InvitationUnsubscribed = OfInvitation<'invitation-unsubscribed', Recipient>;
/** One of the customer's people has read the request, signed in. */
export type InvitationViewed = OfInvitation<'invitation-viewed', CustomerPerson>;
/** A signed-in person outside the customer's organisation, guests included, opened the link; only the first is recorded. */
export type InvitationStrayed = OfInvitation<'invitation-strayed', CustomerPerson>;
/**
 * The customer was reminded. `day`: the partner's reminder day, in days after sending; absent when an agent reminded.
 */
export type InvitationReminded = OfInvitation<'invitation-reminded', Agent | Clock> & {
  readonly day?: number;
};
/** The customer has more days to answer. */
export type InvitationExtended = OfInvitation<'invitation-extended', Agent> & { readonly expiresAt: Date };
/** The invitation has a new owner among the partner's people. */
export type InvitationHandedOver = OfInvitation<'invitation-handed-over', Agent> & { readonly to: Owner };
/**
 * Nobody looks after the invitation. `no-role`: its owner may not do so any more; `unattended`: for so many days no agent
 * has done anything with it.
 */
export type InvitationEscalated = OfInvitation<'invitation-escalated', Clock> & {
  readonly owner: Pick<Owner, 'objectId' | 'name'>;
} & ({ readonly reason: 'no-role' } | { readonly reason: 'unattended'; readonly days: number });
/** The customer accepted. */
export type InvitationAccepted = OfInvitation<'invitation-accepted', CustomerPerson> & {
  readonly proof: Proof;
};
/** The customer declined. */
export type InvitationDeclined = OfInvitation<'invitation-declined', CustomerPerson> & {
  readonly proof: Proof;
  readonly reason?: string;
};
/** The partner withdrew the invitation. */
export type InvitationRevoked = OfInvitation<'invitation-revoked', Agent> & { readonly reason?: string };
/** A newer invitation took the place of this one. */
export type InvitationSuperseded = OfInvitation<'invitation-superseded', Agent>;
/** The time to answer ended without an answer. */
export type InvitationExpired = OfInvitation<'invitation-expired', Agent | Clock>;

/** One of the customer's people asked a question. */
export type QuestionAsked = OfInvitation<'question-asked', CustomerPerson> & { readonly text: string };
/** A mail with a reply to one of the people who asked, and the questions that person asked. */
export type ReplyMail = { readonly to: string; readonly name: string; readonly asked: readonly string[] };
/** The partner replied to the questions. `mails`: the mails that now wait for the mail server. */
export type QuestionAnswered = OfInvitation<'question-answered', Agent> & {
  readonly text: string;
  readonly mails?: readonly ReplyMail[];
  readonly replyTo?: string;
};
type OfReplyMail<Type extends string> = OfInvitation<Type, Clock> & {
  readonly repliedAt: Date;
  readonly to: string;
};
/** The mail server has taken a mail with a reply; its Message-ID begins with `mailId`. */
export type ReplyMailed = OfReplyMail<'reply-mailed'> & { readonly mailId: string };
/** A mail with a reply does not arrive. */
export type ReplyMailFailed = OfReplyMail<'reply-mail-failed'> & {
  readonly failure: MailFailure;
  readonly answer?: string;
};
/** One of the customer's people reported the request as an abuse. */
export type AbuseReported = OfInvitation<'abuse-reported', CustomerPerson> & { readonly reason?: string };

/** The partner added a customer that is new to Microsoft, which formed the relationship (S3). */
export type CustomerAdded = Happened<'customer-added', Agent> & { readonly customer: Customer };
/** The Microsoft Customer Agreement is signed, as the partner knows or attests. */
export type AgreementRecorded = Happened<'agreement-recorded', Agent> & {
  readonly attestation?: Attestation;
};
/** The partner recorded the state of the admin permission. */
export type AccessRecorded = Happened<'access-recorded', Agent> & { readonly access: RecordAccess['access'] };
/** The reseller relationship ended. */
export type RelationshipEnded = Happened<'relationship-ended', Agent>;

/** One thing that happened to a relationship. It waits in the outbox until it is dispatched; the audit has its hash. */
export type Event =
  | InvitationDrafted
  | InvitationShared
  | InvitationMailQueued
  | InvitationMailFailed
  | InvitationUnsubscribed
  | InvitationViewed
  | InvitationStrayed
  | InvitationReminded
  | InvitationExtended
  | InvitationHandedOver
  | InvitationEscalated
  | InvitationAccepted
  | InvitationDeclined
  | InvitationRevoked
  | InvitationSuperseded
  | InvitationExpired
  | QuestionAsked
  | QuestionAnswered
  | ReplyMailed
  | ReplyMailFailed
  | AbuseReported
  | CustomerAdded
  | AgreementRecorded
  | AccessRecorded
  | RelationshipEnded;

/** The name of an event, as it is stored. */
export type EventType = Event['type'];

/** A kind of alert that a sales channel can subscribe to. */
export type AlertTopic = 'accepted' | 'declined' | 'expired' | 'viewed';

/** The id of the invitation that an event is about; undefined for an event of the relationship itself. */
export function invitationOf(event: Event): string | undefined {
  return 'invitationId' in event ? event.invitationId : undefined;
}
