import type { Log } from '../../log.ts';
import type { Attempt } from '../../relationship/attempt.ts';
import type { Role, RoleHolder } from '../../relationship/partner.ts';
import type { TenantGroup } from '../../relationship/values/tenant-groups.ts';
import type { Service } from '../../service/service.ts';
import type { Agents } from '../../store/agents.ts';
import type { Conversations } from '../../store/conversations.ts';
import type { PostedCard } from '../../store/documents.ts';
import type { Partners } from '../../store/partners.ts';
import type { People } from '../../store/people.ts';
import type { History } from '../../store/relationships/history.ts';
import type { Outcomes } from '../../store/relationships/outcomes.ts';
import type { RelationshipQueries } from '../../store/relationships/queries.ts';
import type { Sessions } from '../../store/sessions.ts';
import type { Card } from '../cards/card.ts';
import type { Connector } from '../connector.ts';

/** A card to answer with; a living one is brought up to date whenever something happens to its invitation. */
export type Answer = {
  readonly card: Card;
  readonly living?: Pick<PostedCard, 'relationshipId' | 'invitationId' | 'audience'>;
};

/**
 * The answer to a press: a card that takes the pressed one's place for the person, further cards below it, or both.
 * Without a card in its place the person gets the first further card's summary as a passing message.
 */
export type PressAnswer = { readonly inPlace?: Card; readonly below?: readonly Answer[] };

/** What answering needs. */
export type AnswerParts = {
  readonly service: Service;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  readonly agents: Agents;
  readonly people: People;
  readonly roleOf: (partnerId: string, person: RoleHolder) => Promise<Role>;
  /** All tenants of the partner whose this one is. */
  readonly tenantsOf: (tenantId: string) => TenantGroup;
  readonly history: History;
  readonly outcomes: Outcomes;
  readonly conversations: Conversations;
  readonly sessions: Pick<Sessions, 'isAdministrator'>;
  /** Never rejects: what cannot be recorded is logged, and the answer stays what it is. */
  readonly recordRefusal: (attempt: Attempt) => Promise<void>;
  readonly connector: Connector;
  readonly now: () => Date;
  readonly log: Log;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
};
