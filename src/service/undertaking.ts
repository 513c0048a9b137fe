/**
 * What one request has changed so far, so that its person is told the truth when it breaks off. `under-way`: a change
 * has begun, and nobody has heard of its end.
 */
export function createUndertaking() {
  let progress: 'nothing' | 'under-way' | 'changed' = 'nothing';
  let isGivenUp = false;

  return {
    /** Called before a change; throws once the request has been given up, so that the change is not made any more. */
    begin(): void {
      if (isGivenUp) throw new Error('The request was given up before it changed anything');
      if (progress === 'nothing') progress = 'under-way';
    },

    /** Called after a change. */
    finish(): void {
      progress = 'changed';
    },

    /** From now on the request begins no change. */
    giveUp(): void {
      isGivenUp = true;
    },

    progress: () => progress,
  };
}

/** What one request has changed so far. */
export type Undertaking = ReturnType<typeof createUndertaking>;
