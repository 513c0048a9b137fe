import type { Customer } from '../../relationship/people.ts';
import { type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';

const CHECKS = ['reservations', 'subscriptions', 'notice'] as const;

/**
 * Asks for confirmation before a relationship ends: Microsoft's checklist, and the customer's domain to type.
 * `isWrong`: the last confirmation was wrong.
 */
export function endCard(
  {
    relationshipId,
    customer,
    isWrong = false,
  }: { relationshipId: string; customer: Customer; isWrong?: boolean },
  { language }: Reader,
): Card {
  const { name, domain } = customer;
  const title = say(language, 'end.ask', { customer: name });
  const label = say(language, 'end.confirmation', { domain });
  return fill('form', {
    language,
    title: say(language, 'end.title'),
    summary: title,
    problems: isWrong ? [say(language, 'refusal.not-confirmed', { domain })] : [],
    text: say(language, 'end.text', { customer: name }),
    inputs: [
      ...CHECKS.map((check) => ({
        type: 'Input.Toggle',
        id: check,
        title: say(language, `end.${check}`),
        label: say(language, `end.${check}-label`),
        isRequired: true,
        errorMessage: say(language, 'end.check-first'),
        value: 'false',
        wrap: true,
      })),
      {
        type: 'Input.Text',
        id: 'confirmation',
        label,
        isRequired: true,
        errorMessage: say(language, 'form.required', { label }),
        maxLength: 253,
      },
    ],
    actions: actions([
      {
        title: say(language, 'button.end-confirm'),
        verb: 'end',
        data: { relationshipId },
        style: 'destructive',
        takesInputs: true,
      },
      {
        title: say(language, 'button.keep-relationship'),
        verb: 'refresh-customer',
        data: { relationshipId },
      },
    ]),
  });
}
