import { readdir } from 'node:fs/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answered, ask } from '../../support/world/ask-http.ts';
import { contents } from '../../support/world/database-contents.ts';
import { useProcessWorld } from '../../support/world/own-process.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const LARGEST = 256 * 1024;
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

// The program as a process of its own: what kills it fails one test, and the next finds it alive.
describe('a body at the bot endpoint', () => {
  const running = useProcessWorld();
  let before: Awaited<ReturnType<typeof contents>>;

  beforeAll(async () => {
    before = await contents(running.world.db);
  });

  const post = (body: string | Buffer, headers: Record<string, string> = {}, isChunked = false) =>
    ask(`${running.program().url}/api/messages`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body,
      isChunked,
    });

  function expectPlain({ text, headers }: Answered): void {
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|node:internal|Error:/);
    expect(headers['x-powered-by']).toBeUndefined();
  }

  describe('that says it is compressed', () => {
    it.each([
      ['gzip', 'not gzip at all'],
      ['gzip', gzipSync('{"type":"message"}').subarray(0, 12)],
      ['gzip', BOMB],
      ['x-gzip', 'not gzip at all'],
      ['GZIP', 'not gzip at all'],
      ['deflate', 'not deflate at all'],
      ['deflate', deflateSync('{}').subarray(0, 5)],
      ['br', 'not brotli at all'],
      ['br', brotliCompressSync('{}')],
      ['zstd', 'not zstandard at all'],
      ['compress', 'x'],
      ['gzip, gzip', 'x'],
      ['identity', '{}'],
      ['', '{}'],
    ])('as “%s” is refused with 415 (case %#), and the process lives', async (encoding, body) => {
      const answered = await post(body, { 'content-encoding': encoding });
      expect(answered.status).toBe(415);
      expect(JSON.parse(answered.text)).toEqual({ error: expect.any(String) });
      expect(await running.program().isAlive()).toBe(true);
    });

    it.each(['/health', '/i/x', '/nothing/here'])('is refused on %s too', async (path) => {
      const options = { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: 'garbage' };
      expect((await ask(`${running.program().url}${path}`, options)).status).toBe(415);
      expect(await running.program().isAlive()).toBe(true);
    });
  });

  describe('of any size, type or content', () => {
    it.each([
      ['one byte too long', LARGEST + 1],
      ['of 1 MB', 1024 * 1024],
    ])('%s is refused with 413, announced or not', async (_, length) => {
      const body = Buffer.alloc(length, ' ');
      expect((await post(body)).status).toBe(413);
      expect((await post(body, {}, true)).status).toBe(413);
    });

    it('of 8 MB is refused or hung up on, announced or not', async () => {
      const body = Buffer.alloc(8 * 1024 * 1024, ' ');
      const hungUp = () => ({ status: 413 });
      expect((await post(body).catch(hungUp)).status).toBe(413);
      expect((await post(body, {}, true).catch(hungUp)).status).toBe(413);
      expect(await running.program().isAlive()).toBe(true);
    });

    it('of exactly the largest size is read', async () => {
      expect((await post(`{}${' '.repeat(LARGEST - 2)}`)).status).toBe(401);
    });

    it.each(['', '{', 'null,', '{"a":1}}', '\u0000', '\uFEFF{}', "{'a':1}", 'undefined', '<xml/>', 'text=1'])(
      'that is not JSON (%j) is refused with 400',
      async (body) => {
        const answered = await post(body);
        expect(answered.status).toBe(400);
        expect(JSON.parse(answered.text)).toEqual({ error: expect.any(String) });
      },
    );

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json-patch+json',
      'application/xml',
      'text/json',
      '',
    ])('as “%s” is refused with 415', async (type) => {
      expect((await post('{"type":"message"}', { 'content-type': type })).status).toBe(415);
    });

    it.each([
      'application/json; charset=latin1',
      'application/json; charset=utf-16',
      'application/json;charset="ISO-8859-1"',
      'application/json; profile=x; CHARSET=UTF-16LE',
      'application/json; charset=',
      'application/json; charset=utf-8x',
      'application/json; charset = latin1',
      'application/json; charset=utf-8; charset=latin1',
      "application/json; charset='utf-16'",
    ])('as “%s” is refused with 415: JSON is UTF-8', async (type) => {
      const answered = await post('{"type":"message"}', { 'content-type': type });
      expect(answered.status).toBe(415);
      expect(JSON.parse(answered.text)).toEqual({ error: expect.any(String) });
    });

    it.each([
      'application/json; charset=utf-8',
      'Application/JSON; Charset=UTF-8',
      'application/json;charset="utf-8"',
      'application/json ; charset="Utf-8" ; profile="a;charset=latin1"',
      'application/json; profile=x',
      'application/json;',
    ])('as “%s” is read', async (type) => {
      expect((await post('{"type":"message"}', { 'content-type': type })).status).toBe(401);
    });

    it('without a content type is refused with 415', async () => {
      const options = { method: 'POST', body: '{}' };
      expect((await ask(`${running.program().url}/api/messages`, options)).status).toBe(415);
    });

    it('with a file in it leaves no file behind', async () => {
      const part = '--x\r\nContent-Disposition: form-data; name="f"; filename="f.txt"\r\n\r\n';
      const body = `${part}${'x'.repeat(100_000)}\r\n--x--\r\n`;
      const answered = await post(body, { 'content-type': 'multipart/form-data; boundary=x' });
      expect(answered.status).toBe(415);
      expect(await readdir(running.temporary)).toEqual([]);
    });

    it.each([
      ['arrays', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
      ['objects', `${'{"a":'.repeat(25_000)}1${'}'.repeat(25_000)}`],
      ['a service URL', `{"serviceUrl":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
      ['a channel', `{"channelId":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ])('that nests %s deeply gets what any unsigned one gets', async (_, body) => {
      const answered = await post(body);
      expect(answered.status).toBe(401);
      expectPlain(answered);
    });

    it.each([
      '[]',
      'null',
      'true',
      '42',
      '"text"',
      '{}',
      '{"__proto__":{"type":"message"}}',
      '{"constructor":{"prototype":{"x":1}}}',
      '{"serviceUrl":{"toString":1}}',
      '{"serviceUrl":{"toString":null,"valueOf":null}}',
      '{"channelId":{"toString":"x"}}',
      '{"serviceUrl":{"__proto__":null}}',
      '{"type":{"$ne":null},"serviceUrl":{"$gt":""}}',
    ])('that says %s gets what any unsigned one gets', async (body) => {
      const answered = await post(body);
      expect([answered.status, JSON.parse(answered.text)]).toEqual([401, { error: expect.any(String) }]);
      expectPlain(answered);
    });
  });

  it('has the bot post nothing, store nothing and break in no case', async () => {
    expect(running.world.teams.calls).toEqual([]);
    expect(await contents(running.world.db)).toEqual(before);
    expect(await running.program().isAlive()).toBe(true);
  });
});
