import type { z } from 'zod';
import type { InviteAsk } from '../../drafting.ts';
import type { Attestation, RecordAccess } from '../../relationship/command.ts';
import type { CustomerDomain } from '../../relationship/customer-domain.ts';
import type { Authority, Cloud, Language, Role } from '../../relationship/partner.ts';
import type { Argument } from './argument.ts';
import { type CommandName, choiceOf, grammarOf, isCommandName } from './grammar.ts';
import { type Given, type Parsed, parse } from './parse.ts';
import { asks, READ } from './request-values.ts';
import { fold, plain, unpunctuated } from './tokenise.ts';

/** A partner's profile as somebody asks for it; what is not said stays as it is. */
export type SetupAsk = {
  readonly name: string;
  readonly country: string;
  readonly cloud?: Cloud;
  readonly partnerId?: string;
  readonly language?: Language;
  readonly authority?: Authority;
  readonly lifeDays?: number;
  readonly link?: string;
};

/** What a channel can be told of. */
export type Topic = 'accepted' | 'declined' | 'expired' | 'viewed';

/** What somebody asks of the bot, checked: a typed line and a submitted form lead to the same. */
export type Request =
  | { readonly type: 'help'; readonly topic?: CommandName }
  | { readonly type: 'setup'; readonly ask: SetupAsk }
  | { readonly type: 'invite'; readonly ask: InviteAsk }
  | { readonly type: 'check'; readonly domain: CustomerDomain }
  | { readonly type: 'share'; readonly id: string }
  | { readonly type: 'reissue'; readonly id: string }
  | { readonly type: 'status'; readonly target: string }
  | {
      readonly type: 'list';
      readonly filter: 'all' | 'open' | 'accepted' | 'declined' | 'expired';
      readonly mine: boolean;
      readonly page: number;
    }
  | { readonly type: 'customers'; readonly text?: string; readonly page: number }
  | { readonly type: 'revoke'; readonly id: string; readonly reason?: string }
  /** Off without topics: all of them. */
  | { readonly type: 'alerts'; readonly isOn: boolean; readonly topics: readonly Topic[] }
  | { readonly type: 'agreement'; readonly target: string; readonly attestation?: Attestation }
  | { readonly type: 'access'; readonly target: string; readonly access: RecordAccess['access'] }
  | { readonly type: 'history'; readonly target: string }
  | { readonly type: 'role'; readonly person: string; readonly role: Role }
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
const LONGEST_URL = 2000;

/** What somebody wrote asks for. */
export function understand(text: string): Understood {
  const parsed = parse(text);
  if (parsed.type === 'unknown-key') {
    const problems = [{ argument: parsed.key, kind: 'unknown' } as const];
    return { type: 'form', command: parsed.name, given: parsed.given, problems };
  }
  return parsed.type === 'command' ? request(parsed.name, parsed.given) : parsed;
}

/** What a command with these arguments asks for, or the form that is needed first. */
export function request(command: CommandName, given: Given): Request | Incomplete {
  const known = Object.entries(grammarOf(command).arguments);
  const made = Object.entries(given).map(([name, value]) => [name, plain(value)] as const);
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
  if (written.length > (kind === 'url' ? LONGEST_URL : LONGEST_TEXT)) return { isInvalid: true };
  const value = argument.choices
    ? choiceOf(argument, written)
    : READ[kind](kind === 'text' || kind === 'person' ? written : unpunctuated(written));
  return value === undefined ? { isInvalid: true } : { value };
}

type Values = Readonly<Record<string, string | number>>;

