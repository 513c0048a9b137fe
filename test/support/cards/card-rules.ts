import { readdirSync, readFileSync } from 'node:fs';

/** An Adaptive Card as JSON. */
export type CardJson = { readonly [key: string]: unknown; readonly body: readonly CardElement[] };
/** A part of a card. */
export type CardElement = { readonly [key: string]: unknown };

const LARGEST_CARD = 24 * 1024;
const MOST_ACTIONS = 6;
const LONGEST_CHOICE = 30;

// All expressions of the templates, which must be filled in. A similar text that a person wrote is no expression.
const TEMPLATES = new URL('../../../cards/', import.meta.url);
const EXPRESSIONS = new Set(
  readdirSync(TEMPLATES)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => [...strings(JSON.parse(readFileSync(new URL(file, TEMPLATES), 'utf8')))])
    .filter((text) => text.includes('${')),
);

/** The card in a message, or what Teams or our own style guide does not accept in it. */
export function checkMessage(activity: Record<string, unknown>) {
  const [attachment] = (activity['attachments'] ?? []) as { contentType: string; content: CardJson }[];
  const summary = String(activity['summary'] ?? '');
  if (!attachment) return { card: NONE, summary, problem: 'a message without a card' };
  return { card: attachment.content, summary, problem: problemOf(attachment.content, summary) };
}

/** What is wrong with a card, or undefined. */
export function problemOf(card: CardJson, summary: string): string | undefined {
  const actions = (card['actions'] ?? []) as CardElement[];
  if (summary === '') return 'no summary for notifications';
  if (card['version'] !== '1.5') return `version ${String(card['version'])}`;
  if (Buffer.byteLength(JSON.stringify(card)) > LARGEST_CARD) return 'larger than 24 KB';
  if (actions.length > MOST_ACTIONS) return 'more than 6 actions';
  if ([...strings(card)].some((text) => EXPRESSIONS.has(text))) return 'an expression that was not filled';
  return [...elements(card)].map(elementProblem).find((problem) => problem !== undefined);
}

function elementProblem(element: CardElement): string | undefined {
  const type = String(element['type']);
  if (type === 'Action.Execute' && !element['fallback']) return 'Action.Execute without fallback';
  if (type.startsWith('Input.') && !element['label']) return 'an input without a label';
  const choices = (element['choices'] ?? []) as { title: string }[];
  if (choices.some(({ title }) => title.length > LONGEST_CHOICE))
    return 'a choice that does not fit its input';
  return type === 'TextBlock' && element['wrap'] !== true ? 'a TextBlock that does not wrap' : undefined;
}

/** All elements of a card, from top to bottom. */
export function* elements(part: unknown): Generator<CardElement> {
  if (Array.isArray(part)) for (const one of part) yield* elements(one);
  else if (typeof part === 'object' && part !== null) {
    const element = part as CardElement;
    if (typeof element['type'] === 'string') yield element;
    for (const [key, value] of Object.entries(element))
      if (key !== 'data' && key !== 'fallback') yield* elements(value);
  }
}

function* strings(part: unknown): Generator<string> {
  if (typeof part === 'string') yield part;
  else if (typeof part === 'object' && part !== null)
    for (const value of Object.values(part)) yield* strings(value);
}

/** What a person reads on a card, a line per text, buttons in brackets. */
export function readCard(card: CardJson): string[] {
  return [...elements(card)].flatMap((element) => {
    const { type, text, inlines, title, label, value } = element;
    if (type === 'TextBlock') return [String(text)];
    if (type === 'RichTextBlock')
      return [(inlines as CardElement[]).map((inline) => inline['text']).join('')];
    if (String(type).startsWith('Input.'))
      return [`${String(label)}: ${chosenTitle(element) ?? (value === undefined ? '' : String(value))}`];
    return String(type).startsWith('Action.') && title !== undefined ? [`[${String(title)}]`] : [];
  });
}

// A choice shows its title, not the value that it sends.
function chosenTitle({ choices = [], value }: CardElement): string | undefined {
  const chosen = (choices as CardElement[]).find((choice) => choice['value'] === value);
  return chosen && String(chosen['title']);
}

const NONE: CardJson = { body: [] };
