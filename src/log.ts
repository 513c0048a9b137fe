import { type DestinationStream, type Logger, pino } from 'pino';
import { spokenCode } from './secret.ts';

/** The program's log: one JSON line for each entry, never with a token, a secret or a person's text. */
export type Log = Logger;

/** Opens the log; `destination` is standard output unless a test passes another. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service: 'vinculo' },
    redact: {
      paths: ['*.authorization', '*.cookie', '*.token', '*.password', '*.clientSecret'],
      censor: '[secret]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Logs a fault with its whole error, and returns the reference that people are shown, such as `F-7K2M9P`. */
export function logFault(log: Log, happening: string, error: unknown): string {
  const reference = `F-${spokenCode(6)}`;
  log.error({ reference, err: error }, happening);
  return reference;
}

/** Logs as a warning what failed only for some seconds, and returns the reference that people are shown. */
export function logTrouble(log: Log, happening: string, error: unknown): string {
  const reference = `F-${spokenCode(6)}`;
  log.warn({ reference, err: error }, happening);
  return reference;
}
