import type { Argument } from '../../grammar/argument.ts';
import { type CommandName, choiceOf, grammarOf } from '../../grammar/commands/table.ts';
import type { Incomplete, Problem } from '../../grammar/requests.ts';
import { calendarDate, isNone } from '../../grammar/values.ts';
import { isLanguage } from '../../relationship/language.ts';
import { beginningOf } from '../../relationship/values/clean-text.ts';
import { languageTitle } from '../../words/language-names.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';
import { openDialog } from './button.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import { why } from './why.ts';

// Of these the form is long, and a dialog keeps the conversation short.
const LONG: readonly CommandName[] = ['setup'];

/** Why a filled-in form was refused, and what can be done instead. */
export type Refused = { readonly why: string; readonly buttons: readonly Button[] };

/** A command's form, filled in with what was given, saying what is missing or wrong, or why it was refused. */
export function formCard({ command, given, problems }: Incomplete, reader: Reader, refused?: Refused): Card {
  const { language } = reader;
  const title = say(language, `form.${command}` as WordKey);
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
    inputs: asked.map(([name]) => input(name, { value: shown(name, { command, given }), command, reader })),
    actions: actions([
      {
        title: say(language, `submit.${command}` as WordKey),
        verb: 'submit',
        data: { command },
        style: 'positive',
        takesInputs: true,
      },
      ...(refused?.buttons ?? []),
      ...(LONG.includes(command) ? [openDialog(command, 'button.dialog', reader)] : []),
    ]),
  });
}

// What is to be there no longer is an empty input.
function shown(name: string, { command, given }: Pick<Incomplete, 'command' | 'given'>): string | undefined {
  const written = given[name];
  const isGone = grammarOf(command).arguments[name]?.isRemovable && isNone(written ?? '');
  return isGone ? undefined : written;
}

// What was far too long is shown cut, so that the card stays within its limit.
const LONGEST_ECHO = 300;

const LONGEST = 500;

type Asked = { readonly value: string | undefined; readonly command: CommandName; readonly reader: Reader };

/** The input that asks for one of a command's arguments, filled in with what was given. */
export function input(id: string, { value, command, reader }: Asked): object {
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
      : say(language, `choice.${choice}` as WordKey),
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

// Anything but a date in this input's value breaks the card in some clients.
function dateInput(common: { value?: string }, written: string | undefined): object {
  const value = calendarDate(written ?? '');
  const { value: _, ...rest } = common;
  return { ...rest, type: 'Input.Date', ...(value === undefined ? {} : { value }) };
}

function placeholder({ kind }: Argument, { language }: Reader): string {
  return say(language, `placeholder.${kind}` as WordKey);
}

// A form that somebody has just opened lacks nothing yet.
function worthSaying(given: Incomplete['given'], problems: readonly Problem[]): readonly Problem[] {
  const isUntouched = Object.keys(given).length === 0;
  return isUntouched ? problems.filter(({ kind }) => kind !== 'missing') : problems;
}

/** What is wrong with one argument, in words. */
export function problemLine({ argument, kind }: Problem, command: CommandName, reader: Reader): string {
  const label = kind === 'unknown' ? argument : labelOf(argument, command, reader);
  return say(reader.language, `problem.${kind}`, { label });
}

function labelOf(argument: string, command: CommandName, { language }: Reader): string {
  return say(language, `argument.${command}.${argument}` as WordKey);
}
