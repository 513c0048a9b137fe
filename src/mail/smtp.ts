import { createTransport } from 'nodemailer';
import type { MailTrouble } from '../relationship/installation.ts';
import { cleanText, cut } from '../relationship/values/clean-text.ts';
import type { Mail } from './compose.ts';

/** The mail server that the operator configured. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Only a loopback address may be used without encryption. */
  readonly isLoopback: boolean;
  readonly login?: { readonly user: string; readonly pass: string };
};

/** What the mail server said to a mail; `answer`: its own words, without the link and without addresses. */
export type SmtpAnswer =
  | { readonly type: 'taken' }
  /** It will never take this mail. */
  | { readonly type: 'refused'; readonly answer: string }
  /** It did not take the mail for now, or could not be reached. */
  | { readonly type: 'not-now'; readonly answer: string };

// Shorter than the lease on the lane, so that no other process sends the mail meanwhile.
const DEADLINE_MS = 10_000;
const CONNECT_MS = 5000;

/** Sends mails to the mail server, one attempt of at most 10 seconds per call; the lane repeats. */
export function createSmtp({ host, port, isSecure, isLoopback, login }: SmtpServer) {
  const closing = new AbortController();
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    requireTLS: !isLoopback,
    pool: true,
    maxConnections: 2,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: DEADLINE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login ? { auth: login } : {}),
  });

  return {
    /** Makes one attempt; a server that cannot be reached is an answer too. */
    async send(mail: Mail): Promise<SmtpAnswer> {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(DEADLINE_MS)]);
      try {
        await transport.sendMail({ ...asMessage(mail), signal });
        return { type: 'taken' };
      } catch (error) {
        // The error itself goes no further: servers that refuse a link quote it.
        return answerIn(error);
      }
    },

    /** What is wrong with the server; undefined: it greets, encrypts and lets the bot in. Asks it once a minute. */
    check: onceAMinute(() => transport.verify().then(() => undefined, troubleIn)),

    /** Breaks off the attempts under way, which then end with `not-now`, and closes every connection. */
    close(): void {
      closing.abort();
      transport.close();
    },
  };
}

const CHECKED_FOR_MS = 60_000;

// A server that refuses the password might lock the account when it is asked again and again.
function onceAMinute<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > CHECKED_FOR_MS)
      last = { at: performance.now(), answer: ask() };
    return last.answer;
  };
}

function troubleIn(error: unknown): MailTrouble {
  const { responseCode = 0 } = error as SmtpError;
  return responseCode >= 500 ? 'refused' : 'unreachable';
}

/** Sends mails to the mail server. */
export type Smtp = ReturnType<typeof createSmtp>;

/** The mail in nodemailer's form; names cannot begin a header or an address. */
export function asMessage({ inReplyTo, replyTo, to, ...mail }: Mail) {
  return {
    ...mail,
    to: { name: '', address: to },
    ...(inReplyTo === undefined ? {} : { inReplyTo, references: [inReplyTo] }),
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
  };
}

// At these steps the server's answer is about this mail; at others (login, encryption) it is about the configuration.
const ABOUT_THE_MAIL = ['MAIL FROM', 'RCPT TO', 'DATA'];
const LONGEST_ANSWER = 200;

function answerIn(error: unknown): SmtpAnswer {
  const { responseCode = 0, command = '', message = '', response = message } = error as SmtpError;
  const isFinal = responseCode >= 500 && responseCode !== 503 && ABOUT_THE_MAIL.includes(command);
  return { type: isFinal ? 'refused' : 'not-now', answer: cut(withoutSecrets(response), LONGEST_ANSWER) };
}

type SmtpError = Error & {
  readonly responseCode?: number;
  readonly command?: string;
  readonly response?: string;
};

// Servers quote the link and the address that they refuse; neither may stand in a log.
function withoutSecrets(answer: string): string {
  const shown = answer.replace(/\S*[\w-]{43}\S*/g, '…').replace(/[^\s<>@]{1,64}@[^\s<>]+/g, '…');
  return cleanText(shown).replace(/\s+/g, ' ');
}
