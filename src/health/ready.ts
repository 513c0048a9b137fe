import type { Log } from '../log.ts';
import { atMost } from '../store/at-most.ts';
import type { ClockReading } from '../store/clock.ts';
import { errorName, isAway } from '../store/database-errors.ts';
import { StandaloneError } from '../store/mongo.ts';
import type { Store } from '../store/store.ts';

/** What readiness is built from. `storeTenants` stores the configured partner tenants; it may be tried several times. */
export type ReadinessParts = {
  readonly store: Pick<Store, 'ping' | 'requireReplicaSet' | 'ensureIndexes'>;
  readonly storeTenants: () => Promise<void>;
  /** Takes the database's time, which comes with every answer to a ping. */
  readonly follow: (reading: ClockReading) => void;
  /** What has to hold at every moment once the program could begin; the work goes on all the same. */
  readonly lasting: readonly ReadinessStep[];
  readonly log: Log;
};

/** Why the program cannot do its work: `status` in plain words without a secret, `error` for the log. */
type Obstacle = {
  readonly status: string;
  readonly error?: unknown;
  /** True where the work goes on all the same. */
  readonly isPassable?: true;
};

/** One thing that readiness needs. */
export type ReadinessStep = {
  readonly attempt: () => Promise<void>;
  /** What `/ready` says while the step is under way for the first time. */
  readonly pending: string;
  /** What `/ready` says after the step has failed. */
  readonly failed: (error: unknown) => string;
};

// A probe is answered within this time, even while an index is being made: probes often give up after a second.
const LONGEST_PROBE_MS = 800;
const TRY_AGAIN_MS = 1000;
const NO_ANSWER = 'the database does not answer';
const SLOW: Obstacle = { status: 'the database answers slowly', isPassable: true };
const NO_SET = 'the database is not a replica set';
const MAKING = 'the indexes are being made';

/** Knows whether the program can do its work, and logs each reason why it cannot once. */
export function createReadiness(parts: ReadinessParts) {
  const report = createReadinessLog(parts.log);
  const { attempt, pending } = createReadinessSteps(parts);
  let failure: Obstacle | undefined;
  let underway: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const tryNow = async (): Promise<void> => {
    failure = await attempt();
    underway = undefined;
    if (!isStopped) report(failure);
  };

  const obstacle = async (): Promise<string | undefined> => {
    underway ??= tryNow();
    if (await atMost(underway, LONGEST_PROBE_MS)) return failure?.status;
    const slow = failure ?? { status: pending() };
    // An unanswered ping fails after a few seconds, and is logged then with its error; the other steps may take minutes.
    if (!isStopped && slow.status !== NO_ANSWER) report(slow);
    return slow.status;
  };

  const startWhenReady = async (start: () => void): Promise<void> => {
    await obstacle();
    // However long it takes: a slow database must not keep the work from starting.
    await underway;
    if (isStopped) return;
    if (!failure || failure.isPassable) start();
    else timer = setTimeout(startWhenReady, TRY_AGAIN_MS, start);
  };

  return {
    /** Why the program cannot do its work now, in plain words without a secret; undefined when it can. */
    obstacle,

    /** Calls `start` once the program can do its work, which may be long after now; tries every second until then. */
    startWhenReady: (start: () => void): void => void startWhenReady(start),

    /** Starts nothing and logs nothing from now on. */
    stop(): void {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

// The ping is repeated at every attempt; the other steps only until they have succeeded.
function createReadinessSteps(parts: ReadinessParts) {
  const [ping, ...others] = readinessSteps(parts);
  let left: readonly ReadinessStep[] = others;
  let current = ping;

  const lastingFailure = async (): Promise<Obstacle | undefined> => {
    for (const step of parts.lasting) {
      const failed = await failedAt(step);
      if (failed) return { ...failed, isPassable: true };
    }
    return undefined;
  };

  const failedAt = async (step: ReadinessStep): Promise<Obstacle | undefined> => {
    current = step;
    try {
      await step.attempt();
      return undefined;
    } catch (error) {
      return { status: step.failed(error), error };
    }
  };

  return {
    async attempt(): Promise<Obstacle | undefined> {
      const isFirst = left.length > 0;
      const began = performance.now();
      const unanswered = await failedAt(ping);
      if (unanswered) return unanswered;
      const isSlow = performance.now() - began > LONGEST_PROBE_MS;
      for (const step of left) {
        const failed = await failedAt(step);
        if (failed) return failed;
        left = left.filter((one) => one !== step);
      }
      // The first answer needs a connection besides.
      return isSlow && !isFirst ? SLOW : lastingFailure();
    },

    pending: (): string => current.pending,
  };
}

function readinessSteps({
  store,
  storeTenants,
  follow,
}: ReadinessParts): [ReadinessStep, ...ReadinessStep[]] {
  return [
    {
      attempt: async () => follow(await store.ping()),
      pending: NO_ANSWER,
      failed: refusal,
    },
    {
      attempt: store.requireReplicaSet,
      pending: NO_ANSWER,
      failed: (error) => (error instanceof StandaloneError ? NO_SET : refusal(error)),
    },
    {
      attempt: store.ensureIndexes,
      pending: MAKING,
      failed: (error) => (isAway(error) ? unmade(error) : inPlainWords(error)),
    },
    {
      attempt: storeTenants,
      pending: 'the partners’ tenants are being stored',
      failed: () => 'the partners’ tenants could not be stored',
    },
  ];
}

function refusal(error: unknown): string {
  return isAway(error) ? NO_ANSWER : `the database refuses to answer (${errorName(error)})`;
}

// The driver gives up waiting for an answer after some seconds; the server goes on making the index.
function unmade(error: unknown): string {
  return errorName(error) === 'MongoNetworkTimeoutError' ? MAKING : NO_ANSWER;
}

// What the store says of an index has no data and no secret in it.
function inPlainWords(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

// The same cause is logged once, however often it is met.
function createReadinessLog(log: Log): (obstacle: Obstacle | undefined) => void {
  let logged: string | undefined;

  return (obstacle) => {
    const cause = obstacle && obstacleKey(obstacle);
    if (cause === logged) return;
    logged = cause;
    if (obstacle) log[levelOf(obstacle)]({ err: obstacle.error }, `Not ready: ${obstacle.status}`);
    else log.info('Ready again');
  };
}

// The message of an error names ports and connections that change each time; its name does not.
function obstacleKey({ status, error }: Obstacle): string {
  return error === undefined ? status : `${status}: ${errorName(error)}`;
}

function levelOf({ error }: Obstacle): 'warn' | 'error' {
  return error === undefined || isAway(error) ? 'warn' : 'error';
}
