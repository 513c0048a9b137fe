import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A mail that the server caught; `name` is the name of its file. */
export type CaughtMail = Readonly<{ name: string; mail: ParsedMail }>;

const LARGEST_MAIL = 1024 * 1024;
const FILE_NAME = /^\d{14}-\d{4}\.eml$/;

/** Starts a mail server that accepts every mail up to 1 MiB and forwards none: each becomes a file in this folder. */
export async function startMailServer(folder: string) {
  await mkdir(folder, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    // No mail leaves this computer, so there is neither encryption nor a login.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST_MAIL,
    onData: (stream, _session, done) => {
      count += 1;
      keep(stream, join(folder, fileName(count))).then(() => done(), done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,

    /** All mails that were caught, also by earlier starts, the newest first. */
    async mails(): Promise<readonly CaughtMail[]> {
      const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name));
      return Promise.all(names.sort().reverse().map(read));
    },

    /** The caught mail of this name, or undefined. */
    async mail(name: string): Promise<CaughtMail | undefined> {
      return FILE_NAME.test(name) ? read(name).catch(() => undefined) : undefined;
    },

    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };

  async function read(name: string): Promise<CaughtMail> {
    return { name, mail: await simpleParser(await readFile(join(folder, name)), { skipTextLinks: true }) };
  }
}

/** A running mail server, and the mails that it caught. */
export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

async function keep(stream: SMTPServerDataStream, file: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  await writeFile(file, Buffer.concat(chunks));
}

function fileName(count: number): string {
  const at = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return `${at}-${String(count % 10_000).padStart(4, '0')}.eml`;
}
