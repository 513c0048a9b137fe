import type { Cloud } from '../partner.ts';

/** A customer's internet domain in its ASCII form, lower case, at least two labels; the only form that is a key. */
export type CustomerDomain = string & { readonly brand: 'CustomerDomain' };

/** Whether a domain has a Microsoft tenant, which one, and in which cloud. */
export type TenantAnswer =
  | { readonly found: true; readonly tenantId: string; readonly cloud: Cloud }
  | { readonly found: false };

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
// Letters, digits and marks of any script, dots and hyphens: everything invisible or confusing stays out before
// IDNA would map it away silently (`ex<zero width joiner>ample.com` → example.com).
const WRITTEN = /^[\p{L}\p{M}\p{N}.-]{3,253}$/u;

/** What somebody typed as a domain, or undefined when no customer can have it. */
export function customerDomain(text: string): CustomerDomain | undefined {
  const written = text
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/[/.]+$/, '')
    .normalize('NFC');
  if (!WRITTEN.test(written)) return undefined;
  const ascii = toAscii(written);
  const labels = ascii.split('.');
  const isName = labels.length >= 2 && labels.every((label) => LABEL.test(label));
  const isAddress = /^\d+$/.test(labels.at(-1) ?? '');
  return isName && !isAddress && ascii.length <= 253 ? (ascii as CustomerDomain) : undefined;
}

function toAscii(written: string): string {
  return URL.canParse(`http://${written}`) ? new URL(`http://${written}`).hostname : '';
}
