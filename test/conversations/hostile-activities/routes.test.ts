import { beforeAll, describe, expect, it } from 'vitest';
import { ask, askRaw, holdOpen } from '../../support/world/ask-http.ts';
import { contents } from '../../support/world/database-contents.ts';
import { useProcessWorld } from '../../support/world/own-process.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

// The program as a process of its own: what kills it fails one test, and the next finds it alive.
describe('the HTTP server', () => {
  const running = useProcessWorld();
  let before: Awaited<ReturnType<typeof contents>>;

  beforeAll(async () => {
    before = await contents(running.world.db);
  });

  function expectPlain({ text }: { text: string }): void {
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|node:internal|Error:/);
  }

  describe('a request line or header that no client sends', () => {
    const line = (first: string, ...headers: string[]) => `${[first, ...headers].join('\r\n')}\r\n\r\n`;
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];

    it.each([
      ['a Host that is no host', line('GET /health HTTP/1.1', 'Host: [')],
      ['a Host with a port that cannot be', line('GET /health HTTP/1.1', 'Host: vinculo.example:999999')],
      ['a Host with blanks in it', line('GET /health HTTP/1.1', 'Host: a b"<>')],
      ['an empty Host', line('GET /health HTTP/1.1', 'Host: ')],
      ['two Hosts', line('GET /health HTTP/1.1', 'Host: x', 'Host: y')],
      ['a whole URL that is no URL', line('GET http://[/ HTTP/1.1', 'Host: x')],
      ['a whole URL of another place', line('GET http://evil.example/health HTTP/1.1', 'Host: x')],
      ['a path that begins with two slashes', line('GET //evil.example/health HTTP/1.1', 'Host: x')],
      ['a percent sign without digits', line('GET /i/%ZZ HTTP/1.1', 'Host: x')],
      ['bytes that are no UTF-8', line('GET /i/%E0%A4%A HTTP/1.1', 'Host: x')],
      ['an asterisk', line('GET * HTTP/1.1', 'Host: x')],
      ['OPTIONS of everything', line('OPTIONS * HTTP/1.1', 'Host: x')],
      ['a matrix parameter', line('GET /health;a=b HTTP/1.1', 'Host: x')],
      ['a very long path', line(`GET /${'a'.repeat(15_000)} HTTP/1.1`, 'Host: x')],
      ['a method that is none', line('FOO /health HTTP/1.1', 'Host: x')],
      ['a header of 20 KB', line('GET /health HTTP/1.1', 'Host: x', `X-Much: ${'a'.repeat(20_000)}`)],
      [
        'two lengths',
        line('POST /api/messages HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      ],
      [
        'an expectation',
        line('POST /api/messages HTTP/1.1', 'Host: x', 'Expect: magic', 'Content-Length: 0'),
      ],
      ['a wish for another protocol', line('GET /health HTTP/1.1', 'Host: x', ...upgrade)],
    ])('%s is answered, without a fault, and the process lives', async (_, bytes) => {
      const status = await askRaw(running.program().url, bytes);
      expect(await running.program().isAlive()).toBe(true);
      expect(status).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
    });

    it.each([
      ['a wish for another protocol', line('GET /health HTTP/1.1', 'Host: x', ...upgrade)],
      ['a tunnel', line('CONNECT x:443 HTTP/1.1', 'Host: x')],
      ['half a request', 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'],
      [
        'a broken chunk',
        line(
          'POST /api/messages HTTP/1.1',
          'Host: x',
          'Content-Type: application/json',
          'Transfer-Encoding: chunked',
          '',
          'ZZ',
        ),
      ],
    ])('%s and then a reset leaves the process alive', async (_, bytes) => {
      await askRaw(running.program().url, bytes, { isReset: true });
      expect(await running.program().isAlive()).toBe(true);
    });

    it('half a request and then a reset is no fault of the program', async () => {
      const faults = running.program().faults().length;
      const half =
        'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
      await askRaw(running.program().url, half, { isReset: true });
      expect(await running.program().isAlive()).toBe(true);
      expect(running.program().faults().length).toBe(faults);
    });
  });

  it('lets the program stop cleanly though clients hold their connections open', async () => {
    const post = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const held = await Promise.all(
      [
        'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        'GET /health HTTP/1.1\r\nHost: x\r\n\r\n',
        'GET /hea',
        `${post}Content-Length: 9\r\n\r\n{`,
        `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
      ].map((bytes) => holdOpen(running.program().url, bytes)),
    );
    expect(await running.program().terminate()).toBe(0);
    for (const one of held) one.letGo();
  });

  describe('a route that is none', () => {
    it.each([
      '/',
      '/nothing',
      '/favicon.ico',
      '/i',
      '/i/',
      '/i/a/b/c',
      '/api',
      '/assets/x',
      '/unsubscribe',
      '/.env',
      '/constructor',
    ])('%s is answered with 404, and the process lives', async (path) => {
      const answered = await ask(`${running.program().url}${path}`);
      expect(answered.status).toBe(404);
      expectPlain(answered);
      expect(await running.program().isAlive()).toBe(true);
    });

    const token = 'a'.repeat(43);
    it.each([
      ['GET', '/api/messages'],
      ['HEAD', '/api/messages'],
      ['PUT', '/api/messages'],
      ['OPTIONS', '/api/messages'],
      ['TRACE', '/api/messages'],
      ['POST', '/health'],
      ['DELETE', '/health'],
      ['TRACE', '/health'],
      ['OPTIONS', `/i/${token}`],
      ['POST', `/i/${token}`],
      ['PATCH', `/i/${token}`],
      ['GET', `/i/${token}/accept`],
      ['HEAD', `/i/${token}/decline`],
      ['PROPFIND', `/i/${token}`],
      ['POST', '/sign-in/callback'],
      ['POST', `/sign-in/start/${token}`],
      ['GET', `/sign-in/end/${token}`],
      ['POST', '/assets/page.css'],
      ['PUT', '/unsubscribe/x'],
    ])('%s %s is answered with 405 and what is allowed, and the process lives', async (method, path) => {
      const answered = await ask(`${running.program().url}${path}`, { method });
      expect(answered.status).toBe(405);
      expect(answered.headers['allow']).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
      expectPlain(answered);
      expect(await running.program().isAlive()).toBe(true);
    });

    it.each(['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'])(
      'is not reached through %s',
      async (name) => {
        const options = { headers: { [name]: 'POST', ...JSON_TYPE } };
        expect((await ask(`${running.program().url}/i/${token}/accept`, options)).status).toBe(405);
      },
    );
  });

  it('has posted nothing, stored nothing and broken in no case', async () => {
    expect(running.world.teams.calls).toEqual([]);
    expect(await contents(running.world.db)).toEqual(before);
    expect(await running.program().isAlive()).toBe(true);
  });
});
