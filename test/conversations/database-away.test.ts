import { setTimeout as delay } from 'node:timers/promises';
import type { Document } from 'mongodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { openBrowser, pageText } from '../support/world/browser-visit.ts';
import { contents } from '../support/world/database-contents.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import {
  forgetAll,
  type Invited,
  inviteAndSend,
  openInvitations,
  statusOf,
} from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const AGAIN = 'Try again in a few seconds';
const NOTHING = /^The bot could not look up what it needs just now\. Nothing was changed .*: F-[0-9A-Z]{6}$/;
const READS = ['find', 'aggregate', 'count', 'findAndModify'];

// The server fails the commands of this program alone, as it does while it elects or is stopped.
describe('while the database elects or is away', () => {
  const world = useFabrikam();
  let link: Invited;
  let megans: TeamsConversation;

  beforeEach(async () => {
    await forgetAll(world);
    link = await inviteAndSend(world);
    megans = await openInvitations(world, world.megan);
    await world.settled();
    world.logged.length = 0;
  });

  const failing = <T>(how: Document, work: () => Promise<T>): Promise<T> =>
    whileFailing(world.db, { failCommands: READS, ...how }, work);
  const levels = () =>
    world.logged
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => /A (?:turn|request) failed/.test(msg))
      .map(({ level, reference }) => [level, typeof reference]);

  const TROUBLES = [
    ['steps down', { errorCode: 189 }],
    ['is no primary', { errorCode: 10_107 }],
    ['is shut down', { errorCode: 11_600 }],
    ['closes its connections', { closeConnection: true }],
  ] as const;

  it.each(TROUBLES)(
    'a line, a press and a dialog say to try again: it %s',
    { timeout: 40_000 },
    async (_, how) => {
      const before = await contents(world.db, ['relationships', 'events']);
      const chat = world.chat(world.dana);
      const dialog = {
        ...world.activity(world.dana, chat, {}),
        type: 'invoke',
        name: 'task/fetch',
        value: { data: { verb: 'dialog', command: 'setup' } },
      };
      await failing(how, async () => {
        await world.says(world.dana, chat, `status ${link.invitationId}`);
        expect(newest(chat)).toEqual([AGAIN, expect.stringMatching(NOTHING)]);
        const button = buttonOn(megans, 'Accept Fabrikam');
        const { body } = await world.presses(world.megan, megans, { button });
        expect(read(body.value)).toEqual([AGAIN, expect.stringMatching(NOTHING)]);
        const shown = await world.send(dialog, {});
        expect(read(shown.body.task.value.card.content)[0]).toBe(AGAIN);
      });
      expect(levels()).toEqual(Array(3).fill([40, 'string']));
      expect(await contents(world.db, ['relationships', 'events'])).toEqual(before);
      await world.presses(world.megan, megans, { button: buttonOn(megans, 'Accept Fabrikam') });
      expect(await statusOf(world, link)).toBe('accepted');
    },
  );

  it.each(TROUBLES)('the page and the tab say so too: it %s', { timeout: 40_000 }, async (_, how) => {
    const browser = openBrowser(world);
    await browser.signIn(link.token, people.megan.id);
    await failing(how, async () => {
      const page = await browser.visit(`/i/${link.token}`);
      expect([page.status, page.headers['retry-after']]).toEqual([503, '5']);
      expect(pageText(page)).toContain(AGAIN);
      expect(pageText(await browser.visit(`/i/${link.token}?lang=es`))).toContain('en unos segundos');
      const headers = { accept: 'application/json', cookie: 'vinculo-tab=x' };
      const tab = await fetch(`${world.address.url}/tab/api/customers?lang=en`, { headers });
      expect([tab.status, await tab.json()]).toMatchObject([503, { title: AGAIN }]);
    });
    expect(levels()).toEqual(Array(3).fill([40, 'string']));
    expect((await browser.visit(`/i/${link.token}`)).status).toBe(200);
  });

  it('a turn that is late before it changes anything says so, and changes nothing later', {
    timeout: 40_000,
  }, async () => {
    const namespace = `${world.db.databaseName}.people`;
    const slow = { failCommands: ['find'], namespace, blockConnection: true, blockTimeMS: 4500 };
    const { body } = await failing(slow, () =>
      // The language of the person is read before anything else; the driver reads it twice.
      world.presses(world.megan, megans, { button: buttonOn(megans, 'Accept Fabrikam') }),
    );
    if (read(body.value)[0] === AGAIN) {
      await delay(5000);
      expect(await statusOf(world, link)).toBe('sent');
    } else expect(await statusOf(world, link)).toBe('accepted');
  });

  it('a page that is late says so, whenever the database answers', { timeout: 40_000 }, async () => {
    const browser = openBrowser(world);
    await browser.signIn(link.token, people.megan.id);
    const namespace = `${world.db.databaseName}.relationships`;
    const slow = { failCommands: ['find'], namespace, blockConnection: true, blockTimeMS: 20_000 };
    // What answers before the database does has not waited for it.
    const page = await failing(slow, async () => {
      const began = performance.now();
      const late = await browser.visit(`/i/${link.token}`);
      expect(performance.now() - began).toBeLessThan(slow.blockTimeMS / 2);
      return late;
    });
    expect([page.status, page.headers['retry-after']]).toEqual([503, '5']);
    expect(pageText(page)).toContain(AGAIN);
  });
});
