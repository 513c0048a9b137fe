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
import type { RefusedAttempts } from './refused-attempts.ts';
import type { Target, Targets } from './targets.ts';

/** Where a request came from: `cause` makes a redelivery find what it did the first time. */
export type Origin = { readonly cause?: string; readonly conversationId?: string };

/** One of the partner's people who asks for something, and where. */
export type AgentCaller = { readonly agent: Agent; readonly partner: Partner; readonly origin: Origin };

/** One of the partner's people, before or after the partner has a profile. */
export type Founder = Omit<AgentCaller, 'partner'> & { readonly partner: Partner | undefined };

/** One of the customer's people who asks for something, and where. */
export type CustomerCaller = {
  /** The person as the surface knows them; a Refusal where it does not. */
  readonly identify: () => Promise<CustomerPerson>;
  /** The same person as one of a partner's people, whose company may itself be a customer. */
  readonly agent?: Agent;
  /** The partner of that agent; absent while it has no profile. */
  readonly partner?: Partner;
  readonly origin: Origin;
};

/** What trying something needs. */
export type AttemptParts = { readonly targets: Targets; readonly refusedAttempts: RefusedAttempts };

/**
 * Lets people try things: an agent only with the role that it needs, asked first, so that nothing is learnt on the way.
 * A refused attempt to change something is recorded here, for every surface (S1); the Refusal passes through.
 */
export function createAttempts(parts: AttemptParts) {
  const change = <T>(action: ChangingAction, caller: Founder, work: Work<T>, about?: Target): Promise<T> => {
    const permitted = async () => {
      requirePermission(action, caller.agent);
      return work();
    };
    return recorded(parts, () => triedByAgent(parts, action, caller, about), permitted);
  };

  return {
    /** Carries out what an agent asks for. `about`: the relationship that a refused attempt is recorded with. */
    change,

    /** The same with the relationship that the agent means; a Refusal where there is none of the partner's. */
    changeOf: <T>(
      action: ChangingAction,
      caller: AgentCaller,
      target: Target,
      work: (found: Found) => Promise<T>,
    ): Promise<T> =>
      change(action, caller, async () => work(await parts.targets.find(target, caller.partner)), target),

    /** Looks, with the permission that it needs; a refused look is not recorded. */
    look,

    /** Carries out what one of the customer's people asks of this relationship. */
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
        () => work(person),
      );
    },
  };
}

type Work<T> = () => Promise<T>;

/** Lets people try things, and records what was refused. */
export type Attempts = ReturnType<typeof createAttempts>;

// What was tried: of which partner and relationship, and by which person.
type Tried = {
  readonly command: AttemptName;
  readonly by: Agent | CustomerPerson;
  /** Undefined: the partner has no profile yet, and with it no audit. */
  readonly partnerId: string | undefined;
  readonly found: Found | undefined;
  readonly origin: Origin;
};

async function triedByAgent(
  { targets }: AttemptParts,
  command: ChangingAction,
  { agent: by, partner, origin }: Founder,
  about: Target | undefined,
): Promise<Tried> {
  const found = about && partner && (await targets.exactly(about, partner));
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
    // A foreign link must take no longer to say no than one that never was.
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
