import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { openBrowser } from '../support/world/browser-visit.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import { type Invited, inviteAndSend, openInvitations, statusOf } from '../support/world/invited.ts';
import { startProcess } from '../support/world/own-process.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import type { Button } from '../support/world/teams-client.ts';
import { newest, read, startWorld, until, type World } from '../support/world/world.ts';

const RUSH = 300;
const BUSY = 'Busy: try again in a few seconds';

// The program as a process of its own, so that its memory can be measured and the test's own work does not slow it.
describe('a rush', () => {
  let world: World;
  let program: Awaited<ReturnType<typeof startProcess>>;
  let link: Invited;
  let megans: TeamsConversation;
  let button: Button;

  beforeAll(async () => {
    world = await startWorld();
    await world.stopProgram();
    program = await startProcess(world.variables);
    world.address.url = program.url;
    await until(async () => (await fetch(`${program.url}/ready`)).ok, 'the program is ready');
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    link = await inviteAndSend(world);
    megans = await openInvitations(world, world.megan);
    button = buttonOn(megans, 'Accept Fabrikam');
  });
  afterAll(async () => {
    await program.stop();
    await world.stop();
  });

  // However fast the machine: while a rush lasts, the database answers the program slowly.
  const slowly = <Result>(rush: () => Promise<Result>): Promise<Result> =>
    whileFailing(world.db, { failCommands: ['find'], blockConnection: true, blockTimeMS: 250 }, rush);

  const accept = async () => {
    const { status, body } = await world.presses(world.megan, megans, { button });
    const lines = read(body.value);
    return { status, isBusy: lines[0] === BUSY, isAnswered: / accepted /i.test(lines.join(' ')) };
  };

  it('of one organisation is answered or told “busy”, leaves room to others, and keeps memory flat', {
    timeout: 120_000,
  }, async () => {
    await accept();
    const before = program.memory();
    let most = 0;
    let isOver = false;
    const watched = (async () => {
      const answered: string[] = [];
      while (!isOver) {
        most = Math.max(most, program.memory());
        const health = await fetch(`${program.url}/health`);
        const ready = await fetch(`${program.url}/ready`);
        answered.push(`${health.status}`, ((await ready.json()) as { status: string }).status);
        await delay(100);
      }
      return answered;
    })();
    const rush = slowly(() => Promise.all(Array.from({ length: RUSH }, accept)));
    await delay(200);
    const chat = world.chat(world.dana);
    await world.says(world.dana, chat, `status ${link.invitationId}`);
    // Another tenant is not behind all of them.
    expect(newest(chat)[0]).not.toBe(BUSY);
    const answers = await rush;
    isOver = true;
    // Neither waits for a place. On a machine that has a lot to do, the database may seem slow.
    const said = (await watched).filter((one) => one !== 'the database answers slowly');
    expect(new Set(said)).toEqual(new Set(['200', 'ready']));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const busy = answers.filter(({ isBusy }) => isBusy);
    const answered = answers.filter(({ isAnswered }) => isAnswered);
    expect(answers.filter(({ isBusy, isAnswered }) => !isBusy && !isAnswered)).toEqual([]);
    expect(busy.length).toBeGreaterThan(0);
    expect(answered.length).toBeGreaterThan(0);
    expect(busy.length + answered.length).toBe(RUSH);
    expect(most / before).toBeLessThan(1.5);
    expect(program.faults()).toEqual([]);
    expect(await statusOf(world, link)).toBe('accepted');
    expect(await world.db.collection('events').countDocuments({ 'event.type': 'invitation-accepted' })).toBe(
      1,
    );
    expect((await accept()).isAnswered).toBe(true);
  });

  it('of messages is answered in the chat, or asked to come again', { timeout: 120_000 }, async () => {
    const chat = world.chat(world.alex);
    const sent = await slowly(() =>
      Promise.all(Array.from({ length: RUSH }, () => world.says(world.alex, chat, 'help'))),
    );
    const told = chat.messages.filter(({ summary }) => summary === BUSY).length;
    const turnedAway = sent.filter(({ status }) => status === 503).length;
    expect(told).toBeGreaterThan(0);
    expect(chat.messages.length + turnedAway).toBe(RUSH);
  });

  it('of pages is answered, or gets 503 and when to try again', { timeout: 120_000 }, async () => {
    const browser = openBrowser(world);
    await browser.signIn(link.token, people.megan.id);
    const pages = await slowly(() =>
      Promise.all(Array.from({ length: RUSH }, () => browser.once(`/i/${link.token}?lang=es`))),
    );
    const busy = pages.filter(({ status }) => status === 503);
    expect(pages.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(new Set(busy.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['5']));
    for (const page of busy.slice(0, 3)) expect(page.text).toContain('en unos segundos');
    expect(program.faults()).toEqual([]);
  });
});
