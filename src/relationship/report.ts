/** What has become of one invitation so far. */
export type InvitationOutcome = {
  readonly sentAt: Date;
  readonly viewedAt?: Date | null;
  readonly answeredAt?: Date | null;
  readonly end?: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null;
};

/**
 * The invitations sent in a period, counted by outcome. `medianHours`: from sending to the answer; absent without
 * answers.
 */
export type Report = {
  readonly sent: number;
  readonly viewed: number;
  readonly accepted: number;
  readonly declined: number;
  readonly expired: number;
  readonly withdrawn: number;
  readonly open: number;
  readonly medianHours?: number;
};

const HOUR = 3_600_000;

/** The report on these invitations. */
export function summarise(outcomes: readonly InvitationOutcome[]): Report {
  const countEnded = (end: InvitationOutcome['end']) =>
    outcomes.filter((outcome) => outcome.end === end).length;
  const hours = outcomes.flatMap(({ sentAt, answeredAt }) =>
    answeredAt ? [(answeredAt.getTime() - sentAt.getTime()) / HOUR] : [],
  );
  const medianHours = median(hours);
  return {
    sent: outcomes.length,
    viewed: outcomes.filter(({ viewedAt }) => viewedAt).length,
    accepted: countEnded('accepted'),
    declined: countEnded('declined'),
    expired: countEnded('expired'),
    withdrawn: countEnded('withdrawn'),
    open: outcomes.filter(({ end }) => !end).length,
    ...(medianHours === undefined ? {} : { medianHours }),
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return undefined;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}
