import type { Grant, PaceRule } from '../store/deliveries/paces.ts';

// Teams takes 50 calls a second for a tenant. With one slot each 20.9 ms, and none used more than 20 ms late, no second
// has more than 49.
const SLOTS_A_SECOND = 47.8;
const HORIZON_MS = 100;

/** How late a slot may still be used. */
export const LATE_MS = 20;

/** The most calls for a tenant in a second. */
export const TENANT_MOST = 50;

/** The rule by which a tenant's slots are handed out, at `rate` times Teams' published limit. */
export function paceAt(rate: number): PaceRule {
  return { intervalMs: 1000 / (SLOTS_A_SECOND * rate), horizonMs: HORIZON_MS };
}

/** What is known of a tenant's slots: the first that nobody has, and until when Teams wants no call. */
export type Pace = { readonly nextAt: number; readonly notBefore: number };

/** At most so many slots, and what is left; the database does the same in one write (`store/deliveries/paces`). */
export function reserve(
  { nextAt, notBefore }: Pace,
  most: number,
  now: number,
  { intervalMs, horizonMs }: PaceRule,
): { readonly grant: Grant; readonly pace: Pace } {
  const start = Math.max(nextAt, notBefore, now);
  const room = Math.floor((now + horizonMs - start) / intervalMs);
  const slots = Math.max(0, Math.min(most, room + 1));
  const next = slots > 0 ? start + slots * intervalMs : nextAt;
  return { grant: { now, start, slots }, pace: { nextAt: next, notBefore } };
}
