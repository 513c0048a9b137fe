import type { Command } from '../relationship/command.ts';
import type { Installation } from '../relationship/installation.ts';
import type { Change } from '../store/relationships/change.ts';
import type { EventNotes } from '../store/relationships/notes.ts';
import type { Store } from '../store/store.ts';
import { createAnswering } from './answering.ts';
import { createAttempts } from './attempts.ts';
import { createAgentCommands, createCarryOut } from './carry-out.ts';
import { createChannels } from './channels.ts';
import { createCommands } from './commands.ts';
import { createDeliveryCare } from './deliveries.ts';
import { createDue } from './due.ts';
import { createHandover } from './handover.ts';
import { createInviting, type InvitingParts } from './inviting.ts';
import { createMailing, type MailParts } from './mails.ts';
import { createPeople, createRoles } from './people.ts';
import { createProfile, type ProfileParts } from './profile.ts';
import { createReading } from './reading.ts';
import type { RefusedAttempts } from './refused-attempts.ts';
import { createSessions } from './sessions.ts';
import { createTargets } from './targets.ts';

/** What the service is built from: the store, and settings, and functions of rooms that this room may not import. */
export type ServiceParts = Pick<InvitingParts, 'lookUpTenant' | 'regions' | 'drawInvitationId' | 'seal'> &
  Pick<MailParts, 'canMail' | 'readLetter'> &
  Pick<ProfileParts, 'tenantsOf' | 'isUsable' | 'builtInTemplate'> & {
    readonly store: Store;
    readonly refusedAttempts: RefusedAttempts;
    /** Called after deliveries were stored, with the lanes in which they wait. */
    readonly onQueued: (lanes: readonly string[]) => void;
    /** Finds out what is wrong with the installation. */
    readonly installation: () => Promise<Installation>;
    /** The operator's first Admin agents, each as `tenant/object`. */
    readonly adminAgents: readonly string[];
  };

/** All use cases, by subject. A surface reads what a person asks for, calls one of these, and shows the result. */
export function createService(parts: ServiceParts) {
  const { store, seal, canMail, refusedAttempts, onQueued, adminAgents, installation } = parts;
  const { queries, partners, agents, people, conversations, subscriptions, cards, history, outcomes } = store;
  const { deliveries, dueRelationships } = store;
  const targets = createTargets(queries);
  const { roleOf, roleNow } = createRoles(agents, adminAgents);
  const attempts = createAttempts({ targets, refusedAttempts, roleNow });
  const carryOut = createCarryOut(store.relationships);
  const carryOutForAgent = createAgentCommands(attempts, carryOut);
  const sessions = createSessions(store.sessions);
  const colleagues = createPeople({ attempts, agents, people, roleOf, conversations, adminAgents });
  const { adminChat } = colleagues;
  const { lookUpTenant, regions, drawInvitationId, readLetter } = parts;
  const { tenantsOf, isUsable, builtInTemplate } = parts;
  return {
    inviting: createInviting({ attempts, carryOut, queries, lookUpTenant, regions, drawInvitationId, seal }),
    commands: createCommands({ attempts, carryOutForAgent }),
    handOver: createHandover({ attempts, carryOut, queries, roleOf: roleNow }),
    mailing: createMailing({ attempts, carryOut, queries, seal, canMail, readLetter }),
    answering: createAnswering({ attempts, carryOut, queries, partners, sessions, seal, canMail }),
    profile: createProfile({ attempts, partners, tenantsOf, isUsable, builtInTemplate }),
    people: colleagues,
    channels: createChannels({
      attempts,
      conversations,
      subscriptions,
      cards,
      deliveries,
      queries,
      onQueued,
    }),
    reading: createReading({ attempts, targets, queries, history, outcomes }),
    deliveryCare: createDeliveryCare({ ...store, attempts, installation }),
    due: createDue({ carryOut, dueRelationships, partners, roleOf: roleNow, adminAgents, adminChat }),
    sessions,

    /**
     * Carries out a command of the bot itself, which records what became of a mail. No person asks for it, so a refusal
     * is not recorded.
     */
    execute: (command: Command, relationshipId: string, notes?: EventNotes): Promise<Change> =>
      carryOut(command, { relationshipId }, notes),
  };
}

/** All use cases, by subject. */
export type Service = ReturnType<typeof createService>;
