import type { Admit } from '../service/admission.ts';
import { badRequest, type Exchange, type HttpReply } from './exchange.ts';
import { busy } from './page/plain-pages.ts';

/** A page that took longer than a person waits. */
export class LatePage extends Error {
  override readonly name = 'LatePage';
}

type PageRoute = (exchange: Exchange) => Promise<HttpReply> | HttpReply;

// A turn of Teams has the same.
const PAGE_MS = 7000;

/**
 * Answers a page when there is a place for its network and says “busy” when there is none. Throws a `LatePage` when
 * the answer does not come in time. The body is read first, so that nobody keeps a place by sending slowly.
 */
export function createPatience(admit: Admit) {
  return async (exchange: Exchange, route: PageRoute): Promise<HttpReply> => {
    if (exchange.method === 'POST')
      await within(exchange.body(), () => badRequest(408, 'The body did not come in time'));
    const admitted = await admit(`network ${exchange.address}`, async () => route(exchange));
    if (!admitted) return busy(exchange);
    return within(admitted.work, () => new LatePage(`The page took longer than ${PAGE_MS} ms`));
  };
}

async function within<T>(work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), PAGE_MS);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
