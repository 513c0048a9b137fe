import type { Command } from './command.ts';
import type { Event } from './event.ts';
import { ANSWERING_RULES } from './rules/answering.ts';
import { ESCALATING_RULES } from './rules/escalating.ts';
import { FOLLOWING_UP_RULES } from './rules/following-up.ts';
import type { Situation } from './rules/guards.ts';
import { INVITING_RULES } from './rules/inviting.ts';
import { MAIL_RULES } from './rules/mails.ts';
import { type AgentCommand, requirePermission } from './rules/permissions.ts';
import { QUESTION_RULES } from './rules/questions.ts';
import { RECORDING_RULES } from './rules/recording.ts';
import { REPLY_MAIL_RULES } from './rules/reply-mails.ts';

type Rule<T extends Command['type']> = (
  command: Extract<Command, { readonly type: T }>,
  situation: Situation,
  now: Date,
) => Event[];

// Each concern lists its own rules; a command that none of them lists does not compile.
const RULES: { readonly [T in Command['type']]: Rule<T> } = {
  ...INVITING_RULES,
  ...ANSWERING_RULES,
  ...FOLLOWING_UP_RULES,
  ...ESCALATING_RULES,
  ...QUESTION_RULES,
  ...MAIL_RULES,
  ...RECORDING_RULES,
  ...REPLY_MAIL_RULES,
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
