import { setTimeout as sleep } from 'node:timers/promises';

const MOST_MAILS = 4;
const STOP_MS = 2000;

/** Sends the mails of at most four events at once, beside Teams: a slow mail server must not delay the cards. */
export function createMailsUnderWay(close: () => void) {
  const underWay = new Set<Promise<void>>();

  return {
    /** Returns false, and starts nothing, while the mails of four events are under way. */
    start(work: () => Promise<void>): boolean {
      if (underWay.size >= MOST_MAILS) return false;
      const sending = work().finally(() => underWay.delete(sending));
      underWay.add(sending);
      return true;
    },

    /** Waits 2 seconds for the mails under way and breaks off the others, which are repeated under the same Message-ID. */
    async stop(): Promise<void> {
      await Promise.race([Promise.all(underWay), sleep(STOP_MS, undefined, { ref: false })]);
      close();
      await Promise.all(underWay);
    },
  };
}

/** The mails that are under way. */
export type MailsUnderWay = ReturnType<typeof createMailsUnderWay>;
