import { type Missing, readinessOf } from '../relationship/readiness.ts';
import type { Relationship } from '../relationship/relationship.ts';
import { countryName } from './countries.ts';
import type { Row } from './request-words.ts';
import { listed, type Reader, say } from './words.ts';

/** The rows that tell who the customer is and how the relationship stands. */
export function customerRows({ customer, status }: Relationship, { language }: Reader): Row[] {
  return [
    { label: say(language, 'fact.domain'), value: customer.domain },
    { label: say(language, 'fact.country'), value: countryName(language, customer.country) },
    { label: say(language, 'fact.relationship'), value: say(language, `relationship.${status}`) },
    { label: say(language, 'fact.tenant'), value: customer.tenantId ?? say(language, 'tenant.unknown') },
  ];
}

/** The rows that tell what is recorded of agreement and admin access. */
export function recordedRows({ agreement, adminAccess }: Relationship, { language }: Reader): Row[] {
  return [
    { label: say(language, 'fact.agreement'), value: say(language, `agreement.${agreement}`) },
    { label: say(language, 'fact.access'), value: say(language, `access.${adminAccess}`) },
  ];
}

/** Whether one of purchase and management is possible now, and in one line what is missing for it. */
export type ReadyLine = { readonly isReady: boolean; readonly text: string };

/** Two lines: whether the partner can purchase (S2), and whether it can manage (S4, S5). */
export function readyLines(relationship: Relationship, { language }: Reader): ReadyLine[] {
  const { canPurchase, canManage, missing } = readinessOf(relationship);
  const lacking = (needed: readonly Missing[]) =>
    listed(
      language,
      missing.filter((one) => needed.includes(one)).map((one) => say(language, `lacking.${one}`)),
    );
  return [
    {
      isReady: canPurchase,
      text: canPurchase
        ? say(language, 'ready.purchase')
        : say(language, 'not-ready.purchase', { missing: lacking(['relationship', 'agreement']) }),
    },
    {
      isReady: canManage,
      text: canManage
        ? say(language, 'ready.manage')
        : say(language, 'not-ready.manage', { missing: lacking(['relationship', 'admin-access']) }),
    },
  ];
}
