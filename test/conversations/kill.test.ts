import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../src/secret.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { inviteAndSend, linkOn, openInvitations } from '../support/world/invited.ts';
import { isSettled } from '../support/world/stored.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { newest, startWorld, until, type World } from '../support/world/world.ts';

const KILLS = 10;

// The program as a process of its own, so that it can be killed as a power failure kills it.
describe('kill -9', () => {
  let world: World;
  let child: ChildProcess;
  let meganChat: TeamsConversation;

  beforeAll(async () => {
    world = await startWorld();
    await world.stopProgram();
    await start();
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    await inviteAndSend(world);
    meganChat = await openInvitations(world, world.megan);
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await world.stop();
  });

  async function start(): Promise<void> {
    const port = await freePort();
    child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/main.js')], {
      env: { PATH: process.env['PATH'], ...world.variables, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    world.address.url = `http://127.0.0.1:${port}`;
    const isUp = () =>
      fetch(`${world.address.url}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(isUp, 'the program is ready', 20_000);
  }

  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('between the acceptance and the alert loses nothing: the alert comes after the restart, once', {
    timeout: 40_000,
  }, async () => {
    const { sales, megan, presses, settled, teams, db } = world;
    // Teams takes no posts for a while, so that the alert is still in the outbox when the process dies.
    const trouble = { method: 'POST', path: /activities/, status: 503, times: 1000 };
    teams.troubles.push(trouble);
    const { body } = await presses(megan, meganChat, { button: buttonOn(meganChat, 'Accept Fabrikam') });
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await until(() => trouble.times < 1000, 'the alert was tried');
    await kill();
    const alert = { 'what.face': 'alert', 'recorded.event.type': 'invitation-accepted' };
    expect((await db.collection('deliveries').findOne(alert))?.['state']).toBe('waiting');
    expect(sales.messages).toHaveLength(1);
    trouble.times = 0;
    await start();
    // The dead process may have held its lease: the alert comes when that is over, at the latest.
    await settled(25_000);
    expect(sales.messages.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Invitation R-\w{4} to Contoso$/),
      expect.stringMatching(/^Megan Bowen accepted for Contoso/),
    ]);
    expect(newest(sales)[0]).toBe('✓ Invitation accepted');
  });

  it(`between the draft and its card keeps the link: it is on the card after the restart (${KILLS} kills)`, {
    timeout: 300_000,
  }, async () => {
    const { forget, settled } = world;
    let lost = 0;
    for (let at = 0; at < KILLS; at++) {
      await settled(25_000);
      await forget();
      await killedBeforeTheCard({ isTried: at % 2 === 1 });
      await start();
      await untilFreed(world);
      await settled(25_000);
      if (!(await hasItsLink())) lost += 1;
    }
    expect(`${lost} of ${KILLS} drafts have no link`).toBe(`0 of ${KILLS} drafts have no link`);
  });

  // Teams takes no posts until the process is dead: it dies right after the commit, or after the card was tried.
  async function killedBeforeTheCard({ isTried }: { isTried: boolean }): Promise<void> {
    const { sales, dana, says, teams, db } = world;
    sales.messages.length = 0;
    const trouble = { method: 'POST', path: /activities/, status: 503, times: 1000 };
    teams.troubles.push(trouble);
    const said = says(dana, sales, 'invite "Tailspin" tailspintoys.com country:ES').catch(() => undefined);
    await until(async () => !(await isSettled(db)), 'it is drafted');
    if (isTried) await until(() => trouble.times < 1000, 'the card was tried');
    await kill();
    await said;
    trouble.times = 0;
    expect(sales.messages).toEqual([]);
  }

  async function hasItsLink(): Promise<boolean> {
    const { sales, db } = world;
    const drafted = await db.collection('events').findOne({ 'event.type': 'invitation-drafted' });
    const link = linkOn(sales);
    return link !== undefined && hashSecret(link) === drafted?.['event'].tokenHash;
  }

  it('is not needed: SIGTERM ends the process cleanly', async () => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    await start();
  });
});

// The dead process may have left its leases behind.
async function untilFreed({ db, hurry }: Pick<World, 'db' | 'hurry'>): Promise<void> {
  await db.collection('lanes').updateMany({ isHeld: true }, { $set: { isHeld: false } });
  await hurry();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}
