import type {
  Agent,
  Attestation,
  Clock,
  Customer,
  CustomerPerson,
  RecordAccess,
  ShareWay,
  Terms,
} from './command.ts';

/** What gave somebody the authority to answer for the customer. */
export type Proof = 'contact' | 'administrator' | 'member';

type Happened<Type extends string, By> = {
  readonly type: Type;
  readonly invitationId: string;
  readonly at: Date;
  readonly by: By;
};

/** An invitation exists, with its link; nobody outside the partner knows it yet. */
export type InvitationDrafted = Happened<'invitation-drafted', Agent> & {
  readonly tokenHash: string;
  readonly customer: Customer;
  readonly terms: Terms;
  readonly expiresAt: Date;
};
/** The invitation went out. */
export type InvitationShared = Happened<'invitation-shared', Agent> & { readonly way: ShareWay };
/** Somebody of the customer, signed in, has read it. */
export type InvitationViewed = Happened<'invitation-viewed', CustomerPerson>;
/** The customer said yes. */
export type InvitationAccepted = Happened<'invitation-accepted', CustomerPerson> & { readonly proof: Proof };
/** The customer said no. */
export type InvitationDeclined = Happened<'invitation-declined', CustomerPerson> & {
  readonly reason?: string;
};
/** The partner took it back. */
export type InvitationRevoked = Happened<'invitation-revoked', Agent> & { readonly reason?: string };
/** A newer invitation took its place. */
export type InvitationSuperseded = Happened<'invitation-superseded', Agent>;
/** Its time ended without an answer. */
export type InvitationExpired = Happened<'invitation-expired', Agent | Clock>;

/** The Microsoft Customer Agreement is known to be signed. */
export type AgreementRecorded = Happened<'agreement-recorded', Agent> & {
  readonly attestation?: Attestation;
};
/** The admin permission is where the partner says it is. */
export type AccessRecorded = Happened<'access-recorded', Agent> & { readonly access: RecordAccess['access'] };

/** What can have happened to a relationship: its history, its audit and its outbox in one. */
export type Event =
  | InvitationDrafted
  | InvitationShared
  | InvitationViewed
  | InvitationAccepted
  | InvitationDeclined
  | InvitationRevoked
  | InvitationSuperseded
  | InvitationExpired
  | AgreementRecorded
  | AccessRecorded;

/** The name of an event. */
export type EventType = Event['type'];
