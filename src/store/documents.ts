import type { AttemptName, RuleCode } from '../relationship/attempt.ts';
import type { RelationshipFacts } from '../relationship/difference.ts';
import type { AlertTopic, Event, Proof } from '../relationship/event.ts';
import type { Language } from '../relationship/language.ts';
import type { Partner, Role } from '../relationship/partner.ts';
import type { Agent, Clock, CustomerPerson, Owner, Recipient } from '../relationship/people.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';

/**
 * A document that is a unit of consistency and of order: it changes by one guarded write, which puts the new state, the
 * head of its chain, the cause and the events in place together.
 */
export type Aggregate = {
  readonly _id: string;
  /** Grows by one with every change; a write is guarded by it. */
  readonly version: number;
  readonly chain: ChainHead;
  /** The latest causes, at most 20, the newest last. */
  readonly causes: readonly KnownCause[];
  /** The entries of its chain that have not been passed on to `events` yet. */
  readonly outbox: readonly OutboxEntry[];
  /** When any process may pass the outbox on; absent while the outbox is empty. */
  readonly relayAt?: Date;
};

/** The end of a chain: the number of its entries, the hash of the last one, and when it was added. */
export type ChainHead = { readonly sequence: number; readonly hash: string; readonly at: Date };

/** What led to a change, such as an activity, and the entries that it led to: a redelivery gets them again. */
export type KnownCause = {
  readonly cause: string;
  readonly at: Date;
  readonly sequences: readonly number[];
};

/** A partner as stored: its profile, the roles of its people and its sales channels. */
export type PartnerDocument = Aggregate & {
  readonly shape: 2;
  readonly profile: Omit<Partner, 'id'>;
  readonly roles: readonly RoleGrant[];
  readonly alerts: readonly Subscription[];
  /** The time of the last anchor: the changes of relationships up to then are in one. */
  readonly anchoredAt?: Date;
};

/** The role of one of a partner's people, and the object id of the agent who granted it. */
export type RoleGrant = {
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
  readonly grantedBy: string;
  readonly grantedAt: Date;
};

/** A sales channel: the topics of which it hears, and the agent who asked for that. */
export type Subscription = {
  readonly conversationId: string;
  readonly topics: readonly AlertTopic[];
  readonly by: Pick<Agent, 'tenantId' | 'objectId' | 'name'>;
};

/**
 * A relationship as stored, with the hash of every link that was ever made for it. `customerKey` is unique among this
 * partner's customers: the tenant id, or `domain:` and the domain while no tenant is known. `shape` is the form of the
 * document: a document of another shape is a fault, and is not read.
 */
export type RelationshipDocument = Aggregate & {
  readonly shape: 3;
  readonly partnerId: string;
  readonly customerKey: string;
  readonly links: readonly StoredLink[];
  readonly updatedAt: Date;
  /** The invitation's link, encrypted, while a question that came through it waits for a reply. */
  readonly sealedLink?: string;
  readonly state: Relationship;
  /** The lists in which it stands, and the keys under which it is found; both follow from the other fields. */
  readonly tags: readonly string[];
  readonly search: readonly string[];
  /** When the clock is to remind of the open invitation; absent: not at all, as things are. */
  readonly remindAt?: Date;
  /** When it is to be told that nobody looks after the open invitation; absent: not at all, as things are. */
  readonly escalateAt?: Date;
  /** The plan for which these times were found, while an invitation is open. */
  readonly plannedFor?: string;
  /** Absent unless the clock could do nothing with it since it last changed: until when it is left alone. */
  readonly passedOver?: { readonly until: Date; readonly times: number };
  /** Who looks after the invitation while it is open. */
  readonly openOwner?: Pick<Owner, 'objectId' | 'name'>;
};

/** A link that was made for a relationship; `askedIn`: the conversation in which its invitation was asked for. */
export type StoredLink = {
  readonly tokenHash: TokenHash;
  readonly invitationId: string;
  readonly askedIn?: string;
};

/** A stored relationship, with its id, its partner's id and its version. */
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
  /** What people call it, where Teams says so: of a personal chat, the person. */
  readonly name?: string;
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

/** The one document that is written to find out whether the database takes writes. */
export type ProbeDocument = { readonly _id: 'writes'; readonly at: Date };

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
export type PartnerChange = 'profile' | 'template' | 'role' | 'alerts' | 'delivery';

/** The head of a relationship's chain, as an anchor keeps it. */
export type AnchoredHead = {
  readonly relationshipId: string;
  readonly sequence: number;
  readonly hash: string;
};

/** What an entry of a chain says: an event, a refused attempt, a change of the partner itself, or an anchor. */
export type EntryContent =
  | EventContent
  | {
      readonly what:
        | { readonly type: 'refused'; readonly command: AttemptName; readonly code: RuleCode }
        | {
            readonly type: PartnerChange;
            /** The person of a role, the language of a template, the conversation of alerts, the event of a delivery; null for the profile. */
            readonly subject: string | null;
            readonly before: Readonly<Record<string, unknown>>;
            readonly after: Readonly<Record<string, unknown>>;
          }
        | { readonly type: 'anchor'; readonly heads: readonly AnchoredHead[] };
    };

/** An event with the facts of the relationship that it changed, and the conversation of its command. */
export type EventContent = {
  readonly what: { readonly type: 'event' };
  readonly event: Event;
  readonly before: Partial<RelationshipFacts>;
  readonly after: Partial<RelationshipFacts>;
  readonly conversationId: string | null;
};

/** An entry before it has its place in a chain. */
export type Entry = EntryContent & {
  readonly at: Date;
  readonly by: AuditActor;
  readonly cause: string | null;
};

/**
 * An entry in its place in the chain of a relationship or a partner; history and audit are read from these. `hash`
 * holds the hash of the entry before it.
 */
export type EntryDocument = Entry & {
  /** The id of the document, and the sequence in nine digits: sorted by it, a chain is in its order. */
  readonly _id: string;
  readonly partnerId: string;
  /** Null in the chain of a partner. */
  readonly relationshipId: string | null;
  readonly sequence: number;
  readonly hash: string;
};

/** An entry that waits to be passed on; `sealed`: the invitation's link, encrypted, for the card or mail with it. */
export type OutboxEntry = EntryDocument & { readonly sealed?: string };
