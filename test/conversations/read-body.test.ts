import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBody } from '../../src/http/exchange.ts';

const LIMIT = 100;

describe('the body of a request', () => {
  let isLate = false;
  let outcome: Promise<string>;
  const server = createServer((request, response) => {
    const closed = new Promise((resolve) => request.once('close', resolve));
    outcome = (isLate ? closed : Promise.resolve())
      .then(() => readBody(request, LIMIT))
      .then(String, (error: { status: number }) => `refused with ${error.status}`);
    void outcome.then((text) => response.end(text));
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  /** Sends this request, and says how reading its body ended. */
  async function send(head: string, body: string, ending: 'whole' | 'destroyed'): Promise<string> {
    const asked = once(server, 'request');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n${body}`);
    await asked;
    if (ending === 'destroyed') socket.destroy();
    const text = await outcome;
    socket.destroy();
    return text;
  }
  const long = (length: number) => `Content-Length: ${length}`;
  const chunked = 'Transfer-Encoding: chunked';

  it.each([
    ['is read by its length', long(5), 'héll', 'héll'],
    ['is read in chunks', chunked, '2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n', 'hello'],
    ['that is empty is read', long(0), '', ''],
    ['that says it is too large is refused', long(LIMIT + 1), '', 'refused with 413'],
    ['that becomes too large is refused', chunked, `c8\r\n${'x'.repeat(200)}`, 'refused with 413'],
  ])('%s', async (_, head, body, expected) => {
    isLate = false;
    expect(await send(head, body, 'whole')).toBe(expected);
  });

  describe.each([
    ['by its length', long(9), 'hell'],
    ['in chunks', chunked, '9\r\nhell'],
  ])('read %s', (_, head, body) => {
    it.each([
      ['it breaks off', false],
      ['its client has gone before it is read', true],
    ])('is refused when %s', async (__, late) => {
      isLate = late;
      expect(await send(head, body, 'destroyed')).toBe('refused with 400');
    });
  });
});
