import type { z } from 'zod';
import type { AlertTopic } from '../relationship/event.ts';
import { type CommandName, isCommandName } from './commands/table.ts';
import { fold } from './line/plain-text.ts';
import { parse } from './parse.ts';
import type { Incomplete, Problem, Request } from './requests.ts';
import { asks } from './values.ts';

type Values = Readonly<Record<string, string | number>>;

/** The request that a command makes of arguments that have been checked one by one, or the form that is needed first. */
export function build(command: CommandName, values: Values): Request | Incomplete {
  switch (command) {
    case 'help':
      return help(String(values['topic'] ?? ''));
    case 'agreement':
      return agreement(values);
    case 'alerts':
      return alerts(values);
    case 'remind':
    case 'reissue':
      return { type: command, id: String(values['id']) };
    case 'status':
    case 'customer':
    case 'end':
      return { type: command, target: String(values['target']) };
    case 'invitations':
      return { type: 'invitations' };
    default:
      return typed(command, values);
  }
}

type Typed = keyof typeof asks;
// zod says `x?: T | undefined` where the types say `x?: T`; an absent key is never set to undefined here.
type Defined<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };
type Ask<Name extends Typed> = Defined<z.infer<(typeof asks)[Name]>>;

const MAKE: { readonly [Name in Typed]: (ask: Ask<Name>) => Request } = {
  setup: (ask) => ({ type: 'setup', ask }),
  invite: (ask) => ({ type: 'invite', ask }),
  add: (ask) => ({ type: 'add', ask }),
  check: (ask) => ({ type: 'check', ...ask }),
  list: ({ mine, ...rest }) => ({ type: 'list', ...rest, mine: mine === 'mine' }),
  customers: (ask) => ({ type: 'customers', ...ask }),
  history: (ask) => ({ type: 'history', ...ask }),
  share: ({ id, way }) => ({ type: 'share', id, ...(way === 'mail' ? { way } : {}) }),
  extend: (ask) => ({ type: 'extend', ...ask }),
  reply: (ask) => ({ type: 'reply', ...ask }),
  revoke: (ask) => ({ type: 'revoke', ...ask }),
  handover: (ask) => ({ type: 'handover', ...ask }),
  agreement: ({ target, agreement: how, name = '', email = '', date = '' }) => {
    const attestation = how === 'attested' ? { attestation: { name, email, agreedOn: new Date(date) } } : {};
    return { type: 'agreement', target, ...attestation };
  },
  access: (ask) => ({ type: 'access', ...ask }),
  role: (ask) => ({ type: 'role', ...ask }),
  template: (ask) => ({ type: 'template', ...ask }),
  language: (ask) => ({ type: 'language', ...ask }),
  report: (ask) => ({ type: 'report', ...ask }),
};

function typed<Name extends Typed>(command: Name, values: Values): Request | Incomplete {
  const { success, data, error } = asks[command].safeParse(values);
  if (success) return MAKE[command](data as Ask<Name>);
  const problems = error.issues.map(({ path }): Problem => ({ argument: String(path[0]), kind: 'invalid' }));
  return formAgain(command, values, problems);
}

function formAgain(command: CommandName, values: Values, problems: readonly Problem[]): Incomplete {
  const given = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
  return { type: 'form', command, given, problems };
}

// Attesting takes Microsoft's word's place, so it needs who signed and when.
function agreement(values: Values): Request | Incomplete {
  const lacking = ['name', 'email', 'date'].filter((argument) => values[argument] === undefined);
  if (values['agreement'] !== 'attested' || lacking.length === 0) return typed('agreement', values);
  return formAgain(
    'agreement',
    values,
    lacking.map((argument) => ({ argument, kind: 'missing' })),
  );
}

function help(topic: string): Request {
  const parsed = parse(topic);
  if (parsed.type === 'command' || parsed.type === 'unknown-key') return { type: 'help', topic: parsed.name };
  return isCommandName(topic) ? { type: 'help', topic } : { type: 'help' };
}

const TOPICS: Record<AlertTopic, readonly string[]> = {
  accepted: ['accepted', 'aceptada', 'aceptadas'],
  declined: ['declined', 'rechazada', 'rechazadas'],
  expired: ['expired', 'caducada', 'caducadas', 'vencida', 'vencidas'],
  viewed: ['viewed', 'read', 'vista', 'vistas', 'leida', 'leidas'],
};
const USUAL: readonly AlertTopic[] = ['accepted', 'declined', 'expired'];

function alerts(values: Values): Request | Incomplete {
  const written = String(values['topics'] ?? '')
    .split(/[\s,;]+/)
    .map(fold)
    .filter((word) => word !== '' && !AND.includes(word));
  const named = written.map((word) =>
    (Object.keys(TOPICS) as AlertTopic[]).find((topic) => TOPICS[topic].includes(word)),
  );
  const topics = (Object.keys(TOPICS) as AlertTopic[]).filter((topic) => named.includes(topic));
  if (named.includes(undefined))
    return formAgain('alerts', values, [{ argument: 'topics', kind: 'invalid' }]);
  const isOn = values['state'] === 'on';
  return { type: 'alerts', isOn, topics: topics.length === 0 && isOn ? USUAL : topics };
}

const AND = ['and', 'y', 'e'];