function build(command: CommandName, values: Values): Request | Incomplete {
  switch (command) {
    case 'help':
      return help(String(values['topic'] ?? ''));
    case 'setup':
      return typed(command, values, (ask) => ({ type: 'setup', ask }));
    case 'invite':
      return typed(command, values, (ask) => ({ type: 'invite', ask }));
    case 'check':
      return typed(command, values, (ask) => ({ type: 'check', ...ask }));
    case 'list':
      return typed(command, values, ({ mine, ...rest }) => ({
        type: 'list',
        ...rest,
        mine: mine === 'mine',
      }));
    case 'customers':
      return typed(command, values, (ask) => ({ type: 'customers', ...ask }));
    case 'revoke':
      return typed(command, values, (ask) => ({ type: 'revoke', ...ask }));
    case 'agreement':
      return agreement(values);
    case 'access':
      return typed(command, values, (ask) => ({ type: 'access', ...ask }));
    case 'role':
      return typed(command, values, (ask) => ({ type: 'role', ...ask }));
    case 'alerts':
      return alerts(values);
    case 'share':
    case 'reissue':
      return { type: command, id: String(values['id']) };
    case 'status':
    case 'history':
      return { type: command, target: String(values['target']) };
    case 'invitations':
      return { type: 'invitations' };
  }
}

function typed<Name extends keyof typeof asks>(
  command: Name,
  values: Values,
  make: (ask: Defined<z.infer<(typeof asks)[Name]>>) => Request,
): Request | Incomplete {
  const { success, data, error } = asks[command].safeParse(values);
  if (success) return make(data as Defined<z.infer<(typeof asks)[Name]>>);
  const problems = error.issues.map(({ path }): Problem => ({ argument: String(path[0]), kind: 'invalid' }));
  return formAgain(command, values, problems);
}

function formAgain(command: CommandName, values: Values, problems: readonly Problem[]): Incomplete {
  const given = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
  return { type: 'form', command, given, problems };
}

// zod says `x?: T | undefined` where the types say `x?: T`; an absent key is never set to undefined here.
type Defined<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };

// Attesting takes Microsoft's word's place, so it needs who signed and when.
function agreement(values: Values): Request | Incomplete {
  const lacking = ['name', 'email', 'date'].filter((argument) => values[argument] === undefined);
  if (values['agreement'] === 'attested' && lacking.length > 0) {
    return formAgain(
      'agreement',
      values,
      lacking.map((argument) => ({ argument, kind: 'missing' })),
    );
  }
  return typed('agreement', values, ({ target, agreement: how, name = '', email = '', date = '' }) => {
    const attestation = how === 'attested' ? { attestation: { name, email, agreedOn: new Date(date) } } : {};
    return { type: 'agreement', target, ...attestation };
  });
}

function help(topic: string): Request {
  const parsed = parse(topic);
  if (parsed.type === 'command' || parsed.type === 'unknown-key') return { type: 'help', topic: parsed.name };
  return isCommandName(topic) ? { type: 'help', topic } : { type: 'help' };
}

const TOPICS: Record<Topic, readonly string[]> = {
  accepted: ['accepted', 'aceptada', 'aceptadas'],
  declined: ['declined', 'rechazada', 'rechazadas'],
  expired: ['expired', 'caducada', 'caducadas', 'vencida', 'vencidas'],
  viewed: ['viewed', 'read', 'vista', 'vistas', 'leida', 'leidas'],
};
const USUAL: readonly Topic[] = ['accepted', 'declined', 'expired'];

function alerts(values: Values): Request | Incomplete {
  const written = String(values['topics'] ?? '')
    .split(/[\s,;]+/)
    .map(fold)
    .filter((word) => word !== '' && !AND.includes(word));
  const named = written.map((word) =>
    (Object.keys(TOPICS) as Topic[]).find((topic) => TOPICS[topic].includes(word)),
  );
  const topics = (Object.keys(TOPICS) as Topic[]).filter((topic) => named.includes(topic));
  if (named.includes(undefined))
    return formAgain('alerts', values, [{ argument: 'topics', kind: 'invalid' }]);
  const isOn = values['state'] === 'on';
  return { type: 'alerts', isOn, topics: topics.length === 0 && isOn ? USUAL : topics };
}

const AND = ['and', 'y', 'e'];
