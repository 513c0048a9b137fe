import type { Exchange } from './exchange.ts';

/**
 * Makes a cookie that scripts cannot read and that browsers send only to this host, below `path`. Browsers refuse
 * `Secure` and the name prefixes on a plain http origin, which only a loopback address can be, so they are left out
 * there.
 */
export function createCookie(stem: string, publicUrl: string, path = '/') {
  const isHttps = publicUrl.startsWith('https://');
  // A `__Host-` cookie must have the path `/`.
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
