import type { Argument, ArgumentProblem } from './argument.ts';
import { ASKING_COMMANDS, type CommandName, choiceOf, grammarOf, isCommandName } from './commands/table.ts';
import type { Given } from './line/parts.ts';
import { plainText, unpunctuated } from './line/plain-text.ts';
import { LONGEST_LINE, parse } from './parse.ts';
import type { HelpRequest, Incomplete, Request, Understood } from './requests.ts';
import { isNone, READ } from './values.ts';

const LONGEST_TEXT = 500;

/** What a line of text asks for. */
export function understand(text: string): Understood {
  const parsed = parse(text);
  // The rest of a longer line was not read, and half a command is not carried out.
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
  const { arguments: known } = grammarOf(command);
  const cleaned = Object.entries(given).map(([name, value]) => {
    return [name, known[name]?.isVerbatim ? value : plainText(value)] as const;
  });
  const filled = Object.fromEntries(cleaned.filter(([, value]) => value !== ''));
  const checked = Object.entries(known).map(([name, argument]) =>
    checkedArgument(name, argument, filled[name]),
  );
  const problems = checked.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) return { type: 'form', command, given: filled, problems };
  const present = checked.filter(({ value }) => value !== undefined);
  const made = requestOf(command, Object.fromEntries(present.map(({ name, value }) => [name, value])));
  return 'problems' in made ? { type: 'form', command, given: filled, problems: made.problems } : made;
}

type CheckedArgument = {
  readonly name: string;
  readonly value?: unknown;
  readonly problem?: ArgumentProblem;
};

function checkedArgument(name: string, argument: Argument, written: string | undefined): CheckedArgument {
  if (written === undefined && argument.isRequired)
    return { name, problem: { argument: name, kind: 'missing' } };
  if (written === undefined) return { name, value: argument.default };
  const value = checkedValue(argument, written);
  return value === undefined ? { name, problem: { argument: name, kind: 'invalid' } } : { name, value };
}

function checkedValue(argument: Argument, written: string): unknown {
  const { kind, longest = LONGEST_TEXT, choices, isRemovable, range } = argument;
  if (written.length > longest) return undefined;
  if (isRemovable && isNone(unpunctuated(written))) return null;
  if (choices) return choiceOf(argument, written);
  const value = READ[kind](isWhole(kind) ? written : unpunctuated(written));
  const isOutside =
    range !== undefined && typeof value === 'number' && (value < range[0] || value > range[1]);
  return isOutside ? undefined : value;
}

// Dots and brackets belong to names: `Contoso S.A.`, `@Dana Souza (Sales)`.
const isWhole = (kind: Argument['kind']) => kind === 'text' || kind === 'person' || kind === 'target';

type CheckedValues = Readonly<Record<string, unknown>>;
type Maker = {
  readonly problemsOf?: (values: CheckedValues) => readonly ArgumentProblem[];
  readonly toRequest: (values: CheckedValues) => Request;
};

function requestOf(
  command: CommandName,
  values: CheckedValues,
): Request | { readonly problems: readonly ArgumentProblem[] } {
  if (command === 'help') return helpRequest(String(values['topic'] ?? ''));
  // Each value was read as its argument's kind says, from which the entry's own types follow.
  const { problemsOf, toRequest } = ASKING_COMMANDS[command] as unknown as Maker;
  const problems = problemsOf?.(values) ?? [];
  return problems.length > 0 ? { problems } : toRequest(values);
}

function helpRequest(topic: string): HelpRequest {
  const parsed = parse(topic);
  if (parsed.type === 'command' || parsed.type === 'unknown-key') return { type: 'help', topic: parsed.name };
  return isCommandName(topic) ? { type: 'help', topic } : { type: 'help' };
}
