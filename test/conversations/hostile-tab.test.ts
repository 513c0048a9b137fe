import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigningKey } from '../../src/sandbox/signing-key.ts';
import { people, tenants } from '../../src/sandbox/world.ts';
import { openBrowser } from '../support/world/browser-visit.ts';
import { contents, RECORDS } from '../support/world/database-contents.ts';
import { firstOf, type Invited, invite, TWO_PARTNERS } from '../support/world/invited.ts';
import { applicationIdUri, askTab, teamsToken, told } from '../support/world/tab-visit.ts';
import { startWorld, type World } from '../support/world/world.ts';

const { fabrikam, adatum, contoso } = tenants;
const { dana, megan } = people;
const [, lee, diego] = fabrikam.people as [typeof dana, typeof dana, typeof dana];
const henrietta = firstOf(adatum);
const NAME = '<img src=x onerror=alert(1)>';

// Two partners, so that one of them can ask for the other’s customers.
describe('the tab’s JSON', () => {
  let world: World;
  let link: Invited;
  let token = '';

  beforeAll(async () => {
    world = await startWorld(TWO_PARTNERS);
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    await world.says(henrietta, world.chat(henrietta), 'setup "Adatum" country:US');
    link = await invite(world, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    await world.says(world.dana, world.sales, `add "${NAME}" tailspintoys.com country:ES`);
    const grant = { partnerId: fabrikam.id, objectId: diego.id };
    await world.db
      .collection<{ _id: typeof grant; role: string }>('agents')
      .insertOne({ _id: grant, role: 'helpdesk' });
    token = await teamsToken(world, dana);
    await world.settled();
  });
  afterAll(() => world.stop());

  it('lists the partner’s customers for whoever Teams says sits there, in words', async () => {
    const answered = await askTab(world, 'customers?lang=en&zone=Europe/Madrid', token);
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

  it('answers tokens of Entra’s version 1.0, which name the app by its URI', async () => {
    const old = await teamsToken(world, dana, { version: '1.0' });
    expect((await askTab(world, 'customers', old)).status).toBe(200);
  });

  it('tells one customer whole: facts, what is missing, history, newest first', async () => {
    const answered = await askTab(world, `customers/${link.relationshipId}?lang=es&locale=es-ES`, token);
    expect(answered.status).toBe(200);
    const { name, invitation, facts, history, note } = told(answered);
    expect([name, invitation, note]).toEqual(['Contoso', `Invitación ${link.invitationId}`, '']);
    expect(facts).toContainEqual({ label: 'País', value: 'España' });
    expect(history.map(({ what, who }: Record<string, string>) => [what, who])).toEqual([
      [`${link.invitationId}: invitación creada`, 'Dana Souza'],
    ]);
  });

  it('gives names as they were written, as values of JSON that no browser takes for a page', async () => {
    const answered = await askTab(world, 'customers?text=tailspin', token);
    expect(told(answered).rows[0].name).toBe(NAME);
    expect(answered.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answered.headers['x-content-type-options']).toBe('nosniff');
  });

  it('narrows the list by text and by state', async () => {
    const domains = async (query: string) => {
      const { rows } = told(await askTab(world, `customers?${query}`, token));
      return rows.map(({ domain }: { domain: string }) => domain);
    };
    expect(await domains('text=CONTOSO')).toEqual(['contoso.com']);
    expect(await domains('state=open')).toEqual(['contoso.com']);
    expect(await domains('state=incomplete')).toEqual(['tailspintoys.com']);
    expect(await domains('state=active&text=contoso')).toEqual([]);
    for (const state of ['declined', 'expired', 'ended']) expect(await domains(`state=${state}`)).toEqual([]);
    const none = told(await askTab(world, 'customers?lang=en&text=zzz', token));
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

  describe('refuses a token that', () => {
    const hour = 3600;
    const now = () => Math.floor(Date.now() / 1000);
    it.each([
      ['is for another app', { aud: randomUUID() }],
      ['is for another app’s URI', { aud: `api://elsewhere.example/${randomUUID()}` }],
      ['has expired', { exp: now() - hour, nbf: now() - 2 * hour }],
      ['is not valid yet', { nbf: now() + hour }],
      ['never expires', { exp: undefined }],
      ['was issued by somebody else', { iss: 'https://login.microsoftonline.com/x/v2.0' }],
      ['was issued by another tenant than it names', { tid: adatum.id }],
      ['is an app’s own, without a person', { scp: undefined, oid: undefined }],
      ['is good for signing in but not for the tab', { scp: 'openid profile' }],
      ['names nobody', { oid: undefined }],
      ['names nobody properly', { oid: { $ne: null } }],
    ])('%s', async (_, claims) => {
      const bad = await teamsToken(world, dana, { claims: claims as Record<string, unknown> });
      const refused = await askTab(world, 'customers', bad);
      expect(refused.status).toBe(401);
      expect(refused.text).not.toContain('Contoso');
    });

    it('was signed with another key, or not at all', async () => {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const other = await createSigningKey();
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const kid = JSON.parse(Buffer.from(header, 'base64url').toString()).kid;
      const hmac = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(Buffer.from('x'.repeat(32)));
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const forged = [
        await other.sign(claims),
        hmac,
        `${none}.${payload}.${signature}`,
        `${header}.${payload}.AAAA`,
        'a.b.c',
        `${'a'.repeat(15_000)}.b.c`,
        '',
      ];
      for (const bad of forged) expect((await askTab(world, 'customers', bad)).status).toBe(401);
    });

    it('comes from an organisation that is no partner', async () => {
      const refused = await askTab(
        world,
        'customers?lang=en',
        await teamsToken(world, megan, { tenant: contoso }),
      );
      expect(refused.status).toBe(403);
      expect(told(refused).title).toBe('This tab is for partners');
    });

    it('is none', async () => {
      for (const path of ['customers', `customers/${link.relationshipId}`]) {
        const refused = await askTab(world, `${path}?lang=es`);
        expect(refused.status).toBe(401);
        expect(told(refused).title).toBe('Inicia sesión');
      }
    });
  });

  it('refuses questions that no page of ours asks, and changes nothing', async () => {
    const before = await contents(world.db, RECORDS);
    const questions = [
      'page=0',
      'page=-1',
      'page=1e9',
      'page=x',
      'page=1.5',
      'state=__proto__',
      'state=',
      `text=${'x'.repeat(101)}`,
    ];
    for (const question of questions) {
      const refused = await askTab(world, `customers?${question}`, token);
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
      expect([question, (await askTab(world, `customers?${question}`, token)).status]).toEqual([
        question,
        200,
      ]);
    }
    for (const id of ['..%2f..', '$ne', 'x'.repeat(500), '%00', '<b>']) {
      expect((await askTab(world, `customers/${encodeURIComponent(id)}`, token)).status).toBe(404);
    }
    expect(await contents(world.db, RECORDS)).toEqual(before);
  });

  it('tells other sites’ scripts nothing, whatever they bring', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const refused = await askTab(world, 'customers', token, { 'sec-fetch-site': site });
      expect(refused.status).toBe(403);
    }
    const allowed = await askTab(world, 'customers', token, {
      'sec-fetch-site': 'same-origin',
      origin: 'https://evil.example',
    });
    expect(allowed.status).toBe(200);
    expect(Object.keys(allowed.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(allowed.headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(allowed.headers['cache-control']).toBe('no-store');
  });

  describe('in a plain browser', () => {
    it('is there for whoever has signed in at their own organisation', async () => {
      const browser = openBrowser(world);
      const accounts = await browser.visit('/tab/sign-in?domain=dana@fabrikam.com&lang=es');
      expect(accounts.url).toContain(fabrikam.id);
      const { headers } = await browser.choose(accounts, dana.id);
      const back = await browser.visit(String(headers['location']));
      expect(new URL(back.url).pathname + new URL(back.url).search).toBe('/tab/customers?lang=es');
      const list = await browser.visit('/tab/api/customers?lang=es');
      expect(told(list)).toMatchObject({
        count: '2 clientes',
        signedIn: 'Has iniciado sesión como Dana Souza',
      });
      expect(browser.jar.get('vinculo-tab')?.path).toBe('/tab');
      await browser.submit('/tab/sign-out', {});
      expect((await browser.visit('/tab/api/customers')).status).toBe(401);
    });

    it('sends nobody anywhere for a domain that is no partner’s', async () => {
      for (const domain of ['contoso.com', 'nowhere.example', '', '%00', 'x'.repeat(400)]) {
        const page = await openBrowser(world).visit(`/tab/sign-in?lang=en&domain=${domain}`);
        expect(page.status).toBe(404);
        expect(page.text).toContain('That organisation is not set up here');
      }
    });

    it('is not opened by having signed in on the customer’s page', async () => {
      const browser = openBrowser(world);
      await browser.signIn(link.token, megan.id);
      expect(browser.jar.has('vinculo')).toBe(true);
      expect((await browser.visit('/tab/api/customers')).status).toBe(401);
    });

    it('ends a session only for our own page', async () => {
      const refused = await openBrowser(world).submit(
        '/tab/sign-out',
        {},
        { 'sec-fetch-site': 'cross-site' },
      );
      expect(refused.status).toBe(403);
    });
  });

  describe('the page around it', () => {
    it('may stand in Teams’ frames and in nobody else’s, and runs our own script only', async () => {
      const page = await openBrowser(world).visit('/tab/customers?locale=es-mx&theme=dark');
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/<html lang="es" data-theme="dark">/);
      expect(page.headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
          'frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft ' +
          'https://*.microsoft365.com https://*.office.com https://outlook.office.com https://outlook.office365.com',
      );
      expect(page.headers['x-frame-options']).toBeUndefined();
      expect(page.text).not.toMatch(/Contoso|Fabrikam/);
    });

    it('leaves the invitation’s page in no frame at all', async () => {
      const page = await openBrowser(world).visit(`/i/${link.token}`);
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['x-frame-options']).toBe('DENY');
    });

    it('takes nothing of its address for markup', async () => {
      const page = await openBrowser(world).visit('/tab/customers?theme="><script>&lang="><script>');
      expect(page.text).toMatch(/<html lang="en">/);
      expect(page.text).not.toContain('"><script>');
    });

    it('refers to files that are there, whole and for ever, and our own are small', async () => {
      const browser = openBrowser(world);
      const { text } = await browser.visit('/tab/customers');
      const files = [...text.matchAll(/"(\/assets\/tab\/[\w/.-]+)"/g)].map(([, file]) => file ?? '');
      expect(files.length).toBeGreaterThan(3);
      let own = 0;
      for (const file of new Set(files)) {
        const got = await browser.visit(file);
        expect([file, got.status]).toEqual([file, 200]);
        expect(got.headers['cache-control']).toBe('public, max-age=31536000, immutable');
        if (!file.includes('MicrosoftTeams')) own += got.text.length;
      }
      expect(own + text.length).toBeLessThan(60 * 1024);
      expect((await browser.visit(files[0]?.replace(/tab\/\w+/, 'tab/0123456789abcdef') ?? '')).status).toBe(
        404,
      );
    });
  });

  it('follows what becomes of invitations and relationships', async () => {
    const domains = async (state: string) => {
      const { rows } = told(await askTab(world, `customers?state=${state}&lang=en`, token));
      return rows.map(({ domain, life }: { domain: string; life: { label: string }[] }) => [
        domain,
        life.at(-1)?.label,
      ]);
    };
    const woodgrove = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
    await world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: woodgrove.relationshipId }, { $set: { 'state.invitation.expiresAt': new Date(0) } });
    expect(await domains('expired')).toEqual([['woodgrovebank.com', 'Expired']]);
    const browser = openBrowser(world);
    const { text } = await browser.signIn(link.token, megan.id);
    const formToken = /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await browser.submit(`/i/${link.token}/decline`, { formToken, reason: 'Not now' });
    expect(await domains('declined')).toEqual([['contoso.com', 'Declined']]);
    const { life, history } = told(await askTab(world, `customers/${link.relationshipId}?lang=en`, token));
    expect(life.map(({ isReached }: { isReached: boolean }) => isReached)).toEqual([true, true, true, true]);
    expect(history[0].what).toBe(`${link.invitationId}: declined (Not now)`);
  });

  it('says what to do when something breaks, under the reference that the log has', async () => {
    const broken = { _id: randomUUID(), shape: 99, partnerId: adatum.id, updatedAt: new Date() };
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

  it('asks no stranger’s Entra, and says so while Entra is away', async () => {
    const away = await startWorld({ environment: { LOGIN_AUTHORITY: 'http://127.0.0.1:9' } });
    try {
      const refused = await askTab(away, 'customers?lang=en', await teamsToken(away, dana));
      expect(refused.status).toBe(503);
      expect(told(refused).title).toBe('Microsoft’s sign-in cannot be reached');
    } finally {
      await away.stop();
    }
  });

  it('names the app as Teams does', () => {
    expect(applicationIdUri(world)).toBe(`api://localhost:3978/${world.variables.MicrosoftAppId}`);
  });
});
