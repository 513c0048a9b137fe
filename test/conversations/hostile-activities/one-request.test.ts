import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentials, people, tenants } from '../../../src/sandbox/world.ts';
import { buttonOn } from '../../support/cards/buttons.ts';
import { channelClaims } from '../../support/world/channel-keys.ts';
import { type ForeignServer, startForeignServer } from '../../support/world/foreign-server.ts';
import { forgetAll, INVITE_CONTOSO, invite } from '../../support/world/invited.ts';
import { startProcess } from '../../support/world/own-process.ts';
import { newId, type Trouble } from '../../support/world/teams.ts';
import { useFabrikam } from '../../support/world/use-world.ts';
import { startWorld, type World } from '../../support/world/world.ts';

const TEAMS_WAITS_MS = 15_000;

// The two slow ones wait side by side.
describe.concurrent('a program with a wrong setting', () => {
  const variables = {
    PUBLIC_URL: 'https://vinculo.example',
    MONGODB_URI: 'mongodb://127.0.0.1:9/nowhere',
    HOST: '127.0.0.1',
    MicrosoftAppId: credentials.clientId,
    MicrosoftAppPassword: 'a-secret-that-nobody-reads',
    MicrosoftAppTenantId: tenants.fabrikam.id,
    PARTNER_TENANTS: tenants.fabrikam.id,
    ADMIN_AGENTS: people.dana.id,
  };

  it.each([
    ['MicrosoftAppId', ''],
    ['MicrosoftAppId', 'none'],
    ['MicrosoftAppPassword', ''],
    ['MicrosoftAppTenantId', ''],
    ['PARTNER_TENANTS', ''],
    ['PUBLIC_URL', 'http://vinculo.example'],
    ['ToBotFromChannelOpenIdMetadataUrl', 'http://keys.example/'],
    ['ToChannelFromBotLoginUrl', 'http://login.example/'],
    ['LOGIN_AUTHORITY', 'ftp://login.example'],
    ['ADMIN_AGENTS', `${tenants.adatum.id}/${people.dana.id}`],
    ['SERVICE_URL_HOSTS', 'https://smba.trafficmanager.net/path'],
  ])('does not start with %s “%s”, says which it is, and exits with 78', async (name, value) => {
    const program = await startProcess({ ...variables, [name]: value });
    await program.stop();
    expect(program.exitCode()).toBe(78);
    expect(program.lines).toEqual([expect.stringContaining(name)]);
    expect(program.lines.join()).not.toContain(variables.MicrosoftAppPassword);
  });

  it('does not start with an Admin agent who may be one of either partner', async () => {
    const several = `${tenants.fabrikam.id},${tenants.adatum.id}`;
    const program = await startProcess({ ...variables, PARTNER_TENANTS: several });
    await program.stop();
    expect(program.exitCode()).toBe(78);
    expect(program.lines).toEqual([
      'Vínculo cannot start: ADMIN_AGENTS must say tenant/GUID for each person, because PARTNER_TENANTS has several tenants',
    ]);
  });
});

describe.concurrent('a Teams that never answers', () => {
  let world: World;
  let silent: ForeignServer;

  beforeAll(async () => {
    silent = await startForeignServer({ isSilent: true });
    world = await startWorld({ environment: { SERVICE_URL_HOSTS: silent.url } });
  });
  afterAll(async () => {
    await Promise.all([silent.stop(), world.stop()]);
  });

  it('does not keep a turn longer than Teams waits', { timeout: 40_000 }, async () => {
    const chat = world.chat(world.dana);
    const message = { ...world.activity(world.dana, chat, {}), type: 'message', text: 'help' };
    const authorization = `Bearer ${await world.teams.sign(channelClaims(silent.url))}`;
    const began = performance.now();
    const { status } = await world.send({ ...message, serviceUrl: silent.url }, { authorization });
    expect(status).toBe(200);
    expect(performance.now() - began).toBeLessThan(TEAMS_WAITS_MS);
  });
});

describe('what the bot posts', () => {
  const world = useFabrikam();

  beforeEach(async () => {
    await forgetAll(world);
    world.sales.messages.length = 0;
    world.teams.troubles.length = 0;
  });

  const summaries = () => world.sales.messages.map(({ summary }) => summary);
  const trouble = (different: Partial<Trouble>): Trouble => {
    const one = { method: 'POST', path: /activities/, status: 503, times: 1, ...different };
    world.teams.troubles.push(one);
    return one;
  };

  it.each([500, 502, 503, 504, 408, 429, 0])(
    'as an answer is tried once when Teams did it and says %i',
    async (status) => {
      const { dana, sales, says, teams } = world;
      trouble({ status, isDone: true });
      const calls = teams.calls.length;
      await says(dana, sales, 'help');
      const [answer, fault, ...more] = summaries();
      // Nobody knows whether the answer arrived, so the person is told that something broke.
      expect([answer, fault, more]).toEqual([expect.any(String), expect.any(String), []]);
      expect(fault).not.toBe(answer);
      expect(teams.calls.length - calls).toBe(2);
    },
  );

  it.each([429, 503])('as an alert comes once, later, when Teams refused it with %i', async (status) => {
    const { dana, sales, says, settled } = world;
    const refusal = trouble({ status, times: 1 });
    await says(dana, sales, INVITE_CONTOSO);
    await settled();
    expect(refusal.times).toBe(0);
    expect(summaries()).toEqual([expect.stringContaining('Contoso')]);
  });

  it('is not sent again when Teams delivers an activity again', async () => {
    const { dana, sales, says, presses, settled, db } = world;
    const id = newId();
    await Promise.all([says(dana, sales, INVITE_CONTOSO, { id }), says(dana, sales, INVITE_CONTOSO, { id })]);
    await says(dana, sales, INVITE_CONTOSO, { id });
    await settled();
    expect(summaries()).toEqual([expect.stringContaining('Contoso')]);
    const share = buttonOn(sales, 'Post in this chat');
    const again = newId();
    for (let times = 0; times < 3; times++) await presses(dana, sales, { button: share, id: again });
    await settled();
    expect(summaries()).toHaveLength(2);
    const events = await db.collection('events').find({ 'what.type': 'event' }).sort({ _id: 1 }).toArray();
    expect(events.map(({ event }) => event.type)).toEqual(['invitation-drafted', 'invitation-shared']);
  });

  it('tells of an acceptance once, though Teams delivers the press four times under two ids', async () => {
    const { megan, presses, chat, settled, db, sales } = world;
    const { relationshipId, invitationId } = await invite(world, INVITE_CONTOSO);
    const place = chat(megan);
    const button = { verb: 'accept', data: { verb: 'accept', relationshipId, invitationId } };
    const [first, second] = [newId(), newId()];
    const press = (id: string) => presses(megan, place, { button, id });
    const answers = [
      ...(await Promise.all([press(first), press(first)])),
      await press(second),
      await press(second),
    ];
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual(
      Array(4).fill([200, 'application/vnd.microsoft.card.adaptive']),
    );
    await settled();
    expect(await db.collection('events').countDocuments({ 'event.type': 'invitation-accepted' })).toBe(1);
    expect(sales.messages).toHaveLength(2);
  });
});
