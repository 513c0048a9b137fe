/** What can be wrong with the bot's token: Entra refuses it, or cannot be reached. */
export type TokenTrouble =
  | 'password-wrong'
  | 'password-expired'
  | 'app-unknown'
  | 'tenant-unknown'
  | 'refused'
  | 'unreachable';

/** What can be wrong with the mail server. */
export type MailTrouble = 'refused' | 'unreachable';

/** One thing that is wrong with the installation, with its figures. */
export type Problem =
  | { readonly code: 'clock-ahead' | 'clock-behind'; readonly minutes: number }
  | { readonly code: 'database-slow'; readonly ms: number }
  | { readonly code: 'relay-stalled' | 'outbox-old' | 'queue-old'; readonly minutes: number }
  | { readonly code: 'parked'; readonly count: number }
  | { readonly code: `token-${TokenTrouble}` | `mail-${MailTrouble}` };

/** What runs here. */
export type Versions = { readonly program: string; readonly node: string; readonly mongodb: string };

/** What is wrong with the installation, and what runs here. */
export type Installation = { readonly problems: readonly Problem[]; readonly versions: Versions };

/** Off by more than this, a clock is wrong. */
export const WRONG_CLOCK_MS = 60_000;
/** An answer of the database that takes longer is slow. */
export const SLOW_DATABASE_MS = 800;
/** A relay that has not looked for so long stands still; it looks every second. */
export const STALLED_RELAY_MS = 15_000;

const OLD_QUEUE_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

/** What is measured of an installation; absent: not known here. */
export type Measured = {
  /** How far this machine's clock is ahead of the database's. */
  readonly aheadMs?: number;
  readonly databaseMs?: number;
  readonly relayIdleMs?: number;
  readonly outboxAgeMs?: number;
  readonly queueAgeMs?: number;
  readonly parked?: number;
  readonly token?: TokenTrouble | undefined;
  readonly mail?: MailTrouble | undefined;
};

/** What is wrong according to these figures, the gravest first. */
export function problemsIn(measured: Measured): readonly Problem[] {
  const { aheadMs = 0, databaseMs = 0, relayIdleMs = 0, outboxAgeMs = 0, queueAgeMs = 0 } = measured;
  const { parked = 0, token, mail } = measured;
  const minutes = (ms: number) => Math.max(1, Math.round(Math.abs(ms) / MINUTE_MS));
  const clock = aheadMs > 0 ? 'clock-ahead' : 'clock-behind';
  return [
    ...when(token !== undefined, { code: `token-${token ?? 'refused'}` }),
    ...when(databaseMs > SLOW_DATABASE_MS, { code: 'database-slow', ms: Math.round(databaseMs) }),
    ...when(relayIdleMs > STALLED_RELAY_MS, { code: 'relay-stalled', minutes: minutes(relayIdleMs) }),
    ...when(outboxAgeMs > STALLED_RELAY_MS, { code: 'outbox-old', minutes: minutes(outboxAgeMs) }),
    ...when(queueAgeMs > OLD_QUEUE_MS, { code: 'queue-old', minutes: minutes(queueAgeMs) }),
    ...when(parked > 0, { code: 'parked', count: parked }),
    ...when(Math.abs(aheadMs) > WRONG_CLOCK_MS, { code: clock, minutes: minutes(aheadMs) }),
    ...when(mail !== undefined, { code: `mail-${mail ?? 'refused'}` }),
  ];
}

const when = (isSo: boolean, problem: Problem): Problem[] => (isSo ? [problem] : []);
