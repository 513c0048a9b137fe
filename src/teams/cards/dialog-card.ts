import type { Attachment } from 'botbuilder';
import type { Card } from './card.ts';

/** A card as Teams opens it in a dialog; the card's heading becomes the title of the dialog. */
export type Dialog = {
  readonly title: string;
  readonly height: 'medium';
  readonly width: 'medium';
  readonly card: Attachment;
};

type Part = Readonly<Record<string, unknown>>;
type Content = Part & { readonly body: readonly Part[]; readonly actions?: readonly Part[] };

/**
 * The dialog that shows a card. Dialogs do not support Universal Actions, so the fallback of each button takes its
 * place.
 */
export function dialogOf({ attachment, summary }: Card): Dialog {
  const { body, actions = [], ...rest } = attachment.content as Content;
  const content = {
    ...rest,
    body: body.filter(({ style, text }) => style !== 'heading' || text !== summary),
    actions: actions
      .filter((action) => !opensDialog(action))
      .map(({ fallback, ...action }) => fallback ?? action),
  };
  return { title: summary, height: 'medium', width: 'medium', card: { ...attachment, content } };
}

function opensDialog({ data }: Part): boolean {
  return typeof data === 'object' && data !== null && 'msteams' in data;
}
