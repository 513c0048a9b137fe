import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { openBrowser } from '../support/world/browser-visit.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import { forgetAll, type Invited, inviteAndSend } from '../support/world/invited.ts';
import { giveRole } from '../support/world/stored.ts';
import { useDanasChat, useFabrikam, useWorld } from '../support/world/use-world.ts';
import { newest, until } from '../support/world/world.ts';

// Lee is a Helpdesk agent of Fabrikam, Alex an ordinary member of Contoso; Megan is invited.
describe('the audit', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);
  let link: Invited;

  beforeAll(async () => {
    const { lee, db } = world;
    await asks('setup "Fabrikam" country:ES');
    await giveRole(db, tenants.fabrikam.id, { objectId: lee.objectId, name: 'Lee Gu', role: 'helpdesk' });
  });
  beforeEach(async () => {
    await forgetAll(world);
    world.logged.length = 0;
    link = await inviteAndSend(world);
  });

  const refusals = async () => {
    await world.settled();
    return world.db
      .collection('events')
      .find({ 'what.type': 'refused' }, { sort: { at: 1, _id: 1 } })
      .toArray();
  };
  const historyOf = (line = 'history contoso.com', locale = 'en-GB') => asks(line, locale);

  it('S1: keeps the attempt of a Helpdesk agent to invite, which is refused', async () => {
    const { lee, sales, says } = world;
    await says(lee, sales, 'invite "Contoso" contoso.com country:ES', { id: 'activity-1' });
    expect(newest(sales)[0]).toBe('Not with your role');
    expect(await refusals()).toMatchObject([
      {
        partnerId: tenants.fabrikam.id,
        by: { kind: 'agent', objectId: lee.objectId, tenantId: tenants.fabrikam.id, role: 'helpdesk' },
        cause: `${sales.id}/activity-1`,
        relationshipId: link.relationshipId,
        what: { command: 'invite', code: 'role-required' },
      },
    ]);
    const [title, customer, what, who] = await historyOf();
    expect([title, customer, what]).toEqual([
      'History',
      'Contoso',
      '✗ Refused: inviting (not with that role)',
    ]);
    expect(who).toMatch(/ · Lee Gu$/);
  });

  it('keeps an attempt with the customer whom it names, by name as by domain, once', async () => {
    await asks('end Contoso');
    await asks('end contoso.com');
    await asks('end "Nobody in particular"');
    expect(await refusals()).toMatchObject([
      { relationshipId: link.relationshipId, what: { command: 'end', code: 'not-active' } },
      { relationshipId: null, what: { command: 'end', code: 'not-found' } },
    ]);
  });

  it('keeps a press, and tells of it in Spanish', async () => {
    const { lee, sales, says, presses, submits } = world;
    await says(lee, sales, 'invite "Contoso" contoso.com country:ES');
    const { relationshipId, invitationId } = link;
    const revoke = { verb: 'revoke', data: { relationshipId, invitationId } };
    await presses(lee, sales, { button: revoke });
    await submits(lee, sales, { button: revoke });
    const [, , what] = await historyOf(`historial ${invitationId}`, 'es-ES');
    expect(what).toBe('✗ Denegado: retirar (su rol no lo permite)');
    expect((await refusals()).map(({ what: { command } }) => command)).toEqual(['invite', 'revoke']);
  });

  it('keeps that somebody pressed “Send by e-mail” who may not sell (S1)', async () => {
    const { lee, sales, presses } = world;
    const { relationshipId, invitationId } = link;
    const button = { verb: 'send-mail', data: { relationshipId, invitationId } };
    await presses(lee, sales, { button, inputs: { letter: 'Hello' } });
    expect((await refusals()).at(-1)).toMatchObject({
      by: { objectId: lee.objectId },
      relationshipId,
      what: { command: 'mail', code: 'role-required' },
    });
    expect(await historyOf()).toContain('✗ Refused: sending by e-mail (not with that role)');
  });

  it('keeps nothing of who only looks, writes something wrong, or belongs to nobody', async () => {
    const { dana, lee, sales, stranger, says, presses } = world;
    const before = await refusals();
    await says(dana, sales, `extend ${link.invitationId} 300d`);
    await says(dana, sales, 'history nobody.example');
    await says(lee, sales, 'check contoso.com');
    await says(stranger, world.chat(stranger), 'invite "Contoso" contoso.com country:ES');
    const { relationshipId, invitationId } = link;
    const button = { verb: 'refresh', data: { relationshipId, invitationId } };
    await presses(stranger, world.chat(stranger), { button });
    expect(await refusals()).toEqual(before);
  });

  it('keeps that somebody without authority answered, on the card and on the page', async () => {
    const { alex, megan, chat: chatWith, says, presses } = world;
    const his = chatWith(alex);
    await says(alex, his, 'invitations');
    await presses(alex, his, { button: buttonOn(his, 'Accept Fabrikam') });
    const browser = openBrowser(world);
    await browser.signIn(link.token, people.alex.id);
    // His page has no form, so he makes one.
    const session = await world.db.collection('sessions').findOne({ 'person.objectId': alex.objectId });
    await browser.submit(`/i/${link.token}/decline`, { formToken: session?.['formToken'] });
    const refusedOf = async (command: string) =>
      (await refusals()).filter(({ what }) => what.command === command);
    await until(async () => (await refusedOf('decline')).length > 0, 'the refused answer is recorded');
    const by = {
      kind: 'customer',
      objectId: alex.objectId,
      tenantId: tenants.contoso.id,
      name: 'Alex Wilber',
    };
    expect(await refusedOf('accept')).toMatchObject([{ by, what: { code: 'no-authority' } }]);
    expect(await refusedOf('decline')).toMatchObject([{ by, what: { code: 'no-authority' } }]);
    expect(await historyOf()).toContain('✗ Refused: accepting (neither contact nor administrator)');
    const hers = chatWith(megan);
    await says(megan, hers, 'invitations');
    await presses(megan, hers, { button: buttonOn(hers, 'Accept Fabrikam') });
    await presses(megan, hers, { button: { verb: 'accept', data: { ...link, verb: 'accept' } } });
    expect(await refusedOf('accept')).toHaveLength(1);
  });

  it('answers as ever where an attempt cannot be recorded, and logs it', async () => {
    const { lee, sales, says, db, logged } = world;
    await whileFailing(db, { failCommands: ['update'], errorCode: 8 }, () =>
      says(lee, sales, `remind ${link.invitationId}`),
    );
    expect(newest(sales)[0]).toBe('Not with your role');
    expect(logged.join()).toContain('A refused attempt could not be recorded');
  });

  it('is shown in pages', async () => {
    const { dana, sales, says, settled } = world;
    for (let at = 0; at < 20; at += 1) await says(dana, sales, 'agreement contoso.com accepted');
    await settled();
    const first = await historyOf();
    expect(first).toContain('Page 1 of 2');
    await world.presses(dana, chat, { button: buttonOn(chat, 'Next') }).then(({ body }) => {
      expect(JSON.stringify(body.value)).toContain('invitation created');
    });
  });
});

