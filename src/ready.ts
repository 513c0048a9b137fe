import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** What the program begins with; it may be tried several times. */
export type Beginning = { readonly log: Log; readonly begin: () => Promise<void> };

/** Whether the program can do its work: the database answers, and in it stands what the program begins with. */
export function readiness(store: Pick<Store, 'isReady'>, { log, begin }: Beginning): () => Promise<boolean> {
  let begun: Promise<void> | undefined;
  return async () => {
    if (!(await store.isReady())) return false;
    begun ??= begin();
    return begun.then(
      () => true,
      (error: unknown) => {
        log.error({ err: error }, 'The partners’ tenants could not be stored, trying again');
        begun = undefined;
        return false;
      },
    );
  };
}

const ASK_AGAIN_MS = 1000;

/** Becomes settled when the program can do its work, which may be long after it started; asks until then. */
export function whenReady(isReady: () => Promise<boolean>, log: Log): Promise<void> & { cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isSaid = false;
  const ready = new Promise<void>((resolve) => {
    const ask = async (): Promise<void> => {
      if (await isReady()) resolve();
      else {
        if (!isSaid) log.warn('The database is away, waiting for it');
        isSaid = true;
        timer = setTimeout(ask, ASK_AGAIN_MS);
      }
    };
    void ask();
  });
  return Object.assign(ready, { cancel: () => clearTimeout(timer) });
}
