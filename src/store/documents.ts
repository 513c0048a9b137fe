import type { ObjectId } from 'mongodb';
import type { AttemptName, RuleCode } from '../relationship/attempt.ts';
import type { RelationshipFacts } from '../relationship/difference.ts';
import type { AlertTopic, Event, Proof } from '../relationship/event.ts';
import type { Language } from '../relationship/language.ts';
import type { Partner, Role } from '../relationship/partner.ts';
import type { Agent, Clock, CustomerPerson, Recipient } from '../relationship/people.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';

/** A partner as stored: profile, tenants and own messages. */
export type PartnerDocument = Omit<Partner, 'id'> & { readonly _id: string; readonly updatedAt: Date };

/**
 * A relationship as stored, with the hash of every link that was ever made for it. `customerKey` is unique among this
 * partner's customers: the tenant id, or `domain:` and the domain while no tenant is known. `shape` is the form of the
 * document: a document of another shape is a fault, and is not read.
 */
export type RelationshipDocument = {
  readonly _id: string;
  readonly shape: 2;
  readonly partnerId: string;
  readonly customerKey: string;
  readonly version: number;
  readonly links: readonly { readonly tokenHash: TokenHash; readonly invitationId: string }[];
  readonly updatedAt: Date;
  /** The invitation's link, encrypted, while a question that came through it waits for a reply. */
  readonly sealedLink?: string;
  readonly state: Relationship;
};

/**
 * An event as stored, with the facts of the relationship that it changed. While `dispatchedAt` is null, the event is in
 * the outbox.
 */
export type EventDocument = {
  readonly _id: ObjectId;
  readonly partnerId: string;
  readonly relationshipId: string;
  readonly version: number;
  readonly event: Event;
  readonly before: Partial<RelationshipFacts>;
  readonly after: Partial<RelationshipFacts>;
  readonly cause: string | null;
  readonly conversationId: string | null;
  readonly dispatchedAt: Date | null;
  readonly leaseUntil: Date;
  readonly leasedBy: string | null;
  readonly attempts: number;
  readonly delivered: readonly string[];
  /** The invitation's link, encrypted, for the card or mail that contains it; removed once the event is dispatched. */
  readonly sealed?: string;
};

/** A stored relationship, with its id and its partner's id. */
export type Found = {
  readonly relationshipId: string;
  readonly partnerId: string;
  readonly state: Relationship;
  /** Grows with every change. */
  readonly version: number;
};

/** A stored event, as the rest of the program reads it; `sealed`: the invitation's link, encrypted. */
export type StoredEvent = {
  readonly id: string;
  readonly partnerId: string;
  readonly relationshipId: string;
  readonly event: Event;
  readonly conversationId: string | null;
  readonly sealed?: string;
};

/** A conversation in Teams, with what the bot needs to post there by itself (a proactive message). */
export type Conversation = {
  readonly id: string;
  readonly kind: 'personal' | 'channel' | 'groupChat';
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly botId: string;
  readonly botName: string;
  readonly personObjectId?: string;
  /** The team of a channel. */
  readonly teamId?: string;
};

/** The id of a channel, given the id of the channel or of a thread in it. */
export function rootId(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId;
}

/**
 * A conversation as stored. `goneAt`: since when the bot cannot post there; null again after an activity from there or
 * from its team. `goneCode`: the reason in Teams' word, until a person was told of it.
 */
export type ConversationDocument = Omit<Conversation, 'id'> & {
  readonly _id: string;
  readonly lastSeenAt: Date;
  readonly goneAt: Date | null;
  readonly goneCode?: string;
  readonly alerts?: { readonly partnerId: string; readonly topics: readonly AlertTopic[] };
};

/** A card that the bot keeps up to date where it stands, with what is needed to draw it again. */
export type PostedCard = {
  readonly conversationId: string;
  readonly activityId: string;
  readonly relationshipId: string;
  /** The invitation that it shows; null when it shows the customer as a whole. */
  readonly invitationId: string | null;
  /** The time of the reply that the card shows; absent on a card that shows no reply. */
  readonly repliedAt?: Date;
  readonly audience: 'partner' | 'customer';
  readonly language: Language;
  /** The reader's own time zone; absent: the partner's. */
  readonly timeZone?: string;
  /** The reader's own locale, for dates; absent: the usual one of the language. */
  readonly locale?: string;
};

/** A living card as stored. */
export type CardDocument = Omit<PostedCard, 'conversationId' | 'activityId'> & {
  readonly _id: { readonly conversationId: string; readonly activityId: string };
  readonly postedAt: Date;
};

/** A person who is signed in on the page, and the token that their forms carry. */
export type Session = { readonly person: CustomerPerson; readonly formToken: string };

/** A session as stored; its id is the hash of the browser's cookie. */
export type SessionDocument = Session & { readonly _id: string; readonly expiresAt: Date };

/** A sign-in under way: what must match when the browser comes back from Entra. */
export type SignIn = {
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly authority: string;
};

/** A sign-in under way as stored; its id is the hash of its state. */
export type SignInDocument = SignIn & { readonly _id: string; readonly expiresAt: Date };

/** The role of one of a partner's people, and the object id of the agent who granted it. */
export type AgentDocument = {
  readonly _id: { readonly partnerId: string; readonly objectId: string };
  readonly name: string;
  readonly role: Role;
  readonly grantedBy: string;
  readonly grantedAt: Date;
};

/** The language that a person chose. */
export type PersonDocument = {
  readonly _id: { readonly tenantId: string; readonly objectId: string };
  readonly language: Language;
};

/**
 * The actor of an audit entry: who they are and by what right they acted, without mail addresses, but for the one to
 * which a mail went.
 */
export type AuditActor =
  | Pick<Agent, 'kind' | 'objectId' | 'tenantId' | 'name' | 'role'>
  | (Pick<CustomerPerson, 'kind' | 'objectId' | 'tenantId' | 'name'> & { readonly proof?: Proof })
  | Clock
  | Recipient;

/** The kinds of changes to the partner itself. */
export type PartnerChange = 'profile' | 'template' | 'role' | 'alerts';

/** What an entry of the audit proves: an event, a refused attempt, or a change of the partner itself. */
export type AuditContent =
  | {
      readonly type: 'event';
      readonly eventId: string;
      readonly eventHash: string;
    }
  | { readonly type: 'refused'; readonly command: AttemptName; readonly code: RuleCode }
  | {
      readonly type: PartnerChange;
      /** The person of a role, the language of a template, the conversation of alerts; null for the profile. */
      readonly subject: string | null;
      readonly before: Readonly<Record<string, unknown>>;
      readonly after: Readonly<Record<string, unknown>>;
    };

/** An audit entry before it has its place in the chain. */
export type AuditEntry = {
  readonly at: Date;
  readonly by: AuditActor;
  readonly cause: string | null;
  readonly relationshipId: string | null;
  readonly what: AuditContent;
};

/** An audit entry in its place in the chain, with the hash of the entry before it and its own hash. */
export type AuditDocument = AuditEntry & {
  readonly _id: ObjectId;
  readonly partnerId: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
};

/** The head of a partner's chain: the number and the hash of its last entry. */
export type ChainDocument = { readonly _id: string; readonly sequence: number; readonly hash: string };
