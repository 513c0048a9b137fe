import type { Command } from '../relationship/command.ts';
import type { Change } from '../store/relationships/change.ts';
import type { EventNotes } from '../store/relationships/outbox.ts';
import type { Sessions as StoredSessions } from '../store/sessions.ts';
import { type AnsweringParts, createAnswering } from './answering.ts';
import { createAttempts } from './attempts.ts';
import { type CarryOutParts, createAgentCommands, createCarryOut } from './carry-out.ts';
import { type ChannelParts, createChannels } from './channels.ts';
import { createDue } from './due.ts';
import { createFollowingUp } from './following-up.ts';
import { createInviting, type InvitingParts } from './inviting.ts';
import { createMailing, type MailParts } from './mails.ts';
import { createPeople, createRoles, type PeopleParts } from './people.ts';
import { createProfile, type ProfileParts } from './profile.ts';
import { createReading, type ReadingParts } from './reading.ts';
import { createRecording } from './recording.ts';
import type { RefusedAttempts } from './refused-attempts.ts';
import { createSessions } from './sessions.ts';
import { createTargets } from './targets.ts';

type Shared = 'attempts' | 'carryOut' | 'carryOutForAgent' | 'targets' | 'sessions' | 'roleOf';

/** What the service is built from: the store's rooms, and functions of rooms to its right. */
export type ServiceParts = CarryOutParts &
  Omit<
    InvitingParts & MailParts & AnsweringParts & PeopleParts & ProfileParts & ChannelParts & ReadingParts,
    Shared
  > & {
    readonly refusedAttempts: RefusedAttempts;
    readonly sessions: StoredSessions;
    /** The operator's first Admin agents, as object ids or `tenant/object`. */
    readonly adminAgents: readonly string[];
  };

/** Every use case, by subject: a surface reads, asks one of these, and shows what comes back. */
export function createService(parts: ServiceParts) {
  const { queries, partners, canMail, seal, refusedAttempts } = parts;
  const targets = createTargets(queries);
  const attempts = createAttempts({ targets, refusedAttempts });
  const carryOut = createCarryOut(parts);
  const carryOutForAgent = createAgentCommands(attempts, carryOut);
  const sessions = createSessions(parts.sessions);
  const roleOf = createRoles(parts.agents, parts.adminAgents);
  const { lookUpTenant, regions, drawInvitationId } = parts;
  return {
    inviting: createInviting({ attempts, carryOut, queries, lookUpTenant, regions, drawInvitationId, seal }),
    followingUp: createFollowingUp({ attempts, carryOut, carryOutForAgent, queries, roleOf }),
    recording: createRecording({ attempts, carryOutForAgent }),
    mailing: createMailing({ attempts, carryOut, queries, seal, canMail, readLetter: parts.readLetter }),
    answering: createAnswering({ attempts, carryOut, queries, partners, sessions, seal, canMail }),
    profile: createProfile({
      attempts,
      partners,
      tenantsOf: parts.tenantsOf,
      isUsable: parts.isUsable,
      builtInTemplate: parts.builtInTemplate,
    }),
    people: createPeople({ attempts, agents: parts.agents, people: parts.people, roleOf }),
    channels: createChannels({ attempts, conversations: parts.conversations, cards: parts.cards }),
    reading: createReading({ attempts, targets, queries, history: parts.history, outcomes: parts.outcomes }),
    due: createDue({ carryOut, queries, partners }),
    sessions,

    /** Records what the bot itself found out: how a mail went. No person asks for it, so nothing refused is recorded. */
    execute: (command: Command, relationshipId: string, notes?: EventNotes): Promise<Change> =>
      carryOut(command, { relationshipId }, notes),
  };
}

/** Every use case, by subject. */
export type Service = ReturnType<typeof createService>;