describe('npm run audit -- verify', () => {
  const world = useFabrikam();
  const root = join(import.meta.dirname, '../..');

  beforeAll(async () => {
    const { dana, sales, says, settled } = world;
    await says(dana, sales, 'invite "Contoso" contoso.com country:ES');
    await settled();
  });

  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      const { MONGODB_URI } = world.variables;
      const env = { PATH: process.env['PATH'], MONGODB_URI, ...environment };
      const command = ['dist/cli/audit.js', ...args];
      execFile(process.execPath, command, { cwd: root, env }, (failed, out, error) => {
        resolve({ code: failed ? Number(failed.code) : 0, out, error });
      });
    });
  const partner = tenants.fabrikam.id;

  it('is what package.json starts', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(scripts.audit).toBe('node dist/cli/audit.js');
  });

  it('prints how long each chain is and the hash to keep, which is looked for later', async () => {
    const { code, out } = await run(['verify']);
    expect(out).toMatch(new RegExp(`^${partner}  whole  3 entries  [0-9a-f]{64}\\n$`));
    expect(code).toBe(0);
    const [hash = ''] = /[0-9a-f]{64}/.exec(out) ?? [];
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES life:9d');
    expect(await run(['verify', '--partner', partner, '--expect', hash])).toMatchObject({ code: 0 });
    const other = await run(['verify', '--expect', 'a'.repeat(64)]);
    expect(other.code).toBe(1);
    expect(other.out).toContain('BROKEN  no whole chain has an entry with the hash aaaa');
  });

  it('names the first broken link', async () => {
    const events = world.db.collection('events');
    const event = await events.findOne({ 'what.type': 'event' });
    const at = event?.['event'].at;
    await events.updateOne({ _id: event?._id as never }, { $set: { 'event.by.name': 'Nobody' } });
    const { code, out } = await run(['verify']);
    const place = `relationship ${event?.['relationshipId']}, entry 1, ${at.toISOString()}`;
    expect(out).toBe(
      `${partner}  BROKEN  ${place}: the entry was changed, or does not follow the one before it\n`,
    );
    expect(code).toBe(1);
    await events.updateOne({ _id: event?._id as never }, { $set: { 'event.by.name': 'Dana Souza' } });
  });

  it('says what is wrong with how it was started', async () => {
    const usage = /^Usage: npm run audit -- verify/;
    for (const args of [[], ['verfiy'], ['verify', '--all'], ['verify', '--expect', 'x']]) {
      const { code, error } = await run(args);
      expect([code, error]).toEqual([64, expect.stringMatching(usage)]);
    }
    expect(await run(['verify'], { MONGODB_URI: '' })).toEqual({
      code: 78,
      out: '',
      error: 'The audit cannot be verified: MONGODB_URI must be set\n',
    });
    expect(await run(['verify', '--partner', 'nobody'])).toMatchObject({
      code: 1,
      out: 'nobody  BROKEN  nothing is stored of this partner\n',
    });
    const away = await run(['verify'], {
      MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300',
    });
    expect(away.code).toBe(69);
    expect(away.error).toMatch(/^The audit could not be read: /);
  });
});
