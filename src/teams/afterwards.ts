import { type Log, logFault } from '../log.ts';

/** Lets work end after the answer that made it necessary: the person does not wait for it, and no stop cuts it off. */
export function createAfterwards(log: Log) {
  const underway = new Set<Promise<void>>();
  return {
    /** Logs the failure of this work under `failure`. */
    run(failure: string, work: Promise<void>): void {
      const running = work.catch((error: unknown) => {
        logFault(log, failure, error);
      });
      underway.add(running);
      void running.then(() => underway.delete(running));
    },

    /** Waits until all work under way has ended, with or without success. */
    async settled(): Promise<void> {
      await Promise.all(underway);
    },
  };
}

/** The work that goes on after answers. */
export type Afterwards = ReturnType<typeof createAfterwards>;
