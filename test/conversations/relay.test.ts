import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startRelay } from '../../src/sandbox/teams/relay.ts';

const appId = '11d2ee0c-2a0a-4c4f-9b02-4c4ae3d2b3a1';
const activity = { type: 'message', text: 'ayuda, señora', serviceUrl: 'http://localhost:56150/_connector' };

type Heard = { headers: IncomingHttpHeaders; body: Buffer };
type Answer = { status: number; headers?: Record<string, string>; body?: string };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

describe('the relay', () => {
  it('vouches for an activity with a token that its own metadata verifies', async () => {
    const { relay, heard } = await aRelay();
    await post(relay.endpoint);

    const [bearer, token = ''] = heard[0]?.headers.authorization?.split(' ') ?? [];
    expect(bearer).toBe('Bearer');
    const metadata = await metadataOf(relay.openIdMetadataUrl);
    expect(metadata).toMatchObject({
      issuer: 'https://api.botframework.com',
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
      issuer: relay.issuer,
      audience: appId,
      algorithms: ['RS256'],
    });
    expect(payload['serviceurl']).toBe(activity.serviceUrl);
    expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(300);
  });

  it('endorses its one key for Teams, and signs with that key', async () => {
    const { relay, heard } = await aRelay();
    await post(relay.endpoint);

    const { jwks_uri } = await metadataOf(relay.openIdMetadataUrl);
    const { keys } = await fetch(jwks_uri).then((response) => response.json());
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', endorsements: ['msteams'] });
    expect(keys[0]).not.toHaveProperty('d');
    const token = heard[0]?.headers.authorization?.split(' ')[1] ?? '';
    expect(decodeProtectedHeader(token).kid).toBe(keys[0].kid);
  });

  it('has another key after a restart', async () => {
    const [one, other] = await Promise.all([aRelay(), aRelay()]);
    await Promise.all([post(one.relay.endpoint), post(other.relay.endpoint)]);

    const { jwks_uri } = await metadataOf(other.relay.openIdMetadataUrl);
    const token = one.heard[0]?.headers.authorization?.split(' ')[1] ?? '';
    await expect(jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)))).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
  });

  it('passes the bytes on unchanged, and adds nothing but its signature', async () => {
    const { relay, heard } = await aRelay();
    const bytes = Buffer.from(`{ "serviceUrl":"${activity.serviceUrl}",\n\t"text" : "ñ — \\u00f1 😀"  }\n`);
    await post(relay.endpoint, bytes, {
      'x-ms-agents-playground': 'true',
      'content-type': 'application/json',
    });

    expect(heard[0]?.body).toEqual(bytes);
    const names = Object.keys(heard[0]?.headers ?? {}).sort();
    expect(names).toEqual(['authorization', 'connection', 'content-length', 'content-type', 'host']);
    expect(heard[0]?.headers['content-type']).toBe('application/json');
  });

  it('passes status, type and body of the answer back, whatever they are', async () => {
    const answer = {
      status: 429,
      headers: { 'content-type': 'text/plain', 'x-own': '1' },
      body: 'slower, señor',
    };
    const { relay } = await aRelay(answer);
    const response = await post(relay.endpoint);

    expect(response.status).toBe(429);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(response.headers.get('x-own')).toBeNull();
    expect(await response.text()).toBe('slower, señor');
  });

  it('follows no redirect', async () => {
    const { relay, heard } = await aRelay({ status: 307, headers: { location: '/elsewhere' } });
    const response = await post(relay.endpoint);

    expect(response.status).toBe(307);
    expect(heard).toHaveLength(1);
  });

  it('says 502 while the bot is away, and works again when it is back', async () => {
    const { relay, bot } = await aRelay();
    await bot.stop();
    const away = await post(relay.endpoint);
    expect(away.status).toBe(502);
    expect(await away.json()).toMatchObject({ error: 'bot_away' });

    await bot.start();
    expect((await post(relay.endpoint)).status).toBe(202);
  });

  it('lets the playground knock without bothering the bot', async () => {
    const { relay, heard } = await aRelay();
    for (const method of ['HEAD', 'GET']) {
      expect((await fetch(relay.endpoint, { method })).status).toBe(200);
    }
    expect(heard).toEqual([]);
  });

  it.each([
    ['more than 256 KB', 413, JSON.stringify({ ...activity, text: 'x'.repeat(256 * 1024) })],
    ['no JSON', 400, '{"serviceUrl":'],
    ['no activity', 400, '[]'],
    ['nothing', 400, ''],
    ['an activity that says not where it is from', 400, '{"type":"message"}'],
    ['an activity from no web address', 400, '{"serviceUrl":"file:///etc/passwd"}'],
  ])('signs nothing for %s', async (_, status, body) => {
    const { relay, heard } = await aRelay();
    expect((await post(relay.endpoint, Buffer.from(body))).status).toBe(status);
    expect(heard).toEqual([]);
  });

  it('signs nothing for a form or a text, which any page in a browser may post here', async () => {
    const { relay, heard } = await aRelay();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect((await post(relay.endpoint, undefined, { 'content-type': type })).status).toBe(415);
    }
    expect(heard).toEqual([]);
  });

  it('knows no other address', async () => {
    const { relay } = await aRelay();
    const { origin } = new URL(relay.endpoint);
    for (const path of ['/', '/api/messages/', '/api/messages/x', '//api/messages', '/%zz']) {
      expect((await fetch(`${origin}${path}`, { method: 'POST', body: '{}' })).status).toBe(404);
    }
    expect((await fetch(relay.endpoint, { method: 'DELETE' })).status).toBe(404);
  });
});

async function aRelay(answer: Answer = { status: 202 }) {
  const bot = await aBot(answer);
  const relay = await startRelay({ botUrl: `http://127.0.0.1:${bot.port}/api/messages`, appId });
  stops.push(relay.stop);
  return { relay, bot, heard: bot.heard };
}

async function aBot({ status, headers, body }: Answer) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(status, headers);
    response.end(body);
  });
  async function start(port?: number) {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
  async function stop() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  const port = await start();
  stops.push(stop);
  return { port, heard, stop, start: () => start(port) };
}

function post(
  endpoint: string,
  body: Buffer = Buffer.from(JSON.stringify(activity)),
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  return fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(body), redirect: 'manual' });
}

async function metadataOf(url: string) {
  const schema = z.looseObject({ jwks_uri: z.url() });
  return schema.parse(await fetch(url).then((response) => response.json()));
}
