import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Exchange } from './exchange.ts';

const WINDOW_SECONDS = 60;
// The people of one customer share one address: five hundred of them can open a link, sign in and answer in a minute,
// with six requests each.
const PER_ADDRESS = 3000;
// All of them may use one link. Guesses that share its first 8 characters count against the same limit.
const PER_LINK = 3000;
const PREFIX = 8;

/** Counts a request. Returns the whole seconds that its sender has to wait; undefined when the request may go on. */
export type Take = (exchange: Exchange) => Promise<number | undefined>;

/**
 * Limits the requests of one minute, by the sender's network and by the first characters of the link. This process
 * counts them in its memory.
 */
export function createLimits(): Take {
  const duration = WINDOW_SECONDS;
  const addresses = new RateLimiterMemory({ keyPrefix: 'address', points: PER_ADDRESS, duration });
  const links = new RateLimiterMemory({ keyPrefix: 'link', points: PER_LINK, duration });

  return async ({ address, params }) => {
    const token = params['token'];
    return (
      (await waitAt(addresses, address)) ??
      (token === undefined ? undefined : await waitAt(links, token.slice(0, PREFIX)))
    );
  };
}

async function waitAt(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    // rate-limiter-flexible rejects with an object of figures when the limit is reached; an Error means a fault.
    if (refused instanceof Error) throw refused;
    const { msBeforeNext } = refused as { msBeforeNext: number };
    return Math.max(1, Math.ceil(msBeforeNext / 1000));
  }
}

/**
 * The network of a request's sender: an IPv4 address, or the first half of an IPv6 address, because all addresses with
 * that half belong to one household or company. `X-Forwarded-For` counts only when a proxy in a private network sends
 * it.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const said = String(headers['x-forwarded-for'] ?? '').split(',');
  const hops = [
    ...said.map((hop) => plainAddress(hop.trim())).filter((hop) => isIP(hop) !== 0),
    plainAddress(socket.remoteAddress ?? ''),
  ];
  const outermost = hops.findLast((hop) => !isPrivate(hop)) ?? hops[0] ?? '';
  return isIPv6(outermost) ? network(outermost) : outermost;
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isPrivate(address: string): boolean {
  return /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe80:)/i.test(address);
}

// The first four groups of an IPv6 address.
function network(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
