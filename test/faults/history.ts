import type { ConnectorCall } from '../support/outside/connector-fates.ts';
import type { Seed } from '../support/outside/seeding.ts';

/** What a run looked like from outside. `acknowledged`: the invitations whose people were told that they accepted. */
export type History = {
  readonly acknowledged: readonly Seed[];
  readonly events: ReadonlyMap<string, readonly string[]>;
  readonly calls: readonly ConnectorCall[];
  /** When a process was killed. */
  readonly kills: readonly number[];
};

/** What is wrong with a history, and the doubled alerts that a kill between sending and marking explains. */
export type Verdict = { readonly violations: readonly string[]; readonly explained: number };

const ACCEPTED = 'invitation-accepted';
// A process marks an alert as soon as Teams has answered; one killed later than this has marked it.
const MARKED_WITHIN_MS = 2_000;

/** Compares what people were told with what is stored and with what Teams got. */
export function judge({ acknowledged, events, calls, kills }: History): Verdict {
  const alerts = alertsByNumber(calls);
  const violations: string[] = [];
  let explained = 0;
  for (const { number, relationshipId } of acknowledged) {
    const changes = (events.get(relationshipId) ?? []).filter((type) => type === ACCEPTED).length;
    if (changes === 0) violations.push(`${number}: the acceptance is lost`);
    if (changes > 1) violations.push(`${number}: accepted ${changes} times`);
    const heard = alerts.get(String(number)) ?? [];
    if (heard.length === 0) violations.push(`${number}: no alert`);
    const doubled = heard.slice(1).filter((at, index) => !isExplained(heard[index] ?? 0, at, kills));
    if (doubled.length > 0) violations.push(`${number}: the alert came ${heard.length} times`);
    explained += heard.length - 1 - doubled.length > 0 ? 1 : 0;
  }
  return { violations, explained };
}

function alertsByNumber(calls: readonly ConnectorCall[]): ReadonlyMap<string, readonly number[]> {
  const alerts = new Map<string, number[]>();
  for (const { method, about, at, isTaken } of calls) {
    if (method !== 'POST' || !isTaken) continue;
    for (const number of about)
      alerts.set(
        number,
        [...(alerts.get(number) ?? []), at].sort((a, b) => a - b),
      );
  }
  return alerts;
}

function isExplained(first: number, second: number, kills: readonly number[]): boolean {
  return kills.some((kill) => kill >= first - 50 && kill <= Math.min(second, first + MARKED_WITHIN_MS));
}
