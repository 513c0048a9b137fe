import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { type Activity, ActivityTypes, type Attachment, CardFactory } from 'botbuilder';

/** A finished card. `summary`: the one line that notifications and screen readers get. */
export type Card = { readonly attachment: Attachment; readonly summary: string };

/** A button that asks the bot for something. `data` comes back with the press; the bot checks it against the store. */
export type Button = {
  readonly title: string;
  readonly verb: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly style?: 'positive' | 'destructive' | 'default';
  /** The press sends the card's inputs, and Teams holds it back while a required input is empty. */
  readonly takesInputs?: boolean;
};

const templates = new Map<string, Template>();

/** The template of this name, filled with data. Expressions in the data are never evaluated. */
export function fill(
  name: string,
  data: { readonly summary: string } & Readonly<Record<string, unknown>>,
): Card {
  const template = templates.get(name) ?? load(name);
  templates.set(name, template);
  const content = template.expand({ $root: data });
  quietRuns(content.body);
  return { attachment: CardFactory.adaptiveCard(content), summary: data.summary };
}

// Clients turn a date function into a date in a TextRun too, even if a person typed it.
function withoutFunctions(text: string): string {
  return text.includes('{{') ? text.replace(/\{(?=\{(?:DATE|TIME)\()/g, '{\u2060') : text;
}

function quietRuns(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  if (isRun(part)) part.text = withoutFunctions(part.text);
  for (const one of Array.isArray(part) ? part : Object.values(part)) quietRuns(one);
}

function isRun(part: object): part is { text: string } {
  return 'type' in part && part.type === 'TextRun';
}

/** The card as a message for Teams. */
export function message({ attachment, summary }: Card): Partial<Activity> {
  return { type: ActivityTypes.Message, summary, attachments: [attachment] };
}

/** Buttons as Universal Actions; for clients without them, each button falls back to a submission. */
export function actions(buttons: readonly Button[]): object[] {
  return buttons.map((button) => (button.verb === 'dialog' ? dialogAction(button) : action(button)));
}

// On this submission Teams asks the bot for a dialog; a client without dialogs sends it as a message.
function dialogAction({ title, verb, data }: Button): object {
  return { type: 'Action.Submit', title, data: { ...data, verb, msteams: { type: 'task/fetch' } } };
}

function action({ title, verb, data = {}, style = 'default', takesInputs = false }: Button): object {
  return {
    type: 'Action.Execute',
    title,
    verb,
    style,
    data: { ...data, verb },
    ...(takesInputs ? {} : { associatedInputs: 'none' }),
    fallback: {
      type: 'Action.Submit',
      title,
      style,
      data: { ...data, verb },
      ...(takesInputs ? {} : { associatedInputs: 'none' }),
    },
  };
}

function load(name: string): Template {
  const file = new URL(`../../../cards/${name}.json`, import.meta.url);
  return new Template(JSON.parse(readFileSync(file, 'utf8')));
}
