import { troubleOf } from '../store/database-errors.ts';
import type { ClockTask, Due, DueRelationships } from '../store/relationships/due.ts';

/** A relationship with which the clock can do nothing for now, and why. */
export type PassedOver = { readonly relationshipId: string; readonly error: unknown };

/**
 * Does the work for one relationship after the other. One with which it fails is passed over, and returned if it was not
 * passed over before. When it is the database that fails, this throws its error.
 */
export async function eachOf(
  due: readonly Due[],
  { task, dueRelationships }: { task: ClockTask; dueRelationships: Pick<DueRelationships, 'passOver'> },
  work: (one: Due) => Promise<void>,
): Promise<readonly PassedOver[]> {
  const passedOver: PassedOver[] = [];
  for (const one of due) {
    try {
      await work(one);
    } catch (error) {
      if (troubleOf(error) !== undefined) throw error;
      const { relationshipId } = one;
      if (await dueRelationships.passOver(relationshipId, task)) passedOver.push({ relationshipId, error });
    }
  }
  return passedOver;
}
