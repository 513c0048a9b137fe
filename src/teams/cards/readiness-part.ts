import { readinessOf } from '../../relationship/readiness.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { recordedRows } from '../../words/customer-words.ts';
import type { Row } from '../../words/request-words.ts';
import { type Reader, say } from '../../words/words.ts';
import { run } from './button.ts';
import type { Button } from './card.ts';

/** What the relationship is good for now (S2, S4), a line of facts each. */
export function readinessRows(relationship: Relationship, reader: Reader): Row[] {
  const { language } = reader;
  const { canPurchase, canManage } = readinessOf(relationship);
  const yesNo = (is: boolean) => say(language, is ? 'yes' : 'no');
  return [
    ...recordedRows(relationship, reader),
    { label: say(language, 'fact.can-purchase'), value: yesNo(canPurchase) },
    { label: say(language, 'fact.can-manage'), value: yesNo(canManage) },
  ];
}

/** Buttons for what is still missing: each opens the form that records it. */
export function nextSteps(relationship: Relationship, reader: Reader): Button[] {
  const { missing } = readinessOf(relationship);
  const { domain } = relationship.customer;
  return [
    ...(missing.includes('agreement')
      ? [run({ command: 'agreement', given: domain, title: 'button.agreement' }, reader)]
      : []),
    ...(missing.includes('admin-access')
      ? [run({ command: 'access', given: domain, title: 'button.access' }, reader)]
      : []),
  ];
}
