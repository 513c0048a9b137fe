import { type Log, logFault, logTrouble } from '../log.ts';
import type { Undertaking } from '../service/undertaking.ts';
import type { Reader } from '../words/words.ts';
import type { Card } from './cards/card.ts';
import { type Failure, failureCard } from './cards/notice-card.ts';

/** A turn that took longer than Teams waits for. */
export class LateTurn extends Error {
  override readonly name = 'LateTurn';
}

/** What the answer to a failed turn needs. `troubleOf`: the trouble of the database behind an error. */
export type FailureParts = {
  readonly troubleOf: (error: unknown) => Exclude<Failure, 'fault'> | undefined;
  readonly log: Log;
};

type Failed = { readonly undertaking: Undertaking | undefined; readonly reader: Reader };

/**
 * The answer to a turn that failed. The log gets the whole error, as a warning where trying again is all that is
 * needed; the person gets a reference to it. A turn that is late begins no change any more.
 */
export function failureAnswer(
  fault: unknown,
  { undertaking, reader }: Failed,
  { troubleOf, log }: FailureParts,
): { readonly card: Card; readonly reference: string } {
  undertaking?.giveUp();
  const failure = failureOf(fault instanceof LateTurn ? 'away' : troubleOf(fault), fault, undertaking);
  const reference = (failure === 'fault' ? logFault : logTrouble)(log, 'A turn failed', fault);
  return { card: failureCard(failure, reference, reader), reference };
}

// Nobody may read “nothing was changed” of a turn that had changed something before, or that still may.
function failureOf(
  trouble: Exclude<Failure, 'fault'> | undefined,
  fault: unknown,
  undertaking: Undertaking | undefined,
): Failure {
  if (trouble !== 'away') return trouble ?? 'fault';
  const progress = undertaking?.progress() ?? 'nothing';
  const mayChange = progress === 'under-way' && fault instanceof LateTurn;
  return progress === 'changed' || mayChange ? 'unknown' : 'away';
}
