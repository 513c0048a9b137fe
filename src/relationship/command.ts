import type { Language } from './language.ts';
import type { Agent, Clock, Customer, CustomerPerson, Owner, Recipient } from './people.ts';

/** What the partner asks for: everything it may sell, or only the Azure that it provisions itself (S5). */
export type Scope = 'full' | 'azure';

/** Where the customer buys today (S7). */
export type Buys = 'other-partner' | 'direct' | 'unknown';

/** How an invitation left the partner: as a message they sent themselves, as a card in a chat, or as a mail of ours. */
export type ShareWay = 'message' | 'chat' | 'mail';

/** The same with what is known of it. `mailId`: its Message-ID begins so; the mail server has taken it. */
export type Shared =
  | { readonly way: Exclude<ShareWay, 'mail'> }
  | { readonly way: 'mail'; readonly mailId: string };

/** A message for the customer as an agent has changed it, above and below its link. */
export type OwnWords = { readonly above: string; readonly below: string };

/** Why a mail does not arrive: the server said no for good, could not be reached for hours, or the link is lost. */
export type MailFailure = 'refused' | 'unreachable' | 'link-lost';

/** What an agent decides when inviting. */
export type Terms = {
  readonly scope: Scope;
  readonly contact?: string;
  readonly buys: Buys;
  readonly lifeDays?: number;
  readonly language: Language;
  readonly reference?: string;
};

/** The CSP regions of both countries; undefined where nobody sells. */
export type RegionPair = { readonly partner: string | undefined; readonly customer: string | undefined };

/** Asks a customer for a reseller relationship; the id and the token's hash were drawn before. */
export type Invite = {
  readonly type: 'invite';
  readonly by: Agent;
  readonly invitationId: string;
  readonly tokenHash: string;
  readonly customer: Customer & { readonly tenantId: string };
  readonly terms: Terms;
  readonly regions: RegionPair;
};

/** Records a new customer that the partner has added at Microsoft, which formed the relationship by itself (S3). */
export type Add = {
  readonly type: 'add';
  readonly by: Agent;
  readonly customer: Customer;
  readonly regions: RegionPair;
};

type About = { readonly invitationId: string };

/** Records that the invitation went out to the customer. */
export type Share = About & { readonly type: 'share'; readonly by: Agent } & Shared;

/** Sends the invitation's link to its contact by mail; `tokenHash` is that of the link which the agent has. */
export type SendMail = About & {
  readonly type: 'mail';
  readonly by: Agent;
  readonly tokenHash: string;
  readonly words?: OwnWords;
  readonly replyTo?: string;
};

/** Records that a mail to the contact does not arrive; `answer` is the mail server's. */
export type FailMail = About & {
  readonly type: 'fail-mail';
  readonly by: Clock;
  readonly failure: MailFailure;
  readonly answer?: string;
};

/** Asks for no more reminders by mail. */
export type Unsubscribe = About & { readonly type: 'unsubscribe'; readonly by: Recipient };

/** Records that somebody of the customer has read the request. */
export type View = About & { readonly type: 'view'; readonly by: CustomerPerson };

/** The customer's yes. */
export type Accept = About & { readonly type: 'accept'; readonly by: CustomerPerson };

/** The customer's no. */
export type Decline = About & {
  readonly type: 'decline';
  readonly by: CustomerPerson;
  readonly reason?: string;
};

/** Takes an open invitation back. */
export type Revoke = About & { readonly type: 'revoke'; readonly by: Agent; readonly reason?: string };

/** Asks again with a new link, on the terms of an earlier invitation, whose link then no longer works. */
export type Reissue = About & {
  readonly type: 'reissue';
  readonly by: Agent;
  readonly newInvitationId: string;
  readonly tokenHash: string;
};

/** Asks the customer again, where the bot can reach them; time itself does so on the partner's reminder days. */
export type Remind = About & { readonly type: 'remind'; readonly by: Agent | Clock };

/** Gives the customer more days to answer. */
export type Extend = About & { readonly type: 'extend'; readonly by: Agent; readonly days: number };

/** Gives an open invitation to somebody else of the partner's people. */
export type HandOver = About & { readonly type: 'handover'; readonly by: Agent; readonly to: Owner };

/** Notes that somebody who does not belong to the customer has opened the link. */
export type Stray = About & { readonly type: 'stray'; readonly by: CustomerPerson };

/** What somebody of the customer wants to know. */
export type Ask = About & { readonly type: 'ask'; readonly by: CustomerPerson; readonly text: string };

/** The partner's answer to what was asked; `byMail`: it also goes to those who asked, who answer to `replyTo`. */
export type Reply = About & {
  readonly type: 'reply';
  readonly by: Agent;
  readonly text: string;
  readonly byMail?: { readonly replyTo?: string };
};

/** Records how the mail that takes a reply to `to` went; `repliedAt` tells the replies of an invitation apart. */
export type RecordReplyMail = About & {
  readonly type: 'reply-mail';
  readonly by: Clock;
  readonly repliedAt: Date;
  readonly to: string;
  readonly outcome:
    | { readonly status: 'sent'; readonly mailId: string }
    | { readonly status: 'failed'; readonly failure: MailFailure; readonly answer?: string };
};

/** Says that the request looks like an abuse. */
export type ReportAbuse = About & {
  readonly type: 'report-abuse';
  readonly by: CustomerPerson;
  readonly reason?: string;
};

/** Closes an invitation whose time is over. */
export type Expire = About & { readonly type: 'expire'; readonly by: Clock };

/** Who signed the Microsoft Customer Agreement, when the partner attests it in Microsoft's stead. */
export type Attestation = { readonly name: string; readonly email: string; readonly agreedOn: Date };

/** Records that the customer's Microsoft Customer Agreement is signed: with Microsoft, or attested (S2). */
export type RecordAgreement = {
  readonly type: 'agreement';
  readonly by: Agent;
  readonly attestation?: Attestation;
};

/** Records how far the customer's separate admin permission has come (S4). */
export type RecordAccess = {
  readonly type: 'access';
  readonly by: Agent;
  readonly access: 'requested' | 'granted' | 'removed';
};

/** Records that the reseller relationship is over; the customer's domain, typed once more, confirms it. */
export type End = { readonly type: 'end'; readonly by: Agent; readonly confirmation: string };

/** Everything that can be asked of a relationship. */
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

/** A command about a relationship that exists, which draws no link. */
export type Followup = Exclude<Command, Invite | Add | Reissue>;
