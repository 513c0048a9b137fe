import type { Document } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Program, startProgram } from '../../src/program.ts';
import { hashSecret } from '../../src/secret.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { contents } from '../support/world/database-contents.ts';
import { linkOn } from '../support/world/invited.ts';
import { againUntil } from '../support/world/restart.ts';
import { newest, read, startWorld, until, untilHurried, type World } from '../support/world/world.ts';

const TAILSPIN = 'invite "Tailspin" tailspintoys.com country:ES';
const DRAFTS = 12;

describe('the link of a draft whose card Teams does not take at once', () => {
  let world: World;
  let second: Program | undefined;

  beforeAll(async () => {
    world = await startWorld();
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
  });
  beforeEach(async () => {
    await world.settled();
    await world.forget();
    world.sales.messages.length = 0;
    world.teams.troubles.length = 0;
  });
  afterAll(async () => {
    await second?.stop();
    await world.stop();
  });

  const refusePosts = (status: number, times: number) => {
    const trouble = { method: 'POST', path: /activities/, status, times };
    world.teams.troubles.push(trouble);
    return trouble;
  };
  const drafted = () => world.db.collection('events').findOne({ 'event.type': 'invitation-drafted' });

  const waiting = () => world.db.collection('deliveries').findOne({ 'recorded.sealed': { $exists: true } });

  it(`is on the card whichever of two processes posts it (${DRAFTS} drafts)`, {
    timeout: 120_000,
  }, async () => {
    const { config, dana, sales, says, settled, forget } = world;
    second = await startProgram(config, createLog('silent'), () => new Date());
    let lost = 0;
    for (let at = 0; at < DRAFTS; at++) {
      await forget();
      sales.messages.length = 0;
      const trouble = refusePosts(429, 1);
      await says(dana, sales, TAILSPIN);
      await untilHurried(world, () => trouble.times < 1 && sales.messages.length > 0, 'the card is posted');
      await settled();
      const link = linkOn(sales);
      if (link === undefined || hashSecret(link) !== (await drafted())?.['event'].tokenHash) lost += 1;
    }
    await second.stop();
    second = undefined;
    expect(`${lost} of ${DRAFTS} drafts have no link`).toBe(`0 of ${DRAFTS} drafts have no link`);
  });

  it('waits sealed, for nobody to read, and is gone from the store once the card stands', async () => {
    const { dana, sales, says, settled, db, logged } = world;
    const trouble = refusePosts(503, 1000);
    await says(dana, sales, TAILSPIN);
    await until(() => trouble.times < 1000, 'the card was tried');
    const before = JSON.stringify(await contents(db));
    expect((await waiting())?.['recorded'].sealed).toMatch(/^[\w-]{90,}$/);
    trouble.times = 0;
    await untilHurried(world, () => sales.messages.length > 0, 'the card is posted');
    await settled();
    const link = linkOn(sales) ?? '';
    expect(link).toMatch(/^[\w-]{43}$/);
    expect(
      [before, JSON.stringify(await contents(db)), logged.join()].filter((one) => one.includes(link)),
    ).toEqual([]);
    expect(await waiting()).toBeNull();
  });

  it('of a new link waits in its own event alone, not in that of the request which it replaces', async () => {
    const { dana, sales, says, presses, settled, db } = world;
    await says(dana, sales, TAILSPIN);
    await settled();
    await presses(dana, sales, { button: buttonOn(sales, 'I have sent it') });
    await settled();
    const renew = buttonOn(sales, 'New link');
    const trouble = refusePosts(503, 1000);
    await presses(dana, sales, { button: renew });
    await until(() => trouble.times < 1000, 'the card was tried');
    const sealed = await db
      .collection('deliveries')
      .find({ 'recorded.sealed': { $exists: true } })
      .toArray();
    expect(sealed.map(({ recorded }) => recorded.event.type)).toEqual(['invitation-drafted']);
    trouble.times = 0;
    await world.hurry();
  });

  it.each([
    ['is on its card although the request was shared meanwhile', 'share', true],
    ['is on no card once the request was withdrawn', 'revoke', false],
  ])('%s', async (_, verb, isShown) => {
    const { dana, sales, says, presses, settled } = world;
    const trouble = refusePosts(503, 1000);
    await says(dana, sales, TAILSPIN);
    await until(() => trouble.times < 1000, 'the card was tried');
    const { relationshipId, event } = (await drafted()) as Document;
    const data = { relationshipId, invitationId: event.invitationId, way: 'message' };
    await presses(dana, sales, { button: { verb, data } });
    trouble.times = 0;
    await untilHurried(world, () => sales.messages.length > 0, 'the card is posted');
    await settled();
    expect(linkOn(sales) !== undefined).toBe(isShown);
    expect(newest(sales).join()).toContain(isShown ? 'Sent' : 'Withdrawn');
  });

  it('is not asked for on a card that comes after a newer one has replaced its invitation', async () => {
    const { dana, sales, says, db, settled } = world;
    const toSales = new RegExp(sales.id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const trouble = { method: 'POST', path: toSales, status: 503, times: 1000 };
    world.teams.troubles.push(trouble);
    await says(dana, sales, TAILSPIN);
    await until(() => trouble.times < 1000, 'the card was tried');
    const before = (await drafted())?.['event'].invitationId;
    const chat = world.chat(dana);
    await says(dana, chat, `reissue ${before}`);
    await untilHurried(world, () => linkOn(chat) !== undefined, 'the newer card is posted');
    trouble.times = 0;
    await untilHurried(world, () => sales.messages.length > 0, 'the earlier card is posted');
    await settled();
    const current = (await db.collection('relationships').findOne({}))?.['state'].invitation.id;
    expect(sales.messages.map(({ card }) => read(card))).toEqual([
      [
        'Replaced by a newer one',
        `${current} has taken the place of ${before}, whose link no longer works.`,
        'Sent again: Teams did not confirm the first one, so you may have it already.',
      ],
    ]);
  });

  it('is said to be gone, and a new one offered, when it can no longer be opened', async () => {
    const { dana, sales, says, db, stopProgram } = world;
    const trouble = refusePosts(503, 1000);
    await says(dana, sales, TAILSPIN);
    await until(() => trouble.times < 1000, 'the card was tried');
    await stopProgram();
    // As after a change of the password that the key is made of.
    const sealed = { 'recorded.sealed': { $exists: true } };
    const changed = { $set: { 'recorded.sealed': 'x'.repeat(95) } };
    await db.collection('deliveries').updateMany(sealed, changed);
    trouble.times = 0;
    await againUntil(world, () => sales.messages.length > 0, 'the card is posted');
    expect(newest(sales)).toContain(
      'A link is shown only once, when it is made. If you do not have it, “New link” makes another.',
    );
    expect(newest(sales)).toContain('[New link]');
    expect(linkOn(sales)).toBeUndefined();
  });
});
