import type { AddAsk, InviteAsk } from '../../drafting.ts';
import type { Attestation, RecordAccess } from '../../relationship/command.ts';
import type { CustomerDomain } from '../../relationship/customer-domain.ts';
import type { Authority, Cloud, Language, Role } from '../../relationship/partner.ts';
import type { Argument } from './argument.ts';
import type { Given } from './arrange.ts';
import { build } from './build-request.ts';
import { type CommandName, choiceOf, grammarOf } from './grammar.ts';
import { LONGEST_LINE, type Parsed, parse } from './parse.ts';
import { plain, unpunctuated } from './plain-text.ts';
import { isNone, READ } from './request-values.ts';

/** A partner's profile as somebody asks for it; what is not said stays as it is, and null is to be there no longer. */
export type SetupAsk = {
  readonly name?: string;
  readonly country?: string;
  readonly cloud?: Cloud;
  readonly partnerId?: string | null;
  readonly language?: Language;
  readonly authority?: Authority;
  readonly lifeDays?: number;
  readonly reminderDays?: readonly number[];
  readonly link?: string | null;
};

/** What a channel can be told of. */
export type Topic = 'accepted' | 'declined' | 'expired' | 'viewed';

/** What somebody asks of the bot, checked: a typed line and a submitted form lead to the same. */
export type Request =
  | { readonly type: 'help'; readonly topic?: CommandName }
  | { readonly type: 'setup'; readonly ask: SetupAsk }
  | { readonly type: 'invite'; readonly ask: InviteAsk }
  | { readonly type: 'add'; readonly ask: AddAsk }
  | { readonly type: 'customer'; readonly target: string }
  | { readonly type: 'end'; readonly target: string }
  | { readonly type: 'remind'; readonly id: string }
  | { readonly type: 'extend'; readonly id: string; readonly days: number }
  | { readonly type: 'handover'; readonly from: string; readonly to: string }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'report'; readonly days: number }
  | { readonly type: 'check'; readonly domain: CustomerDomain }
  /** As a card in the chat unless it says otherwise. */
  | { readonly type: 'share'; readonly id: string; readonly way?: 'mail' }
  | { readonly type: 'reissue'; readonly id: string }
  | { readonly type: 'status'; readonly target: string }
  | {
      readonly type: 'list';
      readonly filter: 'all' | 'open' | 'accepted' | 'declined' | 'expired';
      readonly mine: boolean;
      readonly page: number;
    }
  | { readonly type: 'customers'; readonly text?: string; readonly page: number }
  | { readonly type: 'reply'; readonly id: string; readonly text: string }
  | { readonly type: 'revoke'; readonly id: string; readonly reason?: string }
  /** Off without topics: all of them. */
  | { readonly type: 'alerts'; readonly isOn: boolean; readonly topics: readonly Topic[] }
  | { readonly type: 'agreement'; readonly target: string; readonly attestation?: Attestation }
  | { readonly type: 'access'; readonly target: string; readonly access: RecordAccess['access'] }
  | { readonly type: 'history'; readonly target: string; readonly page: number }
  | { readonly type: 'role'; readonly person: string; readonly role: Role }
  /** Without an action: its form, filled in with what was said. */
  | {
      readonly type: 'template';
      readonly language?: Language;
      readonly action?: 'save' | 'preview' | 'reset';
      readonly subject?: string;
      readonly body?: string;
    }
  | { readonly type: 'invitations' };

/** A command that lacks something or says something that cannot be: asked for with a form that keeps the rest. */
export type Incomplete = {
  readonly type: 'form';
  readonly command: CommandName;
  readonly given: Given;
  readonly problems: readonly Problem[];
};

/** What is wrong with one argument. `unknown`: the command knows no such key. */
export type Problem = { readonly argument: string; readonly kind: 'missing' | 'invalid' | 'unknown' };

/** What a line of text or a form asks for. */
export type Understood = Request | Incomplete | Exclude<Parsed, { type: 'command' | 'unknown-key' }>;

const LONGEST_TEXT = 500;

/** What somebody wrote asks for. */
export function understand(text: string): Understood {
  const parsed = parse(text);
  // Nothing is done on half of what somebody wrote.
  if (parsed.type === 'command' && text.length > LONGEST_LINE)
    return { type: 'form', command: parsed.name, given: parsed.given, problems: [] };
  if (parsed.type === 'unknown-key') {
    const problems = [{ argument: parsed.key, kind: 'unknown' } as const];
    return { type: 'form', command: parsed.name, given: parsed.given, problems };
  }
  return parsed.type === 'command' ? request(parsed.name, parsed.given) : parsed;
}

/** What a command with these arguments asks for, or the form that is needed first. */
export function request(command: CommandName, given: Given): Request | Incomplete {
  const { arguments: asked } = grammarOf(command);
  const known = Object.entries(asked);
  const made = Object.entries(given).map(([name, value]) => {
    return [name, asked[name]?.isVerbatim ? value : plain(value)] as const;
  });
  const filled = Object.fromEntries(made.filter(([, value]) => value !== ''));
  const checked = known.map(([name, argument]) => ({ name, argument, ...check(argument, filled[name]) }));
  const problems = checked.flatMap(({ name, argument, value, isInvalid }): Problem[] => {
    if (isInvalid) return [{ argument: name, kind: 'invalid' }];
    return argument.isRequired && value === undefined ? [{ argument: name, kind: 'missing' }] : [];
  });
  if (problems.length > 0) return { type: 'form', command, given: filled, problems };
  const values = checked.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return build(command, Object.fromEntries(values));
}

type Checked = { readonly value?: string | number; readonly isInvalid?: true };

function check(argument: Argument, written: string | undefined): Checked {
  const { kind } = argument;
  if (written === undefined) return {};
  if (written.length > (argument.longest ?? LONGEST_TEXT)) return { isInvalid: true };
  if (argument.isRemovable && isNone(unpunctuated(written))) return { value: '' };
  const value = argument.choices
    ? choiceOf(argument, written)
    : READ[kind](isWhole(kind) ? written : unpunctuated(written));
  return value === undefined ? { isInvalid: true } : { value };
}

// Dots and brackets belong to names: `Contoso S.A.`, `@Dana Souza (Sales)`.
const isWhole = (kind: Argument['kind']) => kind === 'text' || kind === 'person' || kind === 'target';
