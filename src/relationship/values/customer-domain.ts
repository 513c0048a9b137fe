import type { Cloud } from '../partner.ts';

/** A customer's internet domain in ASCII and lower case, with at least two labels. Only this form is used as a key. */
export type CustomerDomain = string & { readonly brand: 'CustomerDomain' };

/** The Microsoft tenant of a domain and its cloud, if the domain has one. */
export type TenantAnswer =
  | { readonly found: true; readonly tenantId: string; readonly cloud: Cloud }
  | { readonly found: false };

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
// Letters, digits and marks of any script, dots and hyphens. Invisible characters are refused here, because IDNA would
// remove them without a sign (`ex<zero width joiner>ample.com` → example.com).
const WRITTEN = /^[\p{L}\p{M}\p{N}.-]{3,253}$/u;

/** The domain that a person typed, or undefined when the text is no domain that a customer can have. */
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
