import type { Attestation, MailFailure, OwnWords, RecordAccess, Shared, Terms } from './command.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner, Recipient } from './people.ts';

/** What gave somebody the authority to answer for the customer. */
export type Proof = 'contact' | 'administrator' | 'member';

type Happened<Type extends string, By> = {
  readonly type: Type;
  readonly at: Date;
  readonly by: By;
};
type OfInvitation<Type extends string, By> = Happened<Type, By> & { readonly invitationId: string };

/** An invitation exists, with its link; nobody outside the partner knows it yet. */
export type InvitationDrafted = OfInvitation<'invitation-drafted', Agent> & {
  readonly tokenHash: string;
  readonly customer: Customer;
  readonly terms: Terms;
  readonly expiresAt: Date;
};
/** The invitation went out. */
export type InvitationShared = OfInvitation<'invitation-shared', Agent> & Shared;
/** A mail with the link waits for the mail server to take it; the invitation counts as sent only then. */
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
/** Whoever gets the mails wants no more reminders. */
export type InvitationUnsubscribed = OfInvitation<'invitation-unsubscribed', Recipient>;
/** Somebody of the customer, signed in, has read it. */
export type InvitationViewed = OfInvitation<'invitation-viewed', CustomerPerson>;
/** Somebody of another organisation, signed in, opened the link; only the first time is told. */
export type InvitationStrayed = OfInvitation<'invitation-strayed', CustomerPerson>;
/** The customer was asked again; `day`: by the partner's reminder days, that many days after it was sent. */
export type InvitationReminded = OfInvitation<'invitation-reminded', Agent | Clock> & {
  readonly day?: number;
};
/** The customer has longer to answer. */
export type InvitationExtended = OfInvitation<'invitation-extended', Agent> & { readonly expiresAt: Date };
/** Somebody else of the partner's people looks after the invitation from now on. */
export type InvitationHandedOver = OfInvitation<'invitation-handed-over', Agent> & { readonly to: Owner };
/** The customer said yes. */
export type InvitationAccepted = OfInvitation<'invitation-accepted', CustomerPerson> & {
  readonly proof: Proof;
};
/** The customer said no. */
export type InvitationDeclined = OfInvitation<'invitation-declined', CustomerPerson> & {
  readonly proof: Proof;
  readonly reason?: string;
};
/** The partner took it back. */
export type InvitationRevoked = OfInvitation<'invitation-revoked', Agent> & { readonly reason?: string };
/** A newer invitation took its place. */
export type InvitationSuperseded = OfInvitation<'invitation-superseded', Agent>;
/** Its time ended without an answer. */
export type InvitationExpired = OfInvitation<'invitation-expired', Agent | Clock>;

/** Somebody of the customer wants to know something. */
export type QuestionAsked = OfInvitation<'question-asked', CustomerPerson> & { readonly text: string };
/** A mail that takes a reply to one of those who asked, with what they asked. */
export type ReplyMail = { readonly to: string; readonly name: string; readonly asked: readonly string[] };
/** The partner has replied to it; `mails` wait for the mail server to take them. */
export type QuestionAnswered = OfInvitation<'question-answered', Agent> & {
  readonly text: string;
  readonly mails?: readonly ReplyMail[];
  readonly replyTo?: string;
};
type OfReplyMail<Type extends string> = OfInvitation<Type, Clock> & {
  readonly repliedAt: Date;
  readonly to: string;
};
/** The mail server has taken the mail with the reply; its Message-ID begins with `mailId`. */
export type ReplyMailed = OfReplyMail<'reply-mailed'> & { readonly mailId: string };
/** A mail with a reply does not arrive. */
export type ReplyMailFailed = OfReplyMail<'reply-mail-failed'> & {
  readonly failure: MailFailure;
  readonly answer?: string;
};
/** Somebody of the customer takes the request for an abuse. */
export type AbuseReported = OfInvitation<'abuse-reported', CustomerPerson> & { readonly reason?: string };

/** The partner added a new customer, which forms the relationship by itself (S3). */
export type CustomerAdded = Happened<'customer-added', Agent> & { readonly customer: Customer };
/** The Microsoft Customer Agreement is known to be signed. */
export type AgreementRecorded = Happened<'agreement-recorded', Agent> & {
  readonly attestation?: Attestation;
};
/** The admin permission is where the partner says it is. */
export type AccessRecorded = Happened<'access-recorded', Agent> & { readonly access: RecordAccess['access'] };
/** The reseller relationship is over. */
export type RelationshipEnded = Happened<'relationship-ended', Agent>;

/** What can have happened to one invitation. */
export type InvitationEvent =
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
  | InvitationAccepted
  | InvitationDeclined
  | InvitationRevoked
  | InvitationSuperseded
  | InvitationExpired;

/** What was said about an invitation, whether it is open or closed. */
export type Exchanged = QuestionAsked | QuestionAnswered | ReplyMailed | ReplyMailFailed | AbuseReported;

/** What can have happened to a relationship: its history, its audit and its outbox in one. */
export type Event =
  | InvitationEvent
  | Exchanged
  | CustomerAdded
  | AgreementRecorded
  | AccessRecorded
  | RelationshipEnded;

/** The name of an event. */
export type EventType = Event['type'];

/** What a sales channel can subscribe to. */
export type AlertTopic = 'accepted' | 'declined' | 'expired' | 'viewed';

/** The invitation that an event is about; none for what happened to the relationship itself. */
export function invitationOf(event: Event): string | undefined {
  return 'invitationId' in event ? event.invitationId : undefined;
}
