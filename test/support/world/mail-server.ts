import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** The mail server's answer to one mail: at its recipient, or after the whole mail. */
export type Verdict = { readonly at: 'recipient' | 'data'; readonly code: number; readonly text: string };

/** A mail as the server received it; every attempt counts, accepted or not. */
export type Attempt = { readonly to: readonly string[]; readonly raw: string; readonly mail: ParsedMail };

/** Starts a real mail server for tests: it accepts every mail unless a test sets other answers. */
export async function startMailbox() {
  const taken: Attempt[] = [];
  const refused: Attempt[] = [];
  const recipients: string[] = [];
  let verdicts: Verdict[] = [];
  let isSilent = false;

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      recipients.push(address);
      if (isSilent) return;
      done(next('recipient'));
    },
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address);
      read(stream, to).then((attempt) => {
        const error = next('data');
        (error ? refused : taken).push(attempt);
        done(error);
      }, done);
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;

  function next(at: Verdict['at']): Error | undefined {
    const [verdict] = verdicts;
    if (verdict?.at !== at) return undefined;
    verdicts = verdicts.slice(1);
    return Object.assign(new Error(verdict.text), { responseCode: verdict.code });
  }

  return {
    environment: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'vinculo@fabrikam.com' },
    taken,
    refused,
    recipients,

    /** Sets the answers to the next mails, one each. */
    says: (...next: readonly Verdict[]): void => {
      verdicts = [...next];
    },

    /** With true, the server never answers. */
    isSilent: (silent: boolean): void => {
      isSilent = silent;
    },

    forget(): void {
      for (const kept of [taken, refused, recipients]) kept.length = 0;
      verdicts = [];
      isSilent = false;
    },

    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** A running mail server for tests, and the mails that it received. */
export type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

async function read(stream: AsyncIterable<Buffer>, to: readonly string[]): Promise<Attempt> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString('utf8');
  return { to, raw, mail: await simpleParser(raw) };
}
