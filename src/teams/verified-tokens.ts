/** What was read in a token whose signature, issuer and audience were verified; times in seconds (JWT). */
export type VerifiedToken<Key> = {
  readonly kid: string;
  readonly key: Key;
  readonly serviceUrl: unknown;
  readonly notBefore: number;
  readonly expires: number;
};

// The channel service uses a token for an hour; one per region and tenant is in use at a time.
const MOST_TOKENS = 500;

/**
 * Remembers verified tokens, so that a signature is verified once and not for every activity. This is safe because the
 * same text has the same signature and claims, and what can change is compared every time: the clock and the key here (a
 * key that was fetched again is another object), its endorsements and the activity's service URL by the caller. A token
 * that was refused is not remembered, so no stranger displaces another.
 */
export function createVerifiedTokens<Key>(skewSeconds: number) {
  const verified = new Map<string, VerifiedToken<Key>>();
  return {
    /** The token as it was once verified; it may have expired since, and its key may be withdrawn. */
    find: (token: string): VerifiedToken<Key> | undefined => verified.get(token),

    /** The verified token, if it is valid at this time and was verified with just this key. */
    valid(token: string, key: Key, at: Date): VerifiedToken<Key> | undefined {
      const known = verified.get(token);
      const seconds = at.getTime() / 1000;
      const isValid =
        known?.key === key &&
        seconds < known.expires + skewSeconds &&
        seconds >= known.notBefore - skewSeconds;
      return isValid ? known : undefined;
    },

    /** Remembers at most 500 tokens: a new one replaces the oldest. */
    keep(token: string, found: VerifiedToken<Key>): void {
      if (verified.get(token) === found) return;
      const [oldest] = verified.size < MOST_TOKENS ? [] : verified.keys();
      if (oldest !== undefined) verified.delete(oldest);
      verified.set(token, found);
    },
  };
}
