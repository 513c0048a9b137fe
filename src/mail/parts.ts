import type { OpenLink } from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import type { Relationship, WithInvitation } from '../relationship/relationship.ts';
import { isOver } from '../relationship/standing.ts';
import type { Service } from '../service/service.ts';
import type { MailSender } from './compose.ts';
import type { Smtp } from './smtp.ts';

/** What sending mails is built from. */
export type MailerParts = {
  readonly smtp: Smtp;
  readonly sender: MailSender;
  readonly openLink: OpenLink;
  readonly service: Pick<Service, 'execute'>;
  readonly now: () => Date;
  readonly log: Log;
};

/** Whether the customer can still answer this invitation: it has not ended, been replaced or run out of time. */
export function isWaiting(state: Relationship, invitationId: string, now: Date): state is WithInvitation {
  if (state.status !== 'invited') return false;
  return state.invitation.id === invitationId && !isOver(state.invitation, now);
}
