import type { LaneDocument } from '../store/deliveries/documents.ts';
import { type Lanes, LEASE_MS, type Unsaved } from '../store/deliveries/lanes.ts';
import type { Time } from './time.ts';
import type { Lease, Traffic } from './traffic.ts';

/** Another process holds the lane: this one writes and sends nothing more in it. */
export class StaleLeaseError extends Error {
  override readonly name = 'StaleLeaseError';
}

/** What a lease is kept with. */
export type LeaseParts = {
  readonly lanes: Pick<Lanes, 'claim' | 'claimAny' | 'renew' | 'leave'>;
  readonly traffic: Traffic;
  readonly time: Time;
};

/** A lane that this process holds. */
export type HeldLane = Lease & {
  readonly id: string;
  readonly token: number;
  /** Gives it back; false when work came meanwhile. `dueMs`: in so many milliseconds there is work again. */
  readonly leave: (dueMs: number | undefined) => Promise<boolean>;
  /** Renews the lease and reads the counter. */
  readonly renew: () => Promise<void>;
};

// Longer than the longest call.
const CALL_MS = 11_000;

/** Claims a lane; undefined when there is none with work that nobody holds. */
export async function claimLane(
  claim: () => Promise<LaneDocument | null>,
  parts: LeaseParts,
): Promise<HeldLane | undefined> {
  const asked = parts.time.now();
  const lane = await claim();
  if (!lane) return undefined;
  parts.traffic.clock.learn(lane.readAt, asked);
  parts.traffic.hold(lane);
  return heldLane(lane, asked, parts);
}

function heldLane({ _id: id, token, wakes }: LaneDocument, claimedAt: number, parts: LeaseParts): HeldLane {
  const { lanes, traffic, time } = parts;
  // The database began the lease after it was asked for, so that it ends later than this process believes.
  let began = claimedAt;
  let counter = wakes;

  // Calls that the database did not note because it refused the write are noted by the next one.
  async function saving<T>(write: (unsaved: Unsaved) => Promise<T>): Promise<T | undefined> {
    const unsaved = traffic.takeUnsaved(id);
    let result: T | undefined;
    try {
      result = await write(unsaved);
      return result;
    } finally {
      if (!result) traffic.restore(id, unsaved);
    }
  }

  async function renew(): Promise<void> {
    const asked = time.now();
    const lane = await saving((unsaved) => lanes.renew(id, token, unsaved));
    if (!lane) throw new StaleLeaseError('The lane was taken over');
    traffic.clock.learn(lane.readAt, asked);
    traffic.learn(lane);
    began = asked;
    counter = lane.wakes;
  }

  const covers = (): boolean => time.now() - began < LEASE_MS - CALL_MS;
  return {
    id,
    token,
    covers,
    renew,
    async hold() {
      if (!covers()) await renew();
    },
    async leave(dueMs) {
      return (await saving((unsaved) => lanes.leave(id, token, { wakes: counter, dueMs }, unsaved))) === true;
    },
  };
}
