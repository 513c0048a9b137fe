import type { AttemptName } from '../relationship/attempt.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Agent, CustomerPerson } from '../relationship/people.ts';
import { Refusal, type RefusalCode } from '../relationship/refusal.ts';
import {
  type ChangingAction,
  type LookingAction,
  requirePermission,
} from '../relationship/rules/permissions.ts';
import type { Found } from '../store/documents.ts';
import type { RoleOf } from './colleague.ts';
import type { RefusedAttempts } from './refused-attempts.ts';
import type { Target, Targets } from './targets.ts';
import type { Undertaking } from './undertaking.ts';

/** Where a request came from. `cause`: identifies it, so that a redelivery finds the result of the first delivery. */
export type RequestOrigin = { readonly cause?: string; readonly conversationId?: string };

/** An agent who asks for something, with their partner and the origin of the request. */
export type AgentCaller = {
  readonly agent: Agent;
  readonly partner: Partner;
  readonly origin: RequestOrigin;
  /** Where the surface learns what has been changed; absent where it does not need to know. */
  readonly undertaking?: Undertaking;
};

/** An agent whose partner may have no profile yet. */
export type Founder = Omit<AgentCaller, 'partner'> & { readonly partner: Partner | undefined };

/** One of the customer's people who asks for something, with the origin of the request. */
export type CustomerCaller = {
  /** The person as the surface has identified them; a Refusal when it cannot identify them. */
  readonly identify: () => Promise<CustomerPerson>;
  /** The same person as an agent of a partner, because a partner's company may also be a customer. */
  readonly agent?: Agent;
  /** The partner of that agent; absent while it has no profile. */
  readonly partner?: Partner;
  readonly origin: RequestOrigin;
  readonly undertaking?: Undertaking;
};

/** The agent who changes something about the partner itself, and the cause of the change, as the audit records them. */
export function changedBy({ agent: by, origin: { cause } }: Pick<AgentCaller, 'agent' | 'origin'>): {
  by: Agent;
  cause?: string;
} {
  return { by, ...(cause === undefined ? {} : { cause }) };
}

/** What attempts need. */
export type AttemptParts = {
  readonly targets: Targets;
  readonly refusedAttempts: RefusedAttempts;
  /** The role that a person has by now: one that was taken away a moment ago changes nothing any more. */
  readonly roleNow: RoleOf;
};

/**
 * Carries out what people try. The role that an agent needs is checked first, so that an agent without it learns
 * nothing. A refused attempt to change something is recorded here, for every surface (S1), and the Refusal is thrown
 * on.
 */
export function createAttempts(parts: AttemptParts) {
  const change = <T>(action: ChangingAction, caller: Founder, work: Work<T>, about?: Target): Promise<T> => {
    const permitted = async () => {
      const role = await parts.roleNow(caller.partner?.id ?? '', caller.agent);
      requirePermission(action, { role });
      return undertaken(caller, work);
    };
    return recorded(parts, () => triedByAgent(parts, action, caller, about), permitted);
  };

  return {
    /** Carries out what an agent asks for. `about`: the relationship that a refused attempt is recorded with. */
    change,

    /** The same with the relationship that the agent means; a Refusal when the partner has none like it. */
    changeOf: <T>(
      action: ChangingAction,
      caller: AgentCaller,
      target: Target,
      work: (found: Found) => Promise<T>,
    ): Promise<T> =>
      change(action, caller, async () => work(await parts.targets.find(target, caller.partner)), target),

    /** Reads with the permission that the action needs; a refused attempt to read is not recorded. */
    look,

    /** Carries out what one of the customer's people asks for about this relationship. */
    async answer<T>(
      command: AttemptName,
      caller: CustomerCaller,
      found: Found,
      work: (person: CustomerPerson) => Promise<T>,
    ): Promise<T> {
      const person = await caller.identify();
      return recorded(
        parts,
        async () => triedByCustomer(command, caller, found, person),
        () => undertaken(caller, () => work(person)),
      );
    },
  };
}

type Work<T> = () => Promise<T>;

/** Carries out what people try, and records what was refused. */
export type Attempts = ReturnType<typeof createAttempts>;

// What was tried, by which person, and at which partner and relationship.
type Tried = {
  readonly command: AttemptName;
  readonly by: Agent | CustomerPerson;
  /** Undefined while the partner has no profile, and therefore no audit. */
  readonly partnerId: string | undefined;
  readonly found: Found | undefined;
  readonly origin: RequestOrigin;
};

async function triedByAgent(
  { targets }: AttemptParts,
  command: ChangingAction,
  { agent: by, partner, origin }: Founder,
  about: Target | undefined,
): Promise<Tried> {
  const found = about && partner && (await targets.findIfAny(about, partner));
  return { command, by, partnerId: partner?.id, found, origin };
}

function triedByCustomer(
  command: AttemptName,
  { agent, origin }: CustomerCaller,
  found: Found,
  person: CustomerPerson,
): Tried {
  return { command, by: agent ?? person, partnerId: found.partnerId, found, origin };
}

async function look<T>(
  action: LookingAction,
  { agent }: Pick<AgentCaller, 'agent'>,
  work: () => Promise<T>,
): Promise<T> {
  requirePermission(action, agent);
  return work();
}

async function undertaken<T>({ undertaking }: Pick<Founder, 'undertaking'>, work: Work<T>): Promise<T> {
  undertaking?.begin();
  const done = await work();
  undertaking?.finish();
  return done;
}

async function recorded<T>(
  parts: AttemptParts,
  tried: () => Promise<Tried>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error.reason;
    const recording = parts.refusedAttempts.unlessItFails(async () => record(parts, await tried(), code));
    // A refusal for another organisation's link must take no longer than one for a link that does not exist.
    if (code !== 'other-organisation') await recording;
    throw error;
  }
}

async function record(
  { refusedAttempts }: AttemptParts,
  { command, by, partnerId, found, origin }: Tried,
  code: RefusalCode,
): Promise<void> {
  if (partnerId === undefined) return;
  const relationship = found?.partnerId === partnerId ? { relationshipId: found.relationshipId } : {};
  const cause = origin.cause === undefined ? {} : { cause: origin.cause };
  await refusedAttempts.record({ partnerId, by, command, code, ...relationship, ...cause });
}
