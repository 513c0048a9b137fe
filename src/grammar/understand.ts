import type { Argument } from './argument.ts';
import { build } from './build-request.ts';
import { type CommandName, choiceOf, grammarOf } from './commands/table.ts';
import type { Given } from './line/parts.ts';
import { plain, unpunctuated } from './line/plain-text.ts';
import { LONGEST_LINE, parse } from './parse.ts';
import type { Incomplete, Problem, Request, Understood } from './requests.ts';
import { isNone, READ } from './values.ts';

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
