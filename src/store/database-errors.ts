import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';

const DUPLICATE_KEY = 11000;
const NAMESPACE_NOT_FOUND = 26;

/** True when the unique index on this field refused the write. */
export function isDuplicateOf(error: unknown, field: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) return false;
  return Object.hasOwn(error['keyPattern'] ?? {}, field);
}

/** Other changes of the same document were faster every time; nothing has changed. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';
}

/** The database was lost while it was writing, and nobody knows whether it has written. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** True when the collection does not exist yet. */
export function isNamespaceMissing(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND;
}

/** True when the database cannot be reached or has no primary: the same may work in a minute. */
export function isAway(error: unknown): boolean {
  // The name server does not answer, or does not know the database's name (yet).
  if (error instanceof Error && 'syscall' in error)
    return /^(?:query|getaddrinfo)/.test(String(error.syscall));
  if (error instanceof ContendedError) return true;
  if (!(error instanceof MongoError)) return false;
  const isUnreachable = error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;
  // The driver has a class for this but does not hand it out.
  const isCrowded = error.name === 'MongoWaitQueueTimeoutError';
  return isUnreachable || isCrowded || AGAIN.some((label) => error.hasErrorLabel(label));
}

// What the driver would try again itself, if it had not done so already.
const AGAIN = ['RetryableWriteError', 'TransientTransactionError', 'UnknownTransactionCommitResult'];

/** The short name of an error, such as `DuplicateKey` or `MongoNetworkTimeoutError`: no data and no secret is in it. */
export function errorName(error: unknown): string {
  if (error instanceof MongoServerError && error.codeName !== undefined) return error.codeName;
  return error instanceof Error ? error.name : 'unknown error';
}
