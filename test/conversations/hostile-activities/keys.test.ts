import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SigningKey } from '../../../src/sandbox/signing-key.ts';
import { type ChannelKeys, channelClaims, startChannelKeys } from '../../support/world/channel-keys.ts';
import { useDanasChat, useWorld } from '../../support/world/use-world.ts';

const DAY = 86_400_000;

/** A program that gets the channel’s keys from a service of the test’s own, and its clock. */
function useChannelKeys() {
  const channel = {} as ChannelKeys;
  let ahead = 0;
  beforeAll(async () => {
    Object.assign(channel, await startChannelKeys());
  });
  afterAll(async () => {
    vi.useRealTimers();
    await channel.stop();
  });
  const world = useWorld(() => ({
    environment: { ToBotFromChannelOpenIdMetadataUrl: channel.openIdMetadataUrl },
    monotonic: () => performance.now() + ahead,
  }));
  const { chat } = useDanasChat(world);

  function later(ms: number): void {
    ahead += ms;
    const now = performance.timeOrigin + performance.now() + ahead;
    vi.useFakeTimers({ toFake: ['Date'], now });
  }

  async function send(sign: (claims: JWTPayload) => Promise<string>) {
    const activity = { ...world.activity(world.dana, chat, {}), type: 'message', text: 'help' };
    const authorization = `Bearer ${await sign(channelClaims(world.teams.serviceUrl))}`;
    return world.send(activity, { authorization });
  }

  return { channel, world, chat, later, send };
}

describe('the channel’s keys, before the first has come,', () => {
  const { channel, world, chat, send } = useChannelKeys();
  let key: SigningKey;

  beforeAll(async () => {
    key = await channel.publish(['msteams']);
  });

  it.each([
    ['away', { status: 503, body: '{"error":"away"}' }],
    ['answered by a proxy', { status: 200, body: '<html>Sign in to the network</html>' }],
    ['not where they should be', { status: 404, body: '' }],
    ['redirected', { status: 302, body: '' }],
    ['an empty answer', { status: 200, body: '{}' }],
    ['a list', { status: 200, body: '[]' }],
    ['keys without ids', { status: 200, body: '{"jwks_uri":"http://127.0.0.1:9/","keys":[{"kty":"RSA"}]}' }],
  ])('that are %s make the bot ask Teams to try again, and nothing is posted', async (_, instead) => {
    channel.answer(instead);
    expect(await send(key.sign)).toEqual({ status: 503, body: { error: expect.any(String) } });
    expect(chat.messages).toEqual([]);
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it('that never come make the bot ask Teams to try again, and are asked for once however many wait', async () => {
    channel.answer('nothing');
    const { metadata } = channel.asked;
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(key.sign)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expect(channel.asked.metadata - metadata).toBe(1);
  });

  it('work again as soon as they are back', async () => {
    channel.answer(undefined);
    expect((await send(key.sign)).status).toBe(200);
    expect(chat.messages).toHaveLength(1);
  });
});

describe('the channel’s keys, once they are known,', () => {
  const { channel, world, later, send } = useChannelKeys();
  let key: SigningKey;
  let invented: SigningKey;

  // The program asks for keys again after ten seconds at the earliest.
  beforeEach(async () => {
    channel.answer(undefined);
    [key, invented] = [await channel.publish(['msteams']), await channel.invent()];
    later(11_000);
    expect((await send(key.sign)).status).toBe(200);
  });

  const manyInvented = async () => Promise.all(Array.from({ length: 20 }, () => send(invented.sign)));

  it('are fetched once, not for every activity', async () => {
    const { ...asked } = channel.asked;
    for (let times = 0; times < 5; times++) expect((await send(key.sign)).status).toBe(200);
    expect(channel.asked).toEqual(asked);
  });

  it('are not asked for again for ids that somebody invents', async () => {
    const { ...asked } = channel.asked;
    const answers = await manyInvented();
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(401));
    expect(channel.asked).toEqual(asked);
  });

  it('roll over: a new one is believed, and the old one as long as it is published', async () => {
    const next = await channel.publish(['msteams']);
    later(11_000);
    expect((await send(next.sign)).status).toBe(200);
    expect((await send(key.sign)).status).toBe(200);
  });

  it('are asked for once when many senders come with invented ones at once', async () => {
    later(11_000);
    const { metadata } = channel.asked;
    await manyInvented();
    expect(channel.asked.metadata - metadata).toBe(1);
  });

  it('go on working while the place they come from is away', async () => {
    channel.answer({ status: 503, body: '' });
    later(3_600_000);
    expect((await send(key.sign)).status).toBe(200);
  });

  it('that were withdrawn are not believed the day after', async () => {
    channel.answer(undefined);
    const soon = Math.floor(Date.now() / 1000) + (2 * DAY) / 1000;
    const lasting = await key.sign(channelClaims(world.teams.serviceUrl, { exp: soon }));
    expect((await send(async () => lasting)).status).toBe(200);
    channel.withdrawAll();
    const newest = await channel.publish(['msteams']);
    later(DAY);
    expect((await send(key.sign)).status).toBe(401);
    expect((await send(async () => lasting)).status).toBe(401);
    expect((await send(newest.sign)).status).toBe(200);
  });
});
