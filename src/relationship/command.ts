import type { Language } from './language.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner, Recipient } from './people.ts';
import type { TokenHash } from './values/link-token.ts';

/** What the partner asks for: everything that it may sell, or only the Azure that it provisions itself (S5). */
export type Scope = 'full' | 'azure';

/** Where the customer buys today (S7). */
export type Buys = 'other-partner' | 'direct' | 'unknown';

/**
 * How an invitation reached the customer: as a message that the agent sent, as a card in a chat, or as a mail of the
 * bot.
 */
export type ShareWay = 'message' | 'chat' | 'mail';

/**
 * A way of sharing with its details. A mail counts only once the mail server has taken it; its Message-ID begins with
 * `mailId`.
 */
export type Shared =
  | { readonly way: Exclude<ShareWay, 'mail'> }
  | { readonly way: 'mail'; readonly mailId: string };

/** An agent's own text of a message for the customer, above and below its link. */
export type OwnWords = { readonly above: string; readonly below: string };

/**
 * Why a mail does not arrive: the mail server refused it for good, the server was unreachable for hours, or the link is
 * lost.
 */
export type MailFailure = 'refused' | 'unreachable' | 'link-lost';

/**
 * What an agent chooses for an invitation. `lifeDays`: absent for the partner's own setting; `reference`: the partner's
 * own number for it.
 */
export type Terms = {
  readonly scope: Scope;
  readonly contact?: string;
  readonly buys: Buys;
  readonly lifeDays?: number;
  readonly language: Language;
  readonly reference?: string;
};

/** The CSP regions of both countries; undefined for a country in which Microsoft has no partners. */
export type RegionPair = { readonly partner: string | undefined; readonly customer: string | undefined };

/** Asks a customer for a reseller relationship. The id and the link's token are drawn before the command. */
export type Invite = {
  readonly type: 'invite';
  readonly by: Agent;
  readonly invitationId: string;
  readonly tokenHash: TokenHash;
  readonly customer: Customer & { readonly tenantId: string };
  readonly terms: Terms;
  readonly regions: RegionPair;
};

/** Adds a customer that is new to Microsoft: adding it there has formed the relationship without an invitation (S3). */
export type Add = {
  readonly type: 'add';
  readonly by: Agent;
  readonly customer: Customer;
  readonly regions: RegionPair;
};

type OnInvitation = { readonly invitationId: string };

/** Records that the invitation was sent to the customer. */
export type Share = OnInvitation & { readonly type: 'share'; readonly by: Agent } & Shared;

/** Sends the invitation's link to its contact by mail. `tokenHash` belongs to the link on the agent's card. */
export type SendMail = OnInvitation & {
  readonly type: 'mail';
  readonly by: Agent;
  readonly tokenHash: TokenHash;
  readonly words?: OwnWords;
  readonly replyTo?: string;
};

/** Records that a mail to the contact does not arrive. `answer`: the mail server's words. */
export type FailMail = OnInvitation & {
  readonly type: 'fail-mail';
  readonly by: Clock;
  readonly failure: MailFailure;
  readonly answer?: string;
};

/** Stops reminders by mail. */
export type Unsubscribe = OnInvitation & { readonly type: 'unsubscribe'; readonly by: Recipient };

/** Records that one of the customer's people has read the request. */
export type View = OnInvitation & { readonly type: 'view'; readonly by: CustomerPerson };

/** Accepts the invitation, as the customer. */
export type Accept = OnInvitation & { readonly type: 'accept'; readonly by: CustomerPerson };

/** Declines the invitation, as the customer. */
export type Decline = OnInvitation & {
  readonly type: 'decline';
  readonly by: CustomerPerson;
  readonly reason?: string;
};

/** Withdraws an open invitation. */
export type Revoke = OnInvitation & { readonly type: 'revoke'; readonly by: Agent; readonly reason?: string };

