import type { Log } from '../log.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Relationship, WithInvitation } from '../relationship/relationship.ts';
import { isOver } from '../relationship/standing.ts';
import type { Seal } from '../secret.ts';
import type { Service } from '../service/service.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import type { Sender } from './compose.ts';
import type { Smtp } from './smtp.ts';

/** What mailing needs. */
export type MailerParts = {
  readonly smtp: Smtp;
  readonly sender: Sender;
  readonly seal: Seal;
  readonly service: Service;
  readonly log: Log;
  readonly now: () => Date;
};

/** An event and how things stand now that a mail may go out for it. */
export type Happening = {
  readonly recorded: StoredEvent;
  readonly state: Relationship;
  readonly partner: Partner;
};

/** Whether the customer can still answer this invitation: it has not ended, been replaced or run out of time. */
export function isWaiting(state: Relationship, invitationId: string, now: Date): state is WithInvitation {
  if (state.status !== 'invited') return false;
  return state.invitation.id === invitationId && !isOver(state.invitation, now);
}
