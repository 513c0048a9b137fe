import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { openBrowser } from '../../support/world/browser-visit.ts';
import { contents, RECORDS } from '../../support/world/database-contents.ts';
import { invite } from '../../support/world/invited.ts';
import { askTab, HOSTILE_NAME, teamsToken, told, useTab } from '../../support/world/tab-visit.ts';
import { until } from '../../support/world/world.ts';

const { fabrikam, adatum } = tenants;
const { dana, megan } = people;
const [, lee, diego] = fabrikam.people as [typeof dana, typeof dana, typeof dana];

describe('the tab’s JSON', () => {
  const { world, henrietta, link, teams } = useTab();

  it('lists the partner’s customers for whoever Teams says sits there, in words', async () => {
    const answered = await askTab(world, 'customers?lang=en&zone=Europe/Madrid', teams.token);
    expect(answered.status).toBe(200);
    const list = told(answered);
    expect(list).toMatchObject({ count: '2 customers', signedIn: 'Signed in as Dana Souza', empty: null });
    const contosoRow = list.rows.find(({ domain }: { domain: string }) => domain === 'contoso.com');
    expect(contosoRow).toMatchObject({
      id: link.relationshipId,
      name: 'Contoso',
      status: '✎ Draft – not sent yet',
      tone: 'default',
      ready: [
        { isReady: false, text: '○ To purchase: reseller relationship and customer agreement' },
        { isReady: false, text: '○ To manage: reseller relationship and admin access' },
      ],
    });
    const life = contosoRow.life.map((one: { label: string; isReached: boolean }) => [
      one.label,
      one.isReached,
    ]);
    expect(life).toEqual([
      ['Drafted', true],
      ['Sent', false],
      ['Read', false],
      ['Answer', false],
    ]);
  });

  it('tells one customer whole: facts, what is missing, history, newest first', async () => {
    const answered = await askTab(
      world,
      `customers/${link.relationshipId}?lang=es&locale=es-ES`,
      teams.token,
    );
    expect(answered.status).toBe(200);
    const { name, invitation, facts, history, note } = told(answered);
    expect([name, invitation, note]).toEqual(['Contoso', `Invitación ${link.invitationId}`, '']);
    expect(facts).toContainEqual({ label: 'País', value: 'España' });
    expect(history.map(({ what, who }: Record<string, string>) => [what, who])).toEqual([
      [`${link.invitationId}: invitación creada`, 'Dana Souza'],
    ]);
  });

  it('gives names as they were written, as values of JSON that no browser takes for a page', async () => {
    const answered = await askTab(world, 'customers?text=tailspin', teams.token);
    expect(told(answered).rows[0].name).toBe(HOSTILE_NAME);
    expect(answered.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answered.headers['x-content-type-options']).toBe('nosniff');
  });

  it('narrows the list by text and by state', async () => {
    const domains = async (query: string) => {
      const { rows } = told(await askTab(world, `customers?${query}`, teams.token));
      return rows.map(({ domain }: { domain: string }) => domain);
    };
    expect(await domains('text=CONTOSO')).toEqual(['contoso.com']);
    expect(await domains('state=open')).toEqual(['contoso.com']);
    expect(await domains('state=incomplete')).toEqual(['tailspintoys.com']);
    expect(await domains('state=active&text=contoso')).toEqual([]);
    for (const state of ['declined', 'expired', 'ended']) expect(await domains(`state=${state}`)).toEqual([]);
    const none = told(await askTab(world, 'customers?lang=en&text=zzz', teams.token));
    expect(none).toMatchObject({ count: 'No customer matches', empty: { isNarrowed: true } });
  });

  it('is open to Helpdesk, and to nobody without a role, who is told as in the chat', async () => {
    expect((await askTab(world, 'customers', await teamsToken(world, diego))).status).toBe(200);
    for (const path of ['customers', `customers/${link.relationshipId}`]) {
      const refused = await askTab(world, `${path}?lang=en`, await teamsToken(world, lee));
      expect(refused.status).toBe(403);
      expect(told(refused)).toEqual({
        title: 'Not with your role',
        text: 'This needs the role Admin agent, Sales agent or Helpdesk agent. An Admin agent of your company can give it to you.',
      });
    }
  });

  it('answers another partner’s customer exactly like one that does not exist', async () => {
    const theirs = await teamsToken(world, { ...dana, id: henrietta.objectId }, { tenant: adatum });
    const own = told(await askTab(world, 'customers', theirs));
    expect(own.rows).toEqual([]);
    const unknown = randomUUID();
    const foreign = await askTab(world, `customers/${link.relationshipId}`, theirs);
    const none = await askTab(world, `customers/${unknown}`, theirs);
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect(foreign.text.replaceAll(link.relationshipId, '')).toBe(none.text.replaceAll(unknown, ''));
    expect(foreign.text).not.toContain('Contoso');
  });

  it('refuses questions that no page of ours asks, and changes nothing', async () => {
    const before = await contents(world.db, RECORDS);
    const questions = [
      'page=0',
      'page=-1',
      'page=1e9',
      'page=x',
      'page=1.5',
      'place=.',
      'page=2&place=a~',
      `place=${'a'.repeat(401)}`,
      'state=__proto__',
      'state=',
      `text=${'x'.repeat(101)}`,
    ];
    for (const question of questions) {
      const refused = await askTab(world, `customers?${question}`, teams.token);
      expect([question, refused.status]).toEqual([question, 400]);
      expect(told(refused)).toMatchObject({ title: expect.any(String), text: expect.any(String) });
    }
    const harmless = [
      'text[$ne]=1',
      'text=$where',
      'text=%24{x}',
      'text=.*',
      'text=%00',
      'text=%E2%80%AE',
      'zone=Mars/Olympus',
      'locale=%00',
      'lang=xx',
      'page=1&page=2',
    ];
    for (const question of harmless) {
      expect([question, (await askTab(world, `customers?${question}`, teams.token)).status]).toEqual([
        question,
        200,
      ]);
    }
    for (const id of ['..%2f..', '$ne', 'x'.repeat(500), '%00', '<b>']) {
      expect((await askTab(world, `customers/${encodeURIComponent(id)}`, teams.token)).status).toBe(404);
    }
    expect(await contents(world.db, RECORDS)).toEqual(before);
  });

  it('tells other sites’ scripts nothing, whatever they bring', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const refused = await askTab(world, 'customers', teams.token, { 'sec-fetch-site': site });
      expect(refused.status).toBe(403);
    }
    const allowed = await askTab(world, 'customers', teams.token, {
      'sec-fetch-site': 'same-origin',
      origin: 'https://evil.example',
    });
    expect(allowed.status).toBe(200);
    expect(Object.keys(allowed.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(allowed.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(allowed.headers['cache-control']).toBe('no-store');
  });

  it('follows what becomes of invitations and relationships', async () => {
    const domains = async (state: string) => {
      const { rows } = told(await askTab(world, `customers?state=${state}&lang=en`, teams.token));
      return rows.map(({ domain, life }: { domain: string; life: { label: string }[] }) => [
        domain,
        life.at(-1)?.label,
      ]);
    };
    const woodgrove = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
    await world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: woodgrove.relationshipId }, { $set: { 'state.invitation.expiresAt': new Date(0) } });
    await until(async () => (await domains('expired')).length > 0, 'the expiry is recorded');
    expect(await domains('expired')).toEqual([['woodgrovebank.com', 'Expired']]);
    const browser = openBrowser(world);
    const { text } = await browser.signIn(link.token, megan.id);
    const formToken = /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await browser.submit(`/i/${link.token}/decline`, { formToken, reason: 'Not now' });
    expect(await domains('declined')).toEqual([['contoso.com', 'Declined']]);
    const { life, history } = told(
      await askTab(world, `customers/${link.relationshipId}?lang=en`, teams.token),
    );
    expect(life.map(({ isReached }: { isReached: boolean }) => isReached)).toEqual([true, true, true, true]);
    expect(history[0].what).toBe(`${link.invitationId}: declined (Not now)`);
  });

  it('says what to do when something breaks, under the reference that the log has', async () => {
    const tags = ['customer:all'];
    const broken = { _id: randomUUID(), shape: 99, partnerId: adatum.id, updatedAt: new Date(), tags };
    const relationships = world.db.collection<{ _id: string }>('relationships');
    await relationships.insertOne(broken);
    try {
      const theirs = await teamsToken(world, { ...dana, id: henrietta.objectId }, { tenant: adatum });
      const failed = await askTab(world, 'customers?lang=es', theirs);
      expect(failed.status).toBe(500);
      const { reference, title, text } = told(failed);
      expect(title).toBe('Algo ha fallado por nuestra parte');
      expect(text).toContain(reference);
      expect(world.logged.some((line) => line.includes(reference))).toBe(true);
      expect(failed.text).not.toMatch(/shape|stack|Error:/);
    } finally {
      await relationships.deleteOne({ _id: broken._id });
    }
  });
});
