import type { Command } from './command.ts';
import type { Event } from './event.ts';
import { decideAccept, decideDecline, decideExpire, decideStray, decideView } from './rules/answering.ts';
import {
  decideExtend,
  decideHandOver,
  decideRemind,
  decideRevoke,
  decideShare,
} from './rules/following-up.ts';
import type { Situation } from './rules/guards.ts';
import { decideAdd, decideInvite, decideReissue } from './rules/inviting.ts';
import { decideFailMail, decideSendMail, decideUnsubscribe } from './rules/mails.ts';
import { type AgentCommand, requirePermission } from './rules/permissions.ts';
import { decideAsk, decideReply, decideReportAbuse } from './rules/questions.ts';
import { decideAccess, decideAgreement, decideEnd } from './rules/recording.ts';
import { decideReplyMail } from './rules/reply-mails.ts';

type Rule<T extends Command['type']> = (
  command: Extract<Command, { readonly type: T }>,
  situation: Situation,
  now: Date,
) => Event[];

const RULES: { readonly [T in Command['type']]: Rule<T> } = {
  invite: decideInvite,
  add: decideAdd,
  reissue: decideReissue,
  view: decideView,
  stray: decideStray,
  accept: decideAccept,
  decline: decideDecline,
  expire: decideExpire,
  share: decideShare,
  remind: decideRemind,
  extend: decideExtend,
  handover: decideHandOver,
  revoke: decideRevoke,
  ask: decideAsk,
  reply: decideReply,
  'report-abuse': decideReportAbuse,
  mail: decideSendMail,
  'fail-mail': decideFailMail,
  unsubscribe: decideUnsubscribe,
  'reply-mail': decideReplyMail,
  agreement: decideAgreement,
  access: decideAccess,
  end: decideEnd,
};

/**
 * What a command leads to at this time: events, none when there is nothing to do, or a thrown Refusal. An agent's role
 * is checked before any rule, so that a refused agent learns nothing of the customer.
 */
export function decide(command: Command, situation: Situation, now: Date): Event[] {
  if (isByAgent(command)) requirePermission(command.type, command.by);
  return ruleFor(command.type)(command, situation, now);
}

function isByAgent(command: Command): command is AgentCommand {
  return command.by.kind === 'agent';
}

// Generic, because the compiler does not see that a command and the rule of its type go together.
function ruleFor<T extends Command['type']>(type: T): Rule<T> {
  return RULES[type];
}
