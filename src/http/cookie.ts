import type { Exchange } from './exchange.ts';

/**
 * One of our cookies: for this host alone, or only for what lies below `path` there, out of every script's reach.
 * Browsers refuse the prefixes and Secure on a plain http origin, which only a loopback address can be.
 */
export function createCookie(stem: string, publicUrl: string, path = '/') {
  const isHttps = publicUrl.startsWith('https://');
  // A cookie that is `__Host-` goes everywhere on the host.
  const prefix = path === '/' ? '__Host-' : '__Secure-';
  const name = isHttps ? `${prefix}${stem}` : stem;
  const header = (value: string, seconds: number) =>
    `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isHttps ? '; Secure' : ''}`;

  return {
    read: ({ cookies }: Exchange): string | undefined => cookies.get(name),
    set: header,
    remove: (): string => header('', 0),
  };
}
