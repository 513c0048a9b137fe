import {
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';

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

/** True when the collection does not exist yet. */
export function isNamespaceMissing(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND;
}

/**
 * A write whose answer was lost and could not be found out by reading either: it may have been stored or not. A store
 * function that throws this has asked as long as it could.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  constructor(cause: unknown) {
    super('It is not known whether the write was stored', { cause });
  }
}

/**
 * Why a request failed that may go well in some seconds. `away`: the database could not be asked, and nothing was
 * changed; `unknown`: it broke off while writing, so that the change may have been stored.
 */
export type Trouble = 'away' | 'unknown';

/** The trouble behind an error, also one that was wrapped on the way; undefined for a fault of the program. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (isOutcomeUnknown(error)) return 'unknown';
  if (isAway(error)) return 'away';
  return error instanceof Error && error.cause !== undefined ? troubleOf(error.cause) : undefined;
}

function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof OutcomeUnknown || error instanceof MongoWriteConcernError) return true;
  return error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
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
  const code = error instanceof MongoServerError ? Number(error.code) : 0;
  const isPassing = ELECTING.includes(code) || CONTENDED.includes(code);
  return isUnreachable || isCrowded || isPassing || AGAIN.some((label) => error.hasErrorLabel(label));
}

// A server that is no primary any more, or not yet, or stops; the driver has tried once more already. MongoDB's own list:
// https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md#retryable-error
const ELECTING = [6, 7, 89, 91, 134, 189, 262, 10107, 11600, 11602, 13435, 13436];

// Locks, time and snapshots that were not to be had: LockTimeout, LockBusy, MaxTimeMSExpired, WriteConflict,
// SnapshotUnavailable.
const CONTENDED = [24, 46, 50, 112, 246];

// What the driver would try again itself, if it had not done so already.
const AGAIN = ['RetryableWriteError', 'TransientTransactionError', 'UnknownTransactionCommitResult'];

/** The short name of an error, such as `DuplicateKey` or `MongoNetworkTimeoutError`: no data and no secret is in it. */
export function errorName(error: unknown): string {
  if (error instanceof MongoServerError && error.codeName !== undefined) return error.codeName;
  return error instanceof Error ? error.name : 'unknown error';
}
