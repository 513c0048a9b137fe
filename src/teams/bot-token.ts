import type { TokenTrouble } from '../relationship/installation.ts';
import { type askToken, tokenTroubleOf } from './connector-token.ts';

const EARLY_MS = 5 * 60_000;
const ASK_AGAIN_MS = 30_000;

/** The bot's own token, kept until shortly before it ends. */
export function createBotToken(ask: () => ReturnType<typeof askToken>, now: () => Date) {
  let token: { readonly value: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  let failed: { readonly trouble: TokenTrouble | undefined; readonly at: number } | undefined;

  async function renew(): Promise<string> {
    try {
      const { access_token: value, expires_in: seconds } = await ask();
      token = { value, until: now().getTime() + seconds * 1000 - EARLY_MS };
      failed = undefined;
      return value;
    } catch (error) {
      failed = { trouble: tokenTroubleOf(error), at: performance.now() };
      throw error;
    }
  }

  // All calls that wait for a token share one request for it.
  async function bearer(): Promise<string> {
    if (token && token.until > now().getTime()) return token.value;
    asking ??= renew().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    bearer,

    /** Teams does not take the token: the next call asks for another. */
    refused(): void {
      token = undefined;
    },

    /** Why Entra gives the bot no token; asks only where none is valid, and at most twice a minute while it refuses. */
    async check(): Promise<TokenTrouble | undefined> {
      const isFresh = failed !== undefined && performance.now() - failed.at < ASK_AGAIN_MS;
      if (!isFresh) await bearer().catch(() => undefined);
      return failed?.trouble;
    },
  };
}
