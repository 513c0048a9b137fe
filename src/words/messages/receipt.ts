import type { Partner } from '../../relationship/partner.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { type Standing, standing } from '../../relationship/standing.ts';
import { portalOf, requestMeans, requestNext, requestRows, requestStatus } from '../request-words.ts';
import { type Reader, say } from '../words.ts';
import { onOneLine } from './rendering.ts';

/** The plain text file that a person keeps of their answer. */
export type Receipt = { readonly fileName: string; readonly text: string };

/** The receipt of an accepted or declined request; undefined for any other. */
export function receiptOf(
  { partner, relationship, now }: { partner: Partner; relationship: WithInvitation; now: Date },
  reader: Reader,
): Receipt | undefined {
  const status = standing(relationship, now);
  if (!isAnswer(status)) return undefined;
  const { language } = reader;
  const { customer, invitation } = relationship;
  const heading = say(language, 'receipt.heading', { partner: partner.name, customer: customer.name });
  const rows = [
    { label: say(language, 'receipt.answer'), value: requestStatus(relationship, reader, status) },
    { label: say(language, 'fact.invitation'), value: invitation.id },
    ...requestRows({ partner, relationship, status }, reader),
  ];
  const next = requestNext({ partner, relationship, status }, reader);
  const lines = [
    say(language, 'receipt.title'),
    heading,
    '',
    ...rows.map(({ label, value }) => `${label}: ${onOneLine(value)}`),
    '',
    ...requestMeans(relationship, reader, status).map((line) => `- ${line}`),
    '',
    say(language, 'receipt.footer', { portal: portalOf(customer.cloud, language) }),
    ...(next?.link ? [next.text, next.link.url] : []),
  ];
  // Old versions of Notepad and old mail programs need these line ends.
  return { fileName: `${say(language, 'receipt.file')}-${invitation.id}.txt`, text: lines.join('\r\n') };
}

function isAnswer(status: Standing): boolean {
  return status === 'accepted' || status === 'declined';
}
