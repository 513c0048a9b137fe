import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the mail server says to the next mails: at the recipient or once it has seen the whole mail. */
export type Verdict = { readonly at: 'recipient' | 'data'; readonly code: number; readonly text: string };

/** A mail as the server received it; every attempt counts, accepted or not. */
export type Attempt = { readonly to: readonly string[]; readonly raw: string; readonly mail: ParsedMail };

/** A real mail server of the tests' own: takes every mail, unless it is told what to say instead. */
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

    /** Says this to the next mails, one after the other. */
    says: (...next: readonly Verdict[]): void => {
      verdicts = [...next];
    },

    /** Does not answer at all. */
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

/** A mail server of the tests' own. */
export type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

async function read(stream: AsyncIterable<Buffer>, to: readonly string[]): Promise<Attempt> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString('utf8');
  return { to, raw, mail: await simpleParser(raw) };
}
