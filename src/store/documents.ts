import type { ObjectId } from 'mongodb';
import type { AttemptName, RuleCode } from '../relationship/attempt.ts';
import type { RelationshipFacts } from '../relationship/difference.ts';
import type { AlertTopic, Event, Proof } from '../relationship/event.ts';
import type { Language } from '../relationship/language.ts';
import type { Partner, Role } from '../relationship/partner.ts';
import type { Agent, Clock, CustomerPerson, Recipient } from '../relationship/people.ts';
import type { Relationship } from '../relationship/relationship.ts';

/** A partner's profile as stored. */
export type PartnerDocument = Omit<Partner, 'id'> & { readonly _id: string; readonly updatedAt: Date };

/**
 * A relationship as stored, with the hash of every link that was ever made for it. `customerKey` tells this partner's
 * customers apart: the tenant, or `domain:` and the domain while no tenant is known.
 */
export type RelationshipDocument = {
  readonly _id: string;
  readonly shape: 2;
  readonly partnerId: string;
  readonly customerKey: string;
  readonly version: number;
  readonly links: readonly { readonly tokenHash: string; readonly invitationId: string }[];
  readonly updatedAt: Date;
  /** The invitation's link, encrypted, while a question that came through it waits for a reply by mail. */
  readonly sealedLink?: string;
  readonly state: Relationship;
};

/**
 * An event as stored, with what of the relationship it changed (absent from what earlier versions stored). Without
 * `dispatchedAt` it is in the outbox.
 */
export type EventDocument = {
  readonly _id: ObjectId;
  readonly partnerId: string;
  readonly relationshipId: string;
  readonly version: number;
  readonly event: Event;
  readonly before?: Partial<RelationshipFacts>;
  readonly after?: Partial<RelationshipFacts>;
  readonly cause: string | null;
  readonly conversationId: string | null;
  readonly dispatchedAt: Date | null;
  readonly leaseUntil: Date;
  readonly leasedBy: string | null;
  readonly attempts: number;
  readonly delivered: readonly string[];
  /** A secret that its delivery needs, encrypted; gone once it is dispatched. */
  readonly sealed?: string;
};

/** A place in Teams where the bot can post: what a proactive message needs. */
export type Conversation = {
  readonly id: string;
  readonly kind: 'personal' | 'channel' | 'groupChat';
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly botId: string;
  readonly botName: string;
  readonly personObjectId?: string;
};

/** A conversation as stored. `goneAt`: Teams says for good that the bot cannot post there. */
export type ConversationDocument = Omit<Conversation, 'id'> & {
  readonly _id: string;
  readonly lastSeenAt: Date;
  readonly goneAt: Date | null;
  readonly alerts?: { readonly partnerId: string; readonly topics: readonly AlertTopic[] };
};

/** A living card that stands in a conversation: what is needed to bring it up to date. */
export type PostedCard = {
  readonly conversationId: string;
  readonly activityId: string;
  readonly relationshipId: string;
  /** The invitation that it shows; null when it shows the customer as a whole. */
  readonly invitationId: string | null;
  /** It shows the reply that was given then. */
  readonly repliedAt?: Date;
  readonly audience: 'partner' | 'customer';
  readonly language: Language;
  /** Whose own zone and way of writing dates it keeps; absent: the partner's zone and the language's usual way. */
  readonly timeZone?: string;
  readonly locale?: string;
};

/** A living card as stored. */
export type CardDocument = Omit<PostedCard, 'conversationId' | 'activityId'> & {
  readonly _id: { readonly conversationId: string; readonly activityId: string };
  readonly postedAt: Date;
};

/** Somebody signed in on the page: who they proved to be, and the token that their forms carry. */
export type Session = { readonly person: CustomerPerson; readonly formToken: string };

/** A session as stored, under the hash of what the browser's cookie holds. */
export type SessionDocument = Session & { readonly _id: string; readonly expiresAt: Date };

/** A sign-in under way: what must match when the person comes back. */
export type SignIn = {
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly authority: string;
};

/** A sign-in under way as stored, under the hash of its state. */
export type SignInDocument = SignIn & { readonly _id: string; readonly expiresAt: Date };

/** What one of a partner's people may do, and who said so. */
export type AgentDocument = {
  readonly _id: { readonly partnerId: string; readonly objectId: string };
  readonly name: string;
  readonly role: Role;
  readonly grantedBy: string;
  readonly grantedAt: Date;
};

/** What somebody told the bot about themselves. */
export type PersonDocument = {
  readonly _id: { readonly tenantId: string; readonly objectId: string };
  readonly language: Language;
};

/** Who acted, as an audit has to know it: who they are and by what right, not how to write to them. */
export type AuditActor =
  | Pick<Agent, 'kind' | 'objectId' | 'tenantId' | 'name' | 'role'>
  | (Pick<CustomerPerson, 'kind' | 'objectId' | 'tenantId' | 'name'> & { readonly proof?: Proof })
  | Clock
  | Recipient;

/** What of a partner itself changed. */
export type PartnerChange = 'profile' | 'template' | 'role' | 'alerts';

/** What an entry of the audit vouches for. `isAdopted`: an event of an earlier version, chained when this one came. */
export type AuditContent =
  | {
      readonly type: 'event';
      readonly eventId: string;
      readonly eventHash: string;
      readonly isAdopted?: true;
    }
  | { readonly type: 'refused'; readonly command: AttemptName; readonly code: RuleCode }
  | {
      readonly type: PartnerChange;
      /** Whose role, which language, which chat. */
      readonly subject: string | null;
      readonly before: Readonly<Record<string, unknown>>;
      readonly after: Readonly<Record<string, unknown>>;
    };

/** What is recorded of something that happened to a partner, before it has its place in the chain. */
export type AuditEntry = {
  readonly at: Date;
  readonly by: AuditActor;
  readonly cause: string | null;
  readonly relationshipId: string | null;
  readonly what: AuditContent;
};

/** An entry in its place: it holds the hash of the one before it, and the hash of all that it says. */
export type AuditDocument = AuditEntry & {
  readonly _id: ObjectId;
  readonly partnerId: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
};

/** How long a partner's chain is and how it ends. */
export type ChainDocument = { readonly _id: string; readonly sequence: number; readonly hash: string };
