import { request } from 'undici';
import { z } from 'zod';
import type { Cloud } from '../relationship/partner.ts';
import type { TenantAnswer } from '../relationship/values/customer-domain.ts';

const TENANT = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const DEADLINE_MS = 4000;
const REMEMBER_MS = 3_600_000;
const MOST_REMEMBERED = 10_000;
const LARGEST_ANSWER = 64 * 1024;

const metadata = z.object({
  issuer: z.string().regex(TENANT),
  cloud_instance_name: z.string().optional(),
});

/**
 * Asks Entra's OpenID discovery, without a token, which tenant a domain belongs to: first in the given cloud, then in
 * the other, so that a customer of the other cloud is not taken for an unknown domain. Answers are remembered for an hour.
 * Throws when an authority does not answer within 4 s.
 */
export function createTenantLookup(authorities: Readonly<Record<Cloud, string>>, now: () => Date) {
  const remembered = new Map<string, { answer: TenantAnswer; until: number }>();

  return async (domain: string, cloud: Cloud): Promise<TenantAnswer> => {
    const key = `${cloud}:${domain}`;
    const known = remembered.get(key);
    if (known && known.until > now().getTime()) return known.answer;
    const here = await askAuthority(authorities[cloud], domain, cloud);
    const other = cloud === 'public' ? 'usgov' : 'public';
    const answer = here.found ? here : await askAuthority(authorities[other], domain, other);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, { answer, until: now().getTime() + REMEMBER_MS });
    return answer;
  };
}

async function askAuthority(authority: string, domain: string, cloud: Cloud): Promise<TenantAnswer> {
  const url = `${authority}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`;
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (statusCode === 400) {
    await body.dump();
    return { found: false };
  }
  const text = await body.text();
  if (statusCode !== 200 || text.length > LARGEST_ANSWER) {
    throw new Error(`Entra answered ${statusCode} to a domain look-up`);
  }
  const { issuer, cloud_instance_name: instance } = metadata.parse(JSON.parse(text));
  const tenantId = TENANT.exec(issuer)?.[0].toLowerCase() ?? '';
  return { found: true, tenantId, cloud: cloudOf(instance) ?? cloud };
}

function cloudOf(instance: string | undefined): Cloud | undefined {
  if (instance === 'microsoftonline.us') return 'usgov';
  return instance === 'microsoftonline.com' ? 'public' : undefined;
}
