import type { Actor } from '../relationship/people.ts';
import { readinessOf } from '../relationship/readiness.ts';
import { isAboutInvitation, type Relationship, type WithInvitation } from '../relationship/relationship.ts';
import { changedAt, type Standing, standing } from '../relationship/standing.ts';
import { moment, type Reader, say, type WordKey } from './words.ts';

/** The invitation's status in one line: a sign, a word, who and when, so that colour never stands alone. */
export function statusLine(relationship: WithInvitation, reader: Reader, now: Date): string {
  const { invitation } = relationship;
  const status = standing(relationship, now);
  if (status === 'draft') return say(reader.language, 'status.draft');
  const by = 'by' in invitation ? nameOf(invitation.by) : '';
  return say(reader.language, STATUS[status], { by, at: moment(reader, changedAt(invitation, status)) });
}

/** The relationship's status in one line; that of its invitation as long as the status follows from it. */
export function relationshipLine(relationship: Relationship, reader: Reader, now: Date): string {
  if (isAboutInvitation(relationship)) return statusLine(relationship, reader, now);
  const { status, since, by } = relationship;
  const key = status === 'active' ? 'standing.added' : 'standing.ended';
  return say(reader.language, key, { by: nameOf(by), at: moment(reader, since) });
}

/** The colour word of Adaptive Cards for the relationship's status. */
export function relationshipTone(relationship: Relationship, now: Date): ReturnType<typeof tone> {
  if (isAboutInvitation(relationship)) return tone(standing(relationship, now));
  return relationship.status === 'active' ? 'good' : 'warning';
}

/** The name of an actor; '' for the clock. */
export function nameOf(by: Actor): string {
  return by.kind === 'clock' ? '' : by.name;
}

/** What the partner still needs before it can sell and manage, each with its next step. */
export function missingLines(relationship: Relationship, { language }: Reader): string[] {
  return readinessOf(relationship)
    .missing.filter((missing) => missing !== 'relationship')
    .map((missing) => say(language, `missing.${missing}`));
}

/** The colour word of Adaptive Cards for an invitation's status; Teams chooses the colour. */
export function tone(status: Standing): 'default' | 'accent' | 'good' | 'warning' | 'attention' {
  return TONES[status];
}

const STATUS: Record<Standing, WordKey> = {
  draft: 'status.draft',
  sent: 'status.sent',
  viewed: 'status.viewed',
  accepted: 'status.accepted',
  declined: 'status.declined',
  revoked: 'status.revoked',
  superseded: 'status.superseded',
  expired: 'status.expired',
};

const TONES: Record<Standing, ReturnType<typeof tone>> = {
  draft: 'default',
  sent: 'accent',
  viewed: 'accent',
  accepted: 'good',
  declined: 'attention',
  revoked: 'warning',
  superseded: 'warning',
  expired: 'warning',
};
