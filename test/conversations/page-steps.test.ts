import { beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { type Browser, formTokenOf, openBrowser, pageText } from '../support/world/browser-visit.ts';
import { contents } from '../support/world/database-contents.ts';
import { firstOf, invite, statusOf, unknownToken } from '../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const CONTOSO = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com ref:"PO 4411"';
const { megan, alex } = people;

describe('the page, step by step', () => {
  const world = useFabrikam();
  const link = useInvitation(world, CONTOSO);
  let browser: Browser;

  beforeEach(() => {
    browser = openBrowser(world);
  });

  const code = (text: string) => /\b[2-9C-Y]{3}-[2-9C-Y]{3}\b/.exec(text)?.[0];
  const accept = async () => {
    const page = await browser.visit(`/i/${link.token}?step=accept`);
    return browser.submit(`/i/${link.token}/accept`, { formToken: formTokenOf(page) });
  };

  it('shows the code that the partner sees too, before and after the sign-in', async () => {
    const chat = world.chat(world.dana);
    await world.says(world.dana, chat, `status ${link.invitationId}`);
    const partners = code(newest(chat).join(' '));
    expect(partners).toBeDefined();
    expect(code(pageText(await browser.visit(`/i/${link.token}`)))).toBe(partners);
    expect(code(pageText(await browser.signIn(link.token, megan.id)))).toBe(partners);
    const other = unknownToken();
    expect(code(pageText(await openBrowser(world).visit(`/i/${other}`)))).not.toBe(partners);
  });

  it('asks once more before it takes a yes, with the name that goes with it', async () => {
    const page = await browser.signIn(link.token, megan.id);
    expect(page.text).not.toContain('/accept?');
    expect(page.text).toContain(`/i/${link.token}?lang=en&amp;step=accept`);
    await world.settled();
    const before = await contents(world.db, ['relationships', 'events']);
    const confirm = await browser.visit(`/i/${link.token}?lang=en&step=accept`);
    expect(await contents(world.db, ['relationships', 'events'])).toEqual(before);
    expect(pageText(confirm)).toContain('Accept Fabrikam?');
    expect(pageText(confirm)).toContain('Megan Bowen, because the request is addressed to you');
    expect(pageText(await browser.visit(`/i/${link.token}?lang=es&step=accept`))).toContain(
      'Sí, aceptar a Fabrikam',
    );
    expect(confirm.text).toContain(`/i/${link.token}?lang=es&amp;step=accept`);
    await accept();
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('has no second step for somebody who may not answer, nor once there is an answer', async () => {
    await browser.signIn(link.token, alex.id);
    const alexs = pageText(await browser.visit(`/i/${link.token}?step=accept`));
    expect(alexs).not.toContain('Accept Fabrikam?');
    expect(alexs).toContain('megan@contoso.com or an administrator of your organisation has to answer');
    browser = openBrowser(world);
    await browser.signIn(link.token, megan.id);
    await accept();
    const after = await browser.visit(`/i/${link.token}?step=accept`);
    expect(pageText(after)).toContain('✓ Accepted by Megan Bowen');
    expect(after.text).not.toContain('formaction');
    expect(pageText(after)).not.toContain('Accept Fabrikam?');
  });

  it.each([
    ['somebody who may not answer', alex],
    ['somebody who would rather not', megan],
  ])('opens a mail to an administrator for %s, with the link in it', async (_, person) => {
    const page = await browser.signIn(link.token, person.id);
    const [, href = ''] = /href="(mailto:[^"]+)"/.exec(page.text) ?? [];
    const mail = new URL(href.replaceAll('&amp;', '&'));
    expect(mail.pathname).toBe('');
    expect(mail.searchParams.get('subject')).toBe('Please answer: Fabrikam asks for a reseller relationship');
    const body = mail.searchParams.get('body') ?? '';
    expect(body.split('\r\n')).toContain(`${world.variables.PUBLIC_URL}/i/${link.token}`);
    expect(body).toContain(person.name);
  });

  it('remembers on the card what an administrator proved here, as long as the sign-in lasts', async () => {
    const { token, ...woodgrove } = await invite(
      world,
      'invite "Woodgrove" woodgrovebank.com country:PT to:somebody@woodgrovebank.com',
    );
    const enrico = firstOf(tenants.woodgrove);
    const chat = world.chat(enrico);
    const { relationshipId, invitationId } = woodgrove;
    const press = () =>
      world.presses(enrico, chat, {
        button: { verb: 'accept', data: { relationshipId, invitationId, verb: 'accept' } },
      });
    expect(read((await press()).body.value)[0]).toBe('Please forward it');
    await browser.signIn(token, enrico.objectId);
    await world.db.collection('sessions').updateMany({}, { $set: { expiresAt: new Date(0) } });
    expect(read((await press()).body.value)[0]).toBe('Please forward it');
    await browser.signIn(token, enrico.objectId);
    expect(read((await press()).body.value)[2]).toMatch(/^✓ Accepted by Enrico/);
  });

  describe('the receipt', () => {
    it.each([
      ['en', 'Receipt', 'Answer: ✓ Accepted by Megan Bowen', 'receipt'],
      ['es', 'Justificante', 'Respuesta: ✓ Aceptada por Megan Bowen', 'justificante'],
    ])('of a yes is a file to keep (%s)', async (language, title, answer, name) => {
      await browser.signIn(link.token, megan.id);
      await accept();
      const page = await browser.visit(`/i/${link.token}?lang=${language}`);
      expect(page.text).toContain(`/i/${link.token}/receipt?lang=${language}`);
      const { status, headers, text } = await browser.visit(`/i/${link.token}/receipt?lang=${language}`);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/plain; charset=utf-8',
        'no-store',
      ]);
      expect(headers['content-disposition']).toBe(`attachment; filename="${name}-${link.invitationId}.txt"`);
      const lines = text.replace(/^\uFEFF/, '').split('\r\n');
      expect(lines[0]).toBe(title);
      expect(text).toContain(answer);
      expect(text).toContain(link.invitationId);
      expect(text).toContain('PO 4411');
      expect(text).not.toContain(link.token);
    });

    it('names the step that is left at Microsoft, as the page does, once the answer is yes', async () => {
      const there = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship';
      await world.says(world.dana, world.sales, `setup link:${there}`);
      await browser.signIn(link.token, megan.id);
      expect((await browser.visit(`/i/${link.token}`)).text).not.toContain('admin.microsoft.com');
      await accept();
      const page = await browser.visit(`/i/${link.token}?lang=es`);
      expect(page.text).toContain(`href="${there}"`);
      expect(pageText(page)).toContain('(admin.microsoft.com). Continuar en Microsoft');
      const { text } = await browser.visit(`/i/${link.token}/receipt?lang=en`);
      expect(text.split('\r\n')).toContain(there);
      await world.says(world.dana, world.sales, 'setup link:none');
      expect((await browser.visit(`/i/${link.token}`)).text).not.toContain('admin.microsoft.com');
    });

    it('is there once there is an answer', async () => {
      await browser.signIn(link.token, megan.id);
      const { hops } = await browser.visit(`/i/${link.token}/receipt`);
      expect(hops.map(({ status }) => status)).toEqual([303, 200]);
      expect(hops[1]?.headers['content-type']).toContain('text/html');
    });

    it('is for people of the organisation only', async () => {
      await browser.signIn(link.token, megan.id);
      await accept();
      expect((await openBrowser(world).visit(`/i/${link.token}/receipt`)).text).not.toContain('Megan');
      const stranger = openBrowser(world);
      const { token } = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
      await stranger.signIn(token, firstOf(tenants.woodgrove).objectId);
      const { status, text } = await stranger.visit(`/i/${link.token}/receipt`);
      expect(status).toBe(403);
      expect(text).not.toMatch(/Megan|Contoso|Fabrikam/);
    });
  });
});
