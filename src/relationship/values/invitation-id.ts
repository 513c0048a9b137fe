const SPOKEN_ID = /^R-?[0-9A-Z]{3,8}$/i;

/** An invitation's id as the store has it (`R-7K2M`), read from `r7k2m`, `R7K2M` or `r-7k2m`; undefined for anything else. */
export function spokenId(written: string): string | undefined {
  return SPOKEN_ID.test(written) ? `R-${written.toUpperCase().replace(/^R-?/, '')}` : undefined;
}
