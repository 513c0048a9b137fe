import { type DestinationStream, type Logger, pino } from 'pino';
import { spokenCode } from './secret.ts';

/** Where happenings are written: one JSON line each, never with a token, a secret or what people typed. */
export type Log = Logger;

/** The program's log; `destination` is standard output unless a test looks. */
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

/** Logs a fault whole and returns the reference under which a person can name it. */
export function logFault(log: Log, happening: string, error: unknown): string {
  const reference = `F-${spokenCode(6)}`;
  log.error({ reference, err: error }, happening);
  return reference;
}
