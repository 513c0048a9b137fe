import type { Service } from '../../service/service.ts';
import { say } from '../../words/words.ts';
import type { Exchange, HttpReply } from '../exchange.ts';
import { noticePage, page, switchOf } from './page.ts';
import { nothingHere } from './plain-pages.ts';

/**
 * Makes the page behind the unsubscribe link of a reminder. Opening it changes nothing, because mail scanners open
 * every link; its button posts what mail programs post for one-click unsubscribing (RFC 8058).
 */
export function createUnsubscribePages({ unsubscribe }: Pick<Service['mailing'], 'unsubscribe'>) {
  return {
    show(exchange: Exchange): HttpReply {
      const switched = switchOf(exchange);
      const title = say(switched.language, 'page.unsubscribe');
      return page('unsubscribe', 200, { ...switched, title });
    },

    async unsubscribe(exchange: Exchange): Promise<HttpReply> {
      const isClick = (await exchange.body()).includes('One-Click');
      const isDone = isClick && (await unsubscribe(exchange.params['token'] ?? ''));
      if (!isDone) return nothingHere(exchange);
      const { language } = switchOf(exchange);
      const [title, text] = [say(language, 'page.unsubscribed'), say(language, 'page.unsubscribed-text')];
      return noticePage(200, { exchange, title, text });
    },
  };
}

/** The routes of the unsubscribe page. */
export type UnsubscribePages = ReturnType<typeof createUnsubscribePages>;
