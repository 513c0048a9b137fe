import type { Exchange } from './exchange.ts';

/**
 * One of our cookies: for this host alone, out of every script's reach. Browsers refuse `__Host-` and Secure on a
 * plain http origin, which only a loopback address can be.
 */
export function createCookie(stem: string, publicUrl: string) {
  const isHttps = publicUrl.startsWith('https://');
  const name = isHttps ? `__Host-${stem}` : stem;
  const header = (value: string, seconds: number) =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isHttps ? '; Secure' : ''}`;

  return {
    read: ({ cookies }: Exchange): string | undefined => cookies.get(name),
    set: header,
    remove: (): string => header('', 0),
  };
}
