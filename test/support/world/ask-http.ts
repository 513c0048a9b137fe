import { request } from 'node:http';
import { connect } from 'node:net';

/** A request to send; only what HTTP itself needs is added, and every header may be set. */
export type Ask = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Sends the body in chunks, without its length. */
  readonly isChunked?: boolean;
};

/** The answer to a request; redirects are not followed. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** Sends one HTTP request on a connection of its own, with any header that a browser or an attacker may set. */
export async function ask(url: string, { method = 'GET', headers = {}, body, isChunked }: Ask = {}) {
  const whole = Buffer.from(body ?? '');
  const length = body === undefined || isChunked ? {} : { 'content-length': String(whole.length) };
  return new Promise<Answered>((resolve, reject) => {
    const sent = request(url, { method, agent: false, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on('error', reject);
    if (isChunked)
      for (let at = 0; at < whole.length; at += 16_384) sent.write(whole.subarray(at, at + 16_384));
    else if (whole.length > 0) sent.write(whole);
    sent.end();
  });
}

/** Sends these bytes; returns the status line of the answer, or '' when the connection ends without one. */
export async function askRaw(url: string, bytes: string, { isReset = false } = {}): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let got = '';
    const done = (): void => {
      clearTimeout(patience);
      if (isReset) socket.resetAndDestroy();
      else socket.destroy();
      resolve(got.split('\r\n')[0] ?? '');
    };
    // A limit for a server that neither answers nor closes the connection.
    const patience = setTimeout(done, 1500);
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
      if (got.includes('\r\n\r\n') && !got.startsWith('HTTP/1.1 100')) done();
    });
    socket.on('error', () => {});
    socket.on('close', done);
    socket.write(bytes);
  });
}

/** Sends these bytes and keeps the connection open until `letGo`, whatever the server answers. */
export async function holdOpen(url: string, bytes: string): Promise<{ letGo(): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  // Waits until the server has read the bytes; an answer may never come.
  await Promise.race([
    new Promise((resolve) => socket.once('data', resolve)),
    new Promise((resolve) => setTimeout(resolve, 300)),
  ]);
  return { letGo: () => void socket.destroy() };
}
