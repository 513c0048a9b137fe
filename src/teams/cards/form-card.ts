import type { Argument, ArgumentProblem } from '../../grammar/argument.ts';
import {
  type ArgumentPath,
  type ChoiceName,
  type CommandName,
  choiceOf,
  grammarOf,
} from '../../grammar/commands/table.ts';
import type { Incomplete } from '../../grammar/requests.ts';
import { calendarDate, isNone } from '../../grammar/values.ts';
import { isLanguage } from '../../relationship/language.ts';
import { beginningOf } from '../../relationship/values/clean-text.ts';
import { languageTitle } from '../../words/language-names.ts';
import { type Reader, say } from '../../words/words.ts';
import { openDialog } from './button.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import { why } from './why.ts';

/** Why the rules refused a submitted form, with buttons for what can be done instead. */
export type FormRefusal = { readonly why: string; readonly buttons: readonly Button[] };

/** A command’s form, filled in with what was given, with what is missing or wrong in it, or why it was refused. */
export function formCard(
  { command, given, problems }: Incomplete,
  reader: Reader,
  refused?: FormRefusal,
): Card {
  const { language } = reader;
  const title = say(language, `form.${command}`);
  const asked = Object.entries(grammarOf(command).arguments).filter(([, { isHidden }]) => !isHidden);
  return fill('form', {
    language,
    title,
    summary: title,
    text: why(command, reader),
    problems: [
      ...(refused === undefined ? [] : [say(language, 'problem.refused', { why: refused.why })]),
      ...worthSaying(given, problems).map((problem) => problemLine(problem, command, reader)),
    ],
    inputs: asked.map(([name]) =>
      input(name, { value: inputValue(name, { command, given }), command, reader }),
    ),
    actions: actions([
      {
        title: say(language, `submit.${command}`),
        verb: 'submit',
        data: { command },
        style: 'positive',
        takesInputs: true,
      },
      ...(refused?.buttons ?? []),
      ...(grammarOf(command).isLong ? [openDialog(command, 'button.dialog', reader)] : []),
    ]),
  });
}

// A value that removes a setting is an empty input.
function inputValue(
  name: string,
  { command, given }: Pick<Incomplete, 'command' | 'given'>,
): string | undefined {
  const written = given[name];
  const isGone = grammarOf(command).arguments[name]?.isRemovable && isNone(written ?? '');
  return isGone ? undefined : written;
}

// A longer value is cut, so that the card stays below Teams' limit of size.
const LONGEST_ECHO = 300;

const LONGEST = 500;

type InputContext = {
  readonly value: string | undefined;
  readonly command: CommandName;
  readonly reader: Reader;
};

/** The input for one argument of a command, filled in with the value. */
export function input(id: string, { value, command, reader }: InputContext): object {
  const { language } = reader;
  const argument = grammarOf(command).arguments[id];
  if (!argument) throw new Error(`${command} has no ${id}`);
  const label = labelOf(id, command, reader);
  const required = argument.isRequired
    ? { isRequired: true, errorMessage: say(language, 'form.required', { label }) }
    : {};
  const chosen = value === undefined ? undefined : (choiceOf(argument, value) ?? echo(argument, value));
  const common = { id, label, ...required, ...(chosen === undefined ? {} : { value: chosen }) };
  if (argument.kind === 'date') return dateInput(common, value);
  if (!argument.choices) return textInput(common, argument, reader);
  const choices = Object.keys(argument.choices).map((choice) => ({
    title: isLanguage(choice)
      ? languageTitle(language, choice)
      : say(language, `choice.${choice as ChoiceName}`),
    value: choice,
  }));
  return { type: 'Input.ChoiceSet', style: 'compact', choices, ...common };
}

function echo({ longest = 0 }: Argument, value: string): string {
  return beginningOf(value, Math.max(longest, LONGEST_ECHO));
}

function textInput(common: object, argument: Argument, reader: Reader): object {
  const { longest: maxLength = LONGEST, isMultiline } = argument;
  const lines = isMultiline ? { isMultiline } : {};
  return { type: 'Input.Text', maxLength, ...lines, placeholder: placeholder(argument, reader), ...common };
}

// Some clients do not show a card whose date input has another value than a date.
function dateInput(common: { value?: string }, written: string | undefined): object {
  const value = calendarDate(written ?? '');
  const { value: _, ...rest } = common;
  return { ...rest, type: 'Input.Date', ...(value === undefined ? {} : { value }) };
}

function placeholder({ kind }: Argument, { language }: Reader): string {
  return say(language, `placeholder.${kind}`);
}

// A form that has just been opened is empty, and says of no input that it is missing.
function worthSaying(
  given: Incomplete['given'],
  problems: readonly ArgumentProblem[],
): readonly ArgumentProblem[] {
  const isUntouched = Object.keys(given).length === 0;
  return isUntouched ? problems.filter(({ kind }) => kind !== 'missing') : problems;
}

/** What is wrong with one argument, in the reader’s language. */
export function problemLine(
  { argument, kind }: ArgumentProblem,
  command: CommandName,
  reader: Reader,
): string {
  const label = kind === 'unknown' ? argument : labelOf(argument, command, reader);
  return say(reader.language, `problem.${kind}`, { label });
}

function labelOf(argument: string, command: CommandName, { language }: Reader): string {
  return say(language, `argument.${command}.${argument}` as `argument.${ArgumentPath}`);
}
