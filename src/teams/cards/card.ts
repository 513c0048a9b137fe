import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { type Activity, ActivityTypes, type Attachment, CardFactory } from 'botbuilder';

/** A finished card, with the one line that notifications and screen readers get. */
export type Card = { readonly attachment: Attachment; readonly summary: string };

/** A button that asks the bot something; `data` is what comes back, and is believed only after a look at the store. */
export type Button = {
  readonly title: string;
  readonly verb: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly style?: 'positive' | 'destructive' | 'default';
  /** Sends what was filled into the card, and is held back while a required input is empty. */
  readonly takesInputs?: boolean;
};

const templates = new Map<string, Template>();

/** The template of this name filled with data; whatever the data holds, it is never evaluated. */
export function fill(
  name: string,
  data: { readonly summary: string } & Readonly<Record<string, unknown>>,
): Card {
  const template = templates.get(name) ?? load(name);
  templates.set(name, template);
  const content = template.expand({ $root: data });
  for (const run of runsIn(content.body)) run.text = withoutFunctions(run.text);
  return { attachment: CardFactory.adaptiveCard(content), summary: data.summary };
}

// Clients turn a date function into a date in a TextRun too, whoever wrote it.
function withoutFunctions(text: string): string {
  return text.replace(/\{(?=\{(?:DATE|TIME)\()/g, '{\u2060');
}

type Run = { text: string };

function* runsIn(part: unknown): Generator<Run> {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && part.type === 'TextRun') yield part as Run & typeof part;
  for (const one of Object.values(part)) yield* runsIn(one);
}

/** The card as a message. */
export function message({ attachment, summary }: Card): Partial<Activity> {
  return { type: ActivityTypes.Message, summary, attachments: [attachment] };
}

/** Buttons for clients with Universal Actions, each falling back to a submission for those without. */
export function actions(buttons: readonly Button[]): object[] {
  return buttons.map((button) => (button.verb === 'dialog' ? dialogAction(button) : action(button)));
}

// Teams asks for a dialog when this is submitted; a client without dialogs submits it.
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
