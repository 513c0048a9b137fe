import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { type Browser, formTokenOf, openBrowser, pageText } from '../../support/world/browser-visit.ts';
import { contents, RECORDS } from '../../support/world/database-contents.ts';
import {
  firstOf,
  forgetAll,
  INVITE_CONTOSO,
  type Invited,
  invite,
  isUnopenedByOthers,
  statusOf,
  TWO_PARTNERS,
  unknownToken,
} from '../../support/world/invited.ts';
import { untilSeen } from '../../support/world/stored.ts';
import { startWorld, until, type World } from '../../support/world/world.ts';

const WOODGROVE = 'invite "Woodgrove" woodgrovebank.com country:PT';
const { fabrikam, adatum, woodgrove } = tenants;
const { dana, megan, alex, danaAsGuest } = people;
const henrietta = firstOf(adatum);
const enrico = firstOf(woodgrove);

// Two partners, so that one of them can also be the other’s customer.
describe('the page behind the link', () => {
  let world: World;
  let link: Invited;

  beforeAll(async () => {
    world = await startWorld(TWO_PARTNERS);
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    await world.says(henrietta, world.chat(henrietta), 'setup "Adatum" country:ES');
  });
  beforeEach(async () => {
    await forgetAll(world);
    await authority('contact');
    link = await invite(world, INVITE_CONTOSO);
  });
  afterAll(() => world.stop());

  const authority = async (setting: string) => {
    await world.db
      .collection<{ _id: string }>('partners')
      .updateOne({ _id: fabrikam.id }, { $set: { 'profile.authority': setting } });
    await untilSeen();
  };
  const unchanged = async (then: () => Promise<void>) => {
    await world.settled();
    const before = await contents(world.db, RECORDS);
    await then();
    await world.settled();
    expect(await contents(world.db, RECORDS)).toEqual(before);
  };
  const answer = (browser: Browser, verb: 'accept' | 'decline', formToken: string, token = link.token) =>
    browser.submit(`/i/${token}/${verb}`, { formToken });

  it('is the whole request for the person it names, and takes the answer', async () => {
    const browser = openBrowser(world);
    const page = await browser.signIn(link.token, megan.id);
    expect(page.status).toBe(200);
    expect(pageText(page)).toMatch(/Fabrikam.*Contoso \(contoso\.com\).*Dana Souza/);
    expect((await answer(browser, 'accept', formTokenOf(page))).status).toBe(200);
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('shows a second acceptance by the same person as accepted, without an error', async () => {
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(link.token, megan.id));
    const [first, second] = [
      await answer(browser, 'accept', formToken),
      await answer(browser, 'accept', formToken),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).not.toContain('role="alert"');
    expect(pageText(second)).toBe(pageText(first));
  });

  it('asks somebody without authority to forward it, and refuses their answer', async () => {
    const browser = openBrowser(world);
    const page = await browser.signIn(link.token, alex.id);
    expect(page.status).toBe(200);
    expect(pageText(page)).toContain('megan@contoso.com');
    expect(page.text).not.toMatch(/\/(accept|decline)/);
    const formToken = formTokenOf(page);
    await unchanged(async () => {
      for (const verb of ['accept', 'decline'] as const) {
        const refused = await answer(browser, verb, formToken);
        expect(refused.status).toBe(409);
        expect(refused.text).toContain('role="alert"');
        expect(refused.text).not.toMatch(/action="\/i\/[^"]+\/(accept|decline)/);
      }
    });
    expect(await statusOf(world, link)).toBe('viewed');
  });

  it.each([
    ['contact', 'Contoso', megan.id, 'accepted'],
    ['administrator', 'an administrator', megan.id, 'accepted'],
    ['administrator', 'an ordinary member', alex.id, 'viewed'],
    ['member', 'an ordinary member', alex.id, 'accepted'],
    ['member', 'a guest', danaAsGuest.id, 'draft'],
    ['administrator', 'a guest', danaAsGuest.id, 'draft'],
  ])('with authority %s leaves the answer of %s at what it is worth', async (setting, _, person, status) => {
    await authority(setting);
    const browser = openBrowser(world);
    const page = await browser.signIn(link.token, person);
    const formToken = await formTokenIn(browser, page.text);
    await answer(browser, 'accept', formToken);
    expect(await statusOf(world, link)).toBe(status);
  });

  // Pages without a form hide the token that the session has all the same.
  async function formTokenIn(browser: Browser, html: string): Promise<string> {
    const shown = /name="formToken" value="([^"]+)"/.exec(html)?.[1];
    if (shown !== undefined) return shown;
    const [session] = await world.db.collection('sessions').find().sort({ expiresAt: -1 }).limit(1).toArray();
    expect(browser.jar.has('vinculo')).toBe(true);
    return String(session?.['formToken']);
  }

  it.each([
    ['a guest of the invited organisation', INVITE_CONTOSO, danaAsGuest.id],
    ['somebody of another organisation', WOODGROVE, enrico.objectId],
  ])('is nothing at all for %s, whose answer changes nothing', async (_, own, person) => {
    const { token } = own === INVITE_CONTOSO ? link : await invite(world, own);
    const browser = openBrowser(world);
    const html = (await browser.signIn(token, person)).text;
    const formToken = await formTokenIn(browser, html);
    await browser.visit(`/i/${link.token}`);
    await until(async () => !(await isUnopenedByOthers(world, link)), 'the partner is told, once');
    await world.settled();
    await unchanged(async () => {
      const unknown = unknownToken();
      const [seen, none] = [await browser.visit(`/i/${link.token}`), await browser.visit(`/i/${unknown}`)];
      expect(seen.status).toBe(403);
      expect(seen.text.replaceAll(link.token, '')).toBe(none.text.replaceAll(unknown, ''));
      for (const verb of ['accept', 'decline'] as const) {
        const told = await answer(browser, verb, formToken);
        const nothing = await answer(browser, verb, formToken, unknown);
        expect([told.status, told.text.replaceAll(link.token, '')]).toEqual([
          403,
          nothing.text.replaceAll(unknown, ''),
        ]);
        expect(nothing.status).toBe(403);
        expect(told.text).not.toMatch(/Fabrikam|Contoso|Megan|Dana/);
      }
    });
  });

  it('is a preview with dead buttons for the partner’s own people', async () => {
    // Only a partner that is somebody’s customer as well ever signs in at its own organisation here.
    const place = world.chat(henrietta);
    const { token } = await invite(world, 'invite "Fabrikam" fabrikam.com country:ES', {
      by: henrietta,
      in: place,
    });
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(token, dana.id));
    await unchanged(async () => {
      const page = await browser.visit(`/i/${link.token}`);
      expect(page.status).toBe(200);
      expect(pageText(page)).toMatch(/Preview.*Dana Souza/);
      expect(page.text).not.toMatch(/action="\/i\//);
      for (const verb of ['accept', 'decline'] as const)
        expect((await answer(browser, verb, formToken)).status).toBe(409);
    });
  });

  it('forgets who signed in when the session is over', async () => {
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(link.token, megan.id));
    await world.db
      .collection('sessions')
      .updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1000) } });
    await unchanged(async () => {
      expect((await browser.visit(`/i/${link.token}`)).text).not.toMatch(/Contoso|Fabrikam|Megan/);
      await answer(browser, 'accept', formToken);
    });
  });

  it('of an invitation that was replaced says so to its own people, and takes no answer', async () => {
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(link.token, megan.id));
    const { relationshipId, invitationId } = link;
    const reason = 'MEGAN MUST NOT READ THIS';
    const data = { verb: 'revoke', relationshipId, invitationId, reason };
    await world.presses(world.dana, world.sales, { button: { verb: 'revoke', data } });
    expect((await browser.visit(`/i/${link.token}`)).text).not.toContain(reason);
    await invite(world, INVITE_CONTOSO);
    await unchanged(async () => {
      expect((await browser.visit(`/i/${link.token}`)).text).not.toMatch(/\/(accept|decline)"/);
      const refused = await answer(browser, 'accept', formToken);
      expect([refused.status, refused.text.includes(reason)]).toEqual([409, false]);
    });
  });
});
