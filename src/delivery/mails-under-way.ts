import { setTimeout as sleep } from 'node:timers/promises';

const MOST_MAILS = 4;
const STOP_MS = 2000;

/** Lets the mails of a few events go at once beside the deliveries to Teams, which a slow mail server must not delay. */
export function createMailsUnderWay(close: () => void) {
  const underWay = new Set<Promise<void>>();

  return {
    /** False when as many mails as allowed are under way: then nothing has begun. */
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

/** The mails that are being sent. */
export type MailsUnderWay = ReturnType<typeof createMailsUnderWay>;
