import { createTransport } from 'nodemailer';
import { cleanText, cut } from '../relationship/values/clean-text.ts';
import type { Mail } from './compose.ts';

/** A mail server, as the operator names it. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Only a loopback address may be spoken to in the clear. */
  readonly isLoopback: boolean;
  readonly login?: { readonly user: string; readonly pass: string };
};

/** The mail was not taken. `isFinal`: the server says no for good; `answer`: its own words, without our link and addresses. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly isFinal: boolean;
  readonly answer: string;

  constructor(answer: string, isFinal: boolean) {
    super(isFinal ? 'The mail server refused the mail' : 'The mail server did not take the mail for now');
    this.isFinal = isFinal;
    this.answer = answer;
  }
}

// Shorter than the lease on the event, so that nobody else sends the mail meanwhile.
const DEADLINE_MS = 10_000;
const CONNECT_MS = 5000;

/** Hands mails over to the mail server, one attempt per call; the outbox repeats. */
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
    /** Returns once the server has taken the mail; throws a MailError that holds no link when it has not. */
    async send(mail: Mail): Promise<void> {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(DEADLINE_MS)]);
      try {
        await transport.sendMail({ ...asMessage(mail), signal });
      } catch (error) {
        // The cause is left behind: servers that refuse a link quote it.
        throw mailError(error);
      }
    },

    /** Breaks off what is under way, which then fails for now, and closes every connection. */
    close(): void {
      closing.abort();
      transport.close();
    },
  };
}

/** Hands mails over to the mail server. */
export type Smtp = ReturnType<typeof createSmtp>;

/** The mail as nodemailer writes it; names cannot begin a header or an address. */
export function asMessage({ inReplyTo, replyTo, to, ...mail }: Mail) {
  return {
    ...mail,
    to: { name: '', address: to },
    ...(inReplyTo === undefined ? {} : { inReplyTo, references: [inReplyTo] }),
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
  };
}

// The steps at which a server judges this mail; at all others (logging in, encryption) it judges the operator.
const ABOUT_THE_MAIL = ['MAIL FROM', 'RCPT TO', 'DATA'];
const LONGEST_ANSWER = 200;

function mailError(error: unknown): MailError {
  const { responseCode = 0, command = '', message = '', response = message } = error as SmtpError;
  const isFinal = responseCode >= 500 && responseCode !== 503 && ABOUT_THE_MAIL.includes(command);
  return new MailError(cut(withoutSecrets(response), LONGEST_ANSWER), isFinal);
}

type SmtpError = Error & {
  readonly responseCode?: number;
  readonly command?: string;
  readonly response?: string;
};

// Servers quote what they do not like: our link, and the address, which is nobody's business in a log.
function withoutSecrets(answer: string): string {
  const shown = answer.replace(/\S*[\w-]{43}\S*/g, '…').replace(/[^\s<>@]{1,64}@[^\s<>]+/g, '…');
  return cleanText(shown).replace(/\s+/g, ' ');
}
