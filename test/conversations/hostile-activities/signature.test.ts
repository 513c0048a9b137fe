import { generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningKey } from '../../../src/sandbox/signing-key.ts';
import { credentials, tenants } from '../../../src/sandbox/world.ts';
import { type ChannelKeys, channelClaims, startChannelKeys } from '../../support/world/channel-keys.ts';
import { contents } from '../../support/world/database-contents.ts';
import { type ForeignServer, startForeignServer } from '../../support/world/foreign-server.ts';
import type { TeamsConversation } from '../../support/world/teams.ts';
import { startWorld, type World } from '../../support/world/world.ts';

const { clientId, clientSecret } = credentials;
const ENTRA = `https://sts.windows.net/${tenants.adatum.id}/`;
const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the bot endpoint', () => {
  let channel: ChannelKeys;
  let key: SigningKey;
  let unendorsed: SigningKey;
  let webchats: SigningKey;
  let world: World;
  let chat: TeamsConversation;
  let before: Awaited<ReturnType<typeof contents>>;
  let foreign: ForeignServer;

  beforeAll(async () => {
    channel = await startChannelKeys();
    key = await channel.publish(['msteams', 'skype']);
    unendorsed = await channel.publish();
    webchats = await channel.publish(['webchat', 'directline']);
    foreign = await startForeignServer();
    world = await startWorld({
      environment: { ToBotFromChannelOpenIdMetadataUrl: channel.openIdMetadataUrl },
    });
    chat = world.chat(world.dana);
    before = await contents(world.db);
  });
  afterAll(() => Promise.all([world.stop(), channel.stop(), foreign.stop()]));

  const message = () => ({
    ...world.activity(world.dana, chat, {}),
    type: 'message',
    text: 'help',
  });
  const claims = (different: JWTPayload = {}) => channelClaims(world.teams.serviceUrl, different);

  /** Sends the activity with the token, and says what came back and whether anything went out. */
  async function send(token: string, activity: Record<string, unknown> = message()) {
    const calls = world.teams.calls.length;
    const authorization = token === '' || /^\w+ /.test(token) ? token : `Bearer ${token}`;
    const { status, body } = await world.send(activity, { authorization });
    return { status, body, calls: world.teams.calls.length - calls, foreignCalls: foreign.count() };
  }

  const refused = { status: 401, body: { error: expect.any(String) }, calls: 0, foreignCalls: 0 };

  describe('a token', () => {
    // Signed as asked, with a header of its own and maybe a key that nobody published.
    async function signed(header: Partial<JWTHeaderParameters>, payload = claims()): Promise<string> {
      const { privateKey } = await generateKeyPair(header.alg ?? 'RS256');
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, ...header })
        .sign(privateKey);
    }
    const secretly = (secret: string, alg: string) =>
      new SignJWT(claims()).setProtectedHeader({ alg, kid: key.jwk.kid }).sign(Buffer.from(secret));

    it.each<[string, () => string | Promise<string>]>([
      ['that is missing', () => ''],
      ['that is empty', () => 'Bearer '],
      ['of another scheme', () => 'Basic dXNlcjpwYXNz'],
      ['that is no token', () => 'Bearer a.b.c'],
      ['with two parts', async () => (await key.sign(claims())).split('.').slice(0, 2).join('.')],
      [
        'that comes twice',
        async () => `Bearer ${await key.sign(claims())}, Bearer ${await key.sign(claims())}`,
      ],
      ['of more than 8 KB', () => key.sign(claims({ padding: 'x'.repeat(9000) }))],
      ['with a forged signature', async () => `${(await key.sign(claims())).slice(0, -8)}AAAAAAAA`],
      [
        'with another’s payload',
        async () => (await key.sign(claims())).replace(/\.[^.]+\./, `.${encode(claims({ x: 1 }))}.`),
      ],
      ['signed by an unpublished key under a published id', () => signed({})],
      ['under an id that nobody published', () => signed({ kid: 'nobody’s' })],
      ['under an id that is no text', () => signed({ kid: 5 as unknown as string })],
      ['without a key id', () => signed({ kid: undefined as unknown as string })],
      ['that brings its own key', () => signed({ jwk: { ...webchats.jwk, kty: 'RSA' } })],
      [
        'that says where its key is',
        () => signed({ jku: `${foreign.url}/keys`, x5u: `${foreign.url}/cert` }),
      ],
      ['with algorithm none', () => `${encode({ alg: 'none', kid: key.jwk.kid })}.${encode(claims())}.`],
      [
        'with algorithm none and some signature',
        () => `${encode({ alg: 'none', kid: key.jwk.kid })}.${encode(claims())}.AAAA`,
      ],
      [
        'with algorithm None in other letters',
        () => `${encode({ alg: 'nOnE', kid: key.jwk.kid })}.${encode(claims())}.AAAA`,
      ],
      ['signed with the public key as a secret', () => secretly(String(key.jwk.n), 'HS256')],
      ['signed with the bot’s own secret', () => secretly(clientSecret, 'HS256')],
      ['with RS512 under a published id', () => signed({ alg: 'RS512' })],
      ['with an elliptic key under a published id', () => signed({ alg: 'ES256' })],
      ['of another issuer', () => key.sign(claims({ iss: 'https://api.botframework.us' }))],
      ['without an issuer', () => key.sign(claims({ iss: undefined as unknown as string }))],
      [
        'with a list of issuers',
        () => key.sign(claims({ iss: ['https://api.botframework.com'] as unknown as string })),
      ],
      ['for another bot', () => key.sign(claims({ aud: tenants.adatum.id }))],
      ['for nobody', () => key.sign(claims({ aud: undefined as unknown as string }))],
      ['for the bot’s id with something behind it', () => key.sign(claims({ aud: `${clientId}x` }))],
      ['that expired beyond the tolerated five minutes', () => key.sign(claims({ exp: now() - 310 }))],
      ['that never expires', () => key.sign(claims({ exp: undefined as unknown as number }))],
      ['that expires at no time', () => key.sign(claims({ exp: 'never' as unknown as number }))],
      ['that is not valid yet', () => key.sign(claims({ nbf: now() + 400 }))],
      ['of a key that is endorsed for nothing', () => unendorsed.sign(claims())],
      ['of a key that is endorsed for other channels', () => webchats.sign(claims())],
      ['for another service URL', () => key.sign(claims({ serviceurl: `${world.teams.url}/other` }))],
      [
        'for the same service URL with a slash',
        () => key.sign(claims({ serviceurl: `${world.teams.serviceUrl}/` })),
      ],
      ['for no service URL', () => key.sign(claims({ serviceurl: undefined }))],
      ['for a list of service URLs', () => key.sign(claims({ serviceurl: [world.teams.serviceUrl] }))],
      [
        'of Entra for our own app, as the emulator sends it',
        () => key.sign(claims({ iss: ENTRA, ver: '1.0', appid: clientId, tid: tenants.adatum.id })),
      ],
      [
        'of Entra’s version 2 for our own app',
        () =>
          key.sign(
            claims({
              iss: `https://login.microsoftonline.com/${tenants.adatum.id}/v2.0`,
              ver: '2.0',
              azp: clientId,
            }),
          ),
      ],
      ['that Entra really gave our own app', () => ourOwnToken()],
      ['of a skill', () => key.sign(claims({ iss: ENTRA, ver: '1.0', appid: tenants.adatum.id }))],
    ])('%s is refused with 401, and nothing goes out', async (_, token) => {
      expect(await send(await token())).toEqual(refused);
    });

    async function ourOwnToken(): Promise<string> {
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const body = new URLSearchParams({ ...form, scope: 'https://api.botframework.com/.default' });
      const answered = await fetch(world.entra.tokenUrl, { method: 'POST', body });
      return ((await answered.json()) as { access_token: string }).access_token;
    }

    it('in the address is not looked at', async () => {
      const token = await key.sign(claims());
      const answered = await fetch(`${world.address.url}/api/messages?access_token=${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message()),
      });
      expect(answered.status).toBe(401);
    });

    it('that does not claim to be the channel’s has nobody look for its key', async () => {
      const { ...asked } = channel.asked;
      const issuers = Array.from(
        { length: 50 },
        (_, at) => `https://sts.windows.net/${at}${'x'.repeat(1000)}/`,
      );
      const tokens = await Promise.all(issuers.map((iss) => signed({ kid: `of ${iss}` }, claims({ iss }))));
      for (const token of tokens) expect((await send(token)).status).toBe(401);
      expect(channel.asked).toEqual(asked);
    });
  });

  describe('a signed activity', () => {
    const listed = () => new URL(world.teams.serviceUrl);

    it.each<[string, () => unknown]>([
      ['of a host that is not on the list', () => `${foreign.url}/connector`],
      ['of no host', () => undefined],
      ['of an empty host', () => ''],
      ['of null', () => null],
      ['of a number', () => 42],
      ['of an object', () => ({ href: world.teams.serviceUrl })],
      ['that is no URL', () => 'connector'],
      ['that is relative', () => `//${listed().host}/connector`],
      ['with a user in it', () => world.teams.serviceUrl.replace('://', '://user@')],
      ['with a user and a password in it', () => world.teams.serviceUrl.replace('://', '://user:pass@')],
      [
        'with the listed host as a user',
        () => `http://${listed().host}@${new URL(foreign.url).host}/connector`,
      ],
      ['with the listed host in front of another', () => `http://${listed().host}.evil.example/connector`],
      ['with another port', () => world.teams.serviceUrl.replace(listed().port, '9')],
      ['with https where http is listed', () => world.teams.serviceUrl.replace('http:', 'https:')],
      ['of another scheme', () => world.teams.serviceUrl.replace('http:', 'ftp:')],
      ['of a file', () => 'file:///etc/passwd'],
      ['of a script', () => 'javascript:alert(1)'],
    ])('with a service URL %s is refused with 401, and nothing goes out', async (_, serviceUrl) => {
      const token = await key.sign(claims({ serviceurl: serviceUrl() as string }));
      const { serviceUrl: was, ...activity } = message();
      expect(was).toBe(world.teams.serviceUrl);
      expect(await send(token, { ...activity, serviceUrl: serviceUrl() })).toEqual(refused);
    });

    it.each([
      undefined,
      null,
      '',
      0,
      42,
      true,
      {},
      { id: 'msteams' },
      'emulator',
      'webchat',
      'MSTEAMS',
      'msteams ',
      'directline',
    ])('of channel %j is refused with 401, and nothing goes out', async (channelId) => {
      expect(await send(await key.sign(claims()), { ...message(), channelId })).toEqual(refused);
    });

    it('of a channel that the key is endorsed for, but that is not Teams, is not answered', async () => {
      const answered = await send(await key.sign(claims()), { ...message(), channelId: 'skype' });
      expect(answered).toMatchObject({ status: expect.toSatisfy(isClientError), calls: 0 });
    });
  });

  it('has changed nothing for any of these', async () => {
    expect(await contents(world.db)).toEqual(before);
    expect((await fetch(`${world.address.url}/health`)).ok).toBe(true);
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it.each([
    ['as it should be', {}],
    ['that expired within the tolerated five minutes', { exp: now() - 200 }],
    ['of a clock that is a little ahead', { nbf: now() + 200 }],
  ])('believes a token %s', async (_, different) => {
    const { status, calls } = await send(await key.sign(claims(different)));
    expect([status, calls]).toEqual([200, 1]);
  });

  describe('a token that was believed before', () => {
    const believed = async (different: JWTPayload = {}): Promise<string> => {
      const token = await key.sign(claims(different));
      const typing = { ...world.activity(world.dana, chat, {}), type: 'typing' };
      expect((await send(token, typing)).status).toBe(200);
      return token;
    };

    it.each<[string, (activity: Record<string, unknown>) => unknown]>([
      ['from another service URL', (activity) => ({ ...activity, serviceUrl: `${world.teams.url}/other` })],
      ['from the service URL with a slash', (one) => ({ ...one, serviceUrl: `${one['serviceUrl']}/` })],
      ['of a channel that its key is not endorsed for', (one) => ({ ...one, channelId: 'webchat' })],
    ])('is refused for an activity %s, and nothing goes out', async (_, change) => {
      const token = await believed();
      expect(await send(token, change(message()) as Record<string, unknown>)).toEqual(refused);
    });

    it.each<[string, (token: string) => string]>([
      ['another signature', (token) => `${token.slice(0, -8)}AAAAAAAA`],
      ['no signature', (token) => token.replace(/[^.]+$/, '')],
      ['another payload', (token) => token.replace(/\.[^.]+\./, `.${encode(claims({ x: 1 }))}.`)],
      ['another header', (token) => token.replace(/^[^.]+/, encode({ alg: 'none', kid: key.jwk.kid }))],
    ])('is refused with %s, and nothing goes out', async (_, change) => {
      expect(await send(change(await believed()))).toEqual(refused);
    });

    it('is refused once it has expired', async () => {
      const token = await believed({ exp: now() - 298 });
      await expect.poll(async () => (await send(token)).status, { timeout: 8000 }).toBe(401);
    });
  });
});

const isClientError = (status: number): boolean => status >= 400 && status < 500;
