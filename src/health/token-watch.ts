import type { Log } from '../log.ts';
import type { TokenTrouble } from '../relationship/installation.ts';
import { atMost } from '../store/at-most.ts';

/** What a watch on the bot's token needs. `ask`: asks Entra only where there is no valid token. */
export type TokenWatchParts = {
  readonly ask: () => Promise<TokenTrouble | undefined>;
  /** A trouble in plain words. */
  readonly say: (trouble: TokenTrouble) => string;
  readonly log: Log;
};

const LOOK_MS = 30_000;
const FIRST_ANSWER_MS = 2000;

/** Knows whether the bot has a token for Teams, also when nobody asks, and logs once when it has none. */
export function createTokenWatch({ ask, say, log }: TokenWatchParts) {
  let trouble: TokenTrouble | undefined;
  let hasHad = false;
  let first: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const note = (found: TokenTrouble | undefined): void => {
    if (isStopped) return;
    if (found !== undefined && found !== trouble) log.error(`No token for Teams: ${say(found)}`);
    if (found === undefined && trouble !== undefined) log.info('The bot has a token for Teams again');
    trouble = found;
    hasHad ||= found === undefined;
  };
  const look = async (): Promise<void> => note(await ask());

  return {
    /** What is wrong, in plain words; undefined while nothing is known to be wrong. */
    trouble: (): string | undefined => (trouble === undefined ? undefined : say(trouble)),

    /**
     * Throws while Entra refuses the bot a token and this process has never had one: the installation is wrong, and was
     * never right. A refusal later, or an Entra that cannot be reached, leaves page and tab at work.
     */
    async requireToken(): Promise<void> {
      first ??= look();
      await atMost(first, FIRST_ANSWER_MS);
      if (trouble !== undefined && trouble !== 'unreachable' && !hasHad) throw new Error(say(trouble));
    },

    start(): void {
      first ??= look();
      timer = setInterval(() => void look(), LOOK_MS).unref();
    },

    stop(): void {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
