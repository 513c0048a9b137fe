import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';

const DUPLICATE_KEY = 11000;

/** Whether a write was refused because what is to be there once is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Whether the database could not be reached or has no primary: the same may work in a minute. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  const isUnreachable = error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
  // The driver has a class for this but does not hand it out.
  const isCrowded = error.name === 'MongoWaitQueueTimeoutError';
  return isUnreachable || isCrowded || AGAIN.some((label) => error.hasErrorLabel(label));
}

// What the driver would try again itself, if it had not done so already.
const AGAIN = ['RetryableWriteError', 'TransientTransactionError', 'UnknownTransactionCommitResult'];
