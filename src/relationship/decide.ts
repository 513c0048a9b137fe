import type { Command } from './command.ts';
import type { Event } from './event.ts';
import {
  accept,
  decline,
  expire,
  extend,
  handOver,
  remind,
  revoke,
  share,
  stray,
  view,
} from './rules/following-up.ts';
import type { Situation } from './rules/guards.ts';
import { add, invite, reissue } from './rules/inviting.ts';
import { failMail, sendMail, unsubscribe } from './rules/mails.ts';
import { type AgentCommand, requirePermission } from './rules/permissions.ts';
import { ask, reply, reportAbuse } from './rules/questions.ts';
import { end, recordAccess, recordAgreement } from './rules/recording.ts';
import { recordReplyMail } from './rules/reply-mails.ts';

/** What a command leads to at this instant: events, none when there is nothing to do, or a thrown Refusal. */
export function decide(command: Command, situation: Situation, now: Date): Event[] {
  if (isByAgent(command)) requirePermission(command.type, command.by);
  switch (command.type) {
    case 'invite':
      return invite(command, situation, now);
    case 'add':
      return add(command, situation, now);
    case 'reissue':
      return reissue(command, situation, now);
    case 'agreement':
      return recordAgreement(command, situation, now);
    case 'access':
      return recordAccess(command, situation, now);
    case 'end':
      return end(command, situation, now);
    default:
      return followUp(command, situation, now);
  }
}

function isByAgent(command: Command): command is AgentCommand {
  return command.by.kind === 'agent';
}

type OfInvitation = Exclude<Command, { type: 'invite' | 'add' | 'reissue' | 'agreement' | 'access' | 'end' }>;

function followUp(command: OfInvitation, situation: Situation, now: Date): Event[] {
  switch (command.type) {
    case 'share':
      return share(command, situation, now);
    case 'mail':
      return sendMail(command, situation, now);
    case 'fail-mail':
      return failMail(command, situation, now);
    case 'unsubscribe':
      return unsubscribe(command, situation, now);
    case 'view':
      return view(command, situation, now);
    case 'stray':
      return stray(command, situation, now);
    case 'accept':
      return accept(command, situation, now);
    case 'decline':
      return decline(command, situation, now);
    case 'ask':
      return ask(command, situation, now);
    case 'reply':
      return reply(command, situation, now);
    case 'reply-mail':
      return recordReplyMail(command, situation, now);
    case 'report-abuse':
      return reportAbuse(command, situation, now);
    case 'remind':
      return remind(command, situation, now);
    case 'extend':
      return extend(command, situation, now);
    case 'handover':
      return handOver(command, situation, now);
    case 'revoke':
      return revoke(command, situation, now);
    case 'expire':
      return expire(command, situation, now);
  }
}
