import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../support/world/ask-http.ts';
import { channelClaims } from '../../support/world/channel-keys.ts';
import { contents } from '../../support/world/database-contents.ts';
import { useDanasChat, useWorld } from '../../support/world/use-world.ts';
import { newest, until } from '../../support/world/world.ts';

type Activity = Record<string, unknown>;
type Case = readonly [string, (activity: Activity) => unknown];

const set = (values: Activity) => (activity: Activity) => Object.assign(activity, values);
const without = (name: string) => (activity: Activity) => delete activity[name];
const inside = (name: string, values: Activity) => (activity: Activity) =>
  Object.assign(activity[name] as object, values);
const LONG = 'x'.repeat(600);

describe('an activity that the channel service signed', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(() => {
    world.logged.length = 0;
    chat.messages.length = 0;
  });

  const base = (kind: 'message' | 'invoke') => {
    const action = { type: 'Action.Execute', verb: 'run', data: { verb: 'run', text: 'help' } };
    const rest = {
      message: { type: 'message', text: 'help' },
      invoke: { type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } },
    }[kind];
    return structuredClone({ ...world.activity(world.dana, chat, {}), ...rest }) as Activity;
  };
  const faults = () => world.logged.filter((line) => JSON.parse(line).level >= 50);

  const messages: Case[] = [
    ['no type', without('type')],
    ['a type that is a number', set({ type: 5 })],
    ['a type that is a list', set({ type: ['message'] })],
    ['a type that nobody knows', set({ type: 'trace' })],
    ['the type __proto__', set({ type: '__proto__' })],
    ['a list of channels', set({ channelId: ['msteams'] })],
    ['an id that is a number', set({ id: 5 })],
    ['an id that is an operator', set({ id: { $ne: null } })],
    ['an empty id', set({ id: '' })],
    ['an id of 600 characters', set({ id: LONG })],
    ['nobody who sent it', without('from')],
    ['somebody without an id who sent it', set({ from: {} })],
    ['a list of people who sent it', set({ from: [] })],
    ['a name that is an object', inside('from', { name: { $gt: '' } })],
    ['a name of 600 characters', inside('from', { name: LONG })],
    ['an object id that is an operator', inside('from', { aadObjectId: { $ne: null } })],
    ['an object id of 600 characters', inside('from', { aadObjectId: LONG })],
    ['nobody who receives it', without('recipient')],
    ['a receiver that is text', set({ recipient: 'bot' })],
    ['no conversation', without('conversation')],
    ['a conversation that is null', set({ conversation: null })],
    ['a conversation without an id', set({ conversation: {} })],
    ['a conversation whose id is an operator', inside('conversation', { id: { $regex: '.*' } })],
    ['a conversation whose id is a number', inside('conversation', { id: 19 })],
    ['a conversation with an id of 600 characters', inside('conversation', { id: LONG })],
    ['a tenant that is no GUID', inside('conversation', { tenantId: 'contoso.com' })],
    ['a tenant that is an operator', inside('conversation', { tenantId: { $ne: null } })],
    ['a tenant in the channel’s data that is a list', set({ channelData: { tenant: { id: ['x'] } } })],
    ['channel data that is text', set({ channelData: 'x' })],
    ['channel data that is a list', set({ channelData: [] })],
    ['text that is a number', set({ text: 5 })],
    ['text that is a list', set({ text: ['help'] })],
    ['text of 60,000 characters', set({ text: 'x'.repeat(60_000) })],
    ['entities that are an object', set({ entities: {} })],
    ['an entity that is null', set({ entities: [null] })],
    ['an entity whose type is a number', set({ entities: [{ type: 5 }] })],
    ['101 entities', set({ entities: Array.from({ length: 101 }, () => ({ type: 'x' })) })],
    ['a submission that is text', set({ value: 'accept' })],
    ['a submission that is a list', set({ value: [] })],
    ['a submission whose key has 100 characters', set({ value: { ['k'.repeat(100)]: 1 } })],
  ];
  const invokes: Case[] = [
    ['no name', without('name')],
    ['a name that is a number', set({ name: 5 })],
    ['the name of a search', set({ name: 'composeExtension/query' })],
    ['the name of a dialog', set({ name: 'task/fetch' })],
    ['the name of a sign-in', set({ name: 'signin/verifyState' })],
    ['the name of a sign-in’s token', set({ name: 'signin/tokenExchange' })],
    ['the name of a file', set({ name: 'fileConsent/invoke' })],
    ['the name in other letters', set({ name: 'AdaptiveCard/Action' })],
    ['the name __proto__', set({ name: '__proto__' })],
    ['no value', without('value')],
    ['an empty value', set({ value: {} })],
    ['a value that is null', set({ value: null })],
    ['a value that is a list', set({ value: [] })],
    ['a value that is text', set({ value: 'accept' })],
    ['an action that is null', inside('value', { action: null })],
    ['an action that is text', inside('value', { action: 'accept' })],
    ['a verb that is a number', inside('value', { action: { verb: 5, data: {} } })],
    ['a verb that is an operator', inside('value', { action: { verb: { $ne: null }, data: {} } })],
    ['a verb of 600 characters', inside('value', { action: { verb: LONG, data: {} } })],
    ['data that is text', inside('value', { action: { verb: 'run', data: 'x' } })],
    ['data that is a list', inside('value', { action: { verb: 'run', data: [] } })],
    ['data that is null', inside('value', { action: { verb: 'run', data: null } })],
    ['data whose key has 100 characters', inside('value', { action: { data: { ['k'.repeat(100)]: 1 } } })],
  ];

  describe.each([
    ['message', messages],
    ['invoke', invokes],
  ] as const)('as a %s', (kind, cases) => {
    it.each(cases)('with %s is refused in one line, and nothing happens', async (_, spoil) => {
      const before = await contents(world.db);
      const calls = world.teams.calls.length;
      const activity = base(kind);
      spoil(activity);
      const { status, body } = await world.send(activity, {});
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body).toEqual({ error: expect.stringMatching(/^[^\n]{1,300}$/) });
      expect(body.error).not.toMatch(/\.ts:|\.js:|node_modules|Error/);
      expect(world.teams.calls.length).toBe(calls);
      expect(await contents(world.db)).toEqual(before);
    });
  });

  const odd: Case[] = [
    ['a locale that is an object', set({ locale: { $ne: null } })],
    ['a locale that is none', set({ locale: '__proto__' })],
    ['a time zone that is none', set({ localTimezone: 'Mars/Phobos' })],
    ['a time zone that is a number', set({ localTimezone: 5 })],
    ['entities of other kinds', set({ entities: [{ type: 'clientInfo', country: 'ES' }] })],
    ['a mention of nobody', set({ entities: [{ type: 'mention', text: '<at>x</at>' }] })],
    ['a mention of nothing', set({ entities: [{ type: 'mention', mentioned: null }] })],
    ['a mention in other letters', set({ entities: [{ type: 'Mention' }] })],
    ['a mention without its text', set({ entities: [{ type: 'mention', mentioned: { id: '28:x' } }] })],
    ['keys that nobody knows', set({ __v: 1, $where: 'sleep(1000)', constructor: 'x' })],
    [
      'a key __proto__',
      (activity) =>
        Object.defineProperty(activity, '__proto__', { value: { type: 'invoke' }, enumerable: true }),
    ],
    ['half a character in a name', inside('from', { name: 'Dana \uD83D' })],
    ['a name with a zero and directions in it', inside('from', { name: 'D\u0000a\u202Ena' })],
  ];

  it.each(odd)('with %s is answered as usual, without a fault', async (_, spoil) => {
    const activity = base('message');
    spoil(activity);
    expect((await world.send(activity, {})).status).toBe(200);
    expect(faults()).toEqual([]);
    expect(newest(chat)[0]).toMatch(/Vínculo/);
  });

  it.each<Case>([
    ['without text', without('text')],
    ['of nothing but the bot’s mention', (activity) => mentionBot(activity, '<at>Vínculo</at>')],
    ['that mentions the bot, without text', (activity) => delete mentionBot(activity, '').text],
    ['of blanks', set({ text: ' \u00A0\u200B ' })],
    ['of nothing but signs', set({ text: '"""""":::--' })],
    ['of 50,000 letters', set({ text: 'x'.repeat(50_000) })],
    ['of 25,000 quotation marks', set({ text: '"a '.repeat(16_000) })],
    ['of a template’s signs', set({ text: '{{DATE(2020-01-01T00:00:00Z)}} $\u007B$root}' })],
  ])('that is a message %s is answered kindly, without a fault', async (_, spoil) => {
    const activity = base('message');
    spoil(activity);
    expect((await world.send(activity, {})).status).toBe(200);
    expect(faults()).toEqual([]);
    expect(chat.messages).toHaveLength(1);
  });

  function mentionBot(activity: Activity, text: string): Activity & { text?: string } {
    const mentioned = activity['recipient'];
    const entities = [{ type: 'mention', text: '<at>Vínculo</at>', mentioned }];
    return Object.assign(activity, { text, entities });
  }

  it.each([
    ['data of the channel', '"channelData":{"other":@}'],
    ['attachments', '"attachments":@'],
    ['entities', '"entities":[{"type":"x","more":@}]'],
    ['a submission', '"value":{"verb":"run","text":"help","more":@}'],
    ['a form', '"value":{"verb":"submit","command":"help","topic":@}'],
  ])('with deeply nested %s is answered as usual, without a fault', async (_, deep) => {
    const nested = deep.replace('@', `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const body = JSON.stringify(base('message')).replace('"type":"message"', `"type":"message",${nested}`);
    const authorization = `Bearer ${await world.teams.sign(channelClaims(world.teams.serviceUrl))}`;
    const headers = { 'content-type': 'application/json', authorization };
    const answered = await ask(`${world.address.url}/api/messages`, { method: 'POST', headers, body });
    expect([answered.status, faults()]).toEqual([200, []]);
    expect(newest(chat)[0]).toMatch(/Vínculo/);
  });

  it('that is none of ours is taken note of and not answered', async () => {
    for (const type of ['typing', 'event', 'messageReaction', 'messageDelete', 'endOfConversation']) {
      chat.messages.length = 0;
      const { status } = await world.send({ ...base('message'), type }, {});
      expect([type, status, chat.messages.length]).toEqual([type, 200, 0]);
    }
  });

  it('leaves the program alive after all of that', async () => {
    await until(async () => (await fetch(`${world.address.url}/health`)).ok, 'it is alive');
    expect(await world.db.collection('relationships').countDocuments()).toBe(0);
  });
});