/** Invites again on the terms of an earlier invitation, with a new link. The earlier link stops working. */
export type Reissue = OnInvitation & {
  readonly type: 'reissue';
  readonly by: Agent;
  readonly newInvitationId: string;
  readonly tokenHash: TokenHash;
};

/** Reminds the customer of an open invitation. The clock does so on the partner's reminder days. */
export type Remind = OnInvitation & { readonly type: 'remind'; readonly by: Agent | Clock };

/** Gives the customer more days to answer. */
export type Extend = OnInvitation & { readonly type: 'extend'; readonly by: Agent; readonly days: number };

/** Gives an open invitation to another of the partner's people. */
export type HandOver = OnInvitation & { readonly type: 'handover'; readonly by: Agent; readonly to: Owner };

/**
 * Tells that nobody looks after an open invitation. `isOwnerGone`: the agent who looks after it has no role any more with
 * which to do so.
 */
export type Escalate = OnInvitation & {
  readonly type: 'escalate';
  readonly by: Clock;
  readonly isOwnerGone: boolean;
};

/** Takes over an invitation of which was told that nobody looks after it. */
export type TakeOver = OnInvitation & { readonly type: 'take-over'; readonly by: Agent };

/** Records that a person who does not belong to the customer has opened the link. */
export type Stray = OnInvitation & { readonly type: 'stray'; readonly by: CustomerPerson };

/** Asks the partner a question about the invitation. */
export type Ask = OnInvitation & { readonly type: 'ask'; readonly by: CustomerPerson; readonly text: string };

/**
 * Replies to the customer's questions. `byMail`: the reply also goes by mail to the people who asked; their answers go
 * to `replyTo`.
 */
export type Reply = OnInvitation & {
  readonly type: 'reply';
  readonly by: Agent;
  readonly text: string;
  readonly byMail?: { readonly replyTo?: string };
};

/** Records how a mail with a reply went. `repliedAt` and `to` name the mail. */
export type RecordReplyMail = OnInvitation & {
  readonly type: 'reply-mail';
  readonly by: Clock;
  readonly repliedAt: Date;
  readonly to: string;
  readonly outcome:
    | { readonly status: 'sent'; readonly mailId: string }
    | { readonly status: 'failed'; readonly failure: MailFailure; readonly answer?: string };
};

/** Reports the request as an abuse. */
export type ReportAbuse = OnInvitation & {
  readonly type: 'report-abuse';
  readonly by: CustomerPerson;
  readonly reason?: string;
};

/** Closes an invitation whose time is over. */
export type Expire = OnInvitation & { readonly type: 'expire'; readonly by: Clock };

/** Who signed the Microsoft Customer Agreement and when, as the partner attests it; Microsoft has not recorded it. */
export type Attestation = { readonly name: string; readonly email: string; readonly agreedOn: Date };

/**
 * Records that the customer has signed the Microsoft Customer Agreement: with Microsoft, or attested by the partner
 * (S2).
 */
export type RecordAgreement = {
  readonly type: 'agreement';
  readonly by: Agent;
  readonly attestation?: Attestation;
};

/** Records the state of the customer's admin permission, which is separate from the relationship (S4). */
export type RecordAccess = {
  readonly type: 'access';
  readonly by: Agent;
  readonly access: 'requested' | 'granted' | 'removed';
};

/** Ends the reseller relationship. `confirmation`: the customer's domain, as the agent typed it. */
export type End = { readonly type: 'end'; readonly by: Agent; readonly confirmation: string };

/** Every change of a relationship that a person or the clock can ask for. */
export type Command =
  | Invite
  | Add
  | Share
  | SendMail
  | FailMail
  | Unsubscribe
  | View
  | Stray
  | Remind
  | Extend
  | HandOver
  | Escalate
  | TakeOver
  | Accept
  | Decline
  | Ask
  | Reply
  | RecordReplyMail
  | ReportAbuse
  | Revoke
  | Reissue
  | Expire
  | RecordAgreement
  | RecordAccess
  | End;

/** A command before it says who gives it. */
export type Unsigned<C> = C extends unknown ? Omit<C, 'by'> : never;
