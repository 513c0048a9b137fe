import { describe, expect, it } from 'vitest';
import { people } from '../../../src/sandbox/world.ts';
import { type Answered, ask } from '../../support/world/ask-http.ts';
import { chosen, formTokenOf, openBrowser, setCookies } from '../../support/world/browser-visit.ts';
import { unknownToken } from '../../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../../support/world/use-world.ts';

const { megan, alex } = people;

describe('signing in on the page', () => {
  const world = useFabrikam();
  const link = useInvitation(world);

  const sessions = () => world.db.collection('sessions').countDocuments();

  async function expectFailed(answered: Answered): Promise<void> {
    expect(answered.status).toBe(400);
    expect(answered.headers['content-type']).toContain('text/html');
    expect(setCookies(answered).join()).not.toMatch(/(^|,)(__Host-)?vinculo=[^;]/);
    expect(answered.text).not.toMatch(/Contoso|Fabrikam|Megan|\bat .+:\d+:\d+/);
    expect(await sessions()).toBe(0);
  }

  it('leads through the invited organisation’s own authority and back', async () => {
    const page = await openBrowser(world).signIn(link.token, megan.id);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Megan Bowen');
    expect(await sessions()).toBe(1);
  });

  describe('with an answer that this browser did not ask for', () => {
    it('is refused to a browser that never set out, and the one that did may go on', async () => {
      const attacker = openBrowser(world);
      const back = await chosen(attacker, link.token, alex.id);
      await expectFailed(await openBrowser(world).once(back));
      expect((await attacker.visit(back)).text).toContain('Alex Wilber');
    });

    it('is refused to a browser on a way of its own, which may go on as well', async () => {
      const [attacker, victim] = [openBrowser(world), openBrowser(world)];
      const [theirs, own] = [
        await chosen(attacker, link.token, alex.id),
        await chosen(victim, link.token, megan.id),
      ];
      await expectFailed(await victim.once(theirs));
      expect((await victim.visit(own)).text).toContain('Megan Bowen');
      expect((await attacker.visit(theirs)).text).toContain('Alex Wilber');
    });

    it('is refused with another’s code in one’s own answer', async () => {
      const [attacker, victim] = [openBrowser(world), openBrowser(world)];
      const code = new URL(await chosen(attacker, link.token, alex.id)).searchParams.get('code') ?? '';
      const mixed = new URL(await chosen(victim, link.token, megan.id));
      mixed.searchParams.set('code', code);
      await expectFailed(await victim.once(mixed.href));
    });

    it('is refused the second time', async () => {
      const browser = openBrowser(world);
      const back = await chosen(browser, link.token, megan.id);
      const cookie = `vinculo-sign-in=${[...browser.jar].find(([name]) => name.endsWith('vinculo-sign-in'))?.[1].value}`;
      await browser.visit(back);
      await world.db.collection('sessions').deleteMany({});
      await expectFailed(await openBrowser(world).once(back, { headers: { cookie } }));
    });

    it('is refused when it took longer than a sign-in lasts', async () => {
      const browser = openBrowser(world);
      const back = await chosen(browser, link.token, megan.id);
      await world.db
        .collection('signIns')
        .updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1000) } });
      await expectFailed(await browser.once(back));
    });
  });

  it.each<[string, (address: URL) => void]>([
    ['without a code', ({ searchParams }) => searchParams.delete('code')],
    ['with an invented code', ({ searchParams }) => searchParams.set('code', 'x'.repeat(43))],
    ['with two codes', ({ searchParams }) => searchParams.append('code', 'x')],
    ['without a state', ({ searchParams }) => searchParams.delete('state')],
    ['with an invented state', ({ searchParams }) => searchParams.set('state', 'x'.repeat(43))],
    [
      'with a state that is an operator',
      (address) => {
        address.search = address.search.replace('state=', 'state[$ne]=');
      },
    ],
    ['with two states', ({ searchParams }) => searchParams.append('state', 'x')],
    ['of another issuer', ({ searchParams }) => searchParams.set('iss', 'https://evil.example')],
    ['with an error beside the code', ({ searchParams }) => searchParams.set('error', 'server_error')],
    [
      'with an error of 8 KB',
      ({ searchParams }) => {
        searchParams.set('error', 'x'.repeat(8000));
        searchParams.delete('code');
      },
    ],
    [
      'with a description that is a page',
      ({ searchParams }) => {
        searchParams.set('error', 'x');
        searchParams.set('error_description', '<script>alert(1)</script>');
      },
    ],
    [
      'with a whole token instead',
      (address) => {
        address.search = '?id_token=a.b.c&state=x';
      },
    ],
    [
      'with nothing',
      (address) => {
        address.search = '';
      },
    ],
  ])('with an answer %s fails kindly', async (_, spoil) => {
    const browser = openBrowser(world);
    const back = new URL(await chosen(browser, link.token, megan.id));
    spoil(back);
    const answered = await browser.once(back.href);
    await expectFailed(answered);
    expect(answered.text).not.toContain('<script');
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it('that is cancelled leads back to the sign-in, in the language it began in', async () => {
    const browser = openBrowser(world, { 'accept-language': 'en' });
    const answered = await browser.once(await chosen(browser, link.token, undefined, '?lang=es'));
    await expectFailed(answered);
    expect(answered.text).toContain(`href="/sign-in/start/${link.token}?lang=es"`);
    expect(answered.text).toContain('<html lang="es">');
  });

  it.each([
    'x',
    '..en.',
    `${'s'.repeat(43)}.en.//evil.example`,
    `${'s'.repeat(43)}.en.https://evil.example`,
    `${'s'.repeat(43)}.de.${'t'.repeat(43)}`,
    `${'s'.repeat(43)}.en.${'t'.repeat(43)}.more`,
    '{"$ne":null}',
    '%00',
    'x'.repeat(4000),
  ])('with a cookie that says “%s” fails kindly', async (value) => {
    const state = value.split('.')[0] ?? '';
    const url = `${world.address.url}/sign-in/callback?code=x&state=${encodeURIComponent(state)}`;
    const answered = await ask(url, { headers: { cookie: `vinculo-sign-in=${value}` } });
    await expectFailed(answered);
    expect(`${answered.text}${JSON.stringify(answered.headers)}`).not.toContain('evil');
  });

  it('begins a session of its own: what the cookie held before is worth nothing', async () => {
    const browser = openBrowser(world);
    browser.jar.set('vinculo', { value: 'fixed', path: '/' });
    await browser.signIn(link.token, megan.id);
    expect(browser.jar.get('vinculo')?.value).toMatch(/^[\w-]{43}$/);
    const kept = await openBrowser(world).once(`/i/${link.token}`, { headers: { cookie: 'vinculo=fixed' } });
    expect(kept.text).not.toContain('Megan');
  });

  it.each([
    { host: 'evil.example' },
    { host: 'evil.example:3978', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript' },
    {
      forwarded: 'host=evil.example;proto=https',
      'x-original-url': '//evil.example',
      'x-rewrite-url': '/evil',
    },
    { 'x-forwarded-prefix': '//evil.example', 'x-forwarded-port': '1', referer: 'https://evil.example/' },
  ])('believes none of %j', async (headers) => {
    const browser = openBrowser(world);
    const page = await browser.signIn(link.token, megan.id);
    const accept = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: `formToken=${formTokenOf(page)}`,
    };
    const start = await browser.once(`/sign-in/start/${link.token}`, { headers });
    const answers = [
      await browser.once(`/i/${link.token}`, { headers }),
      await browser.once(`/i/${unknownToken()}`, { headers }),
      await browser.once('/sign-in/callback?state=x', { headers }),
      start,
      await browser.once(`/i/${link.token}/accept`, accept),
    ];
    for (const answer of answers) expect(JSON.stringify([answer.headers, answer.text])).not.toContain('evil');
    const asked = new URL(String(start.headers['location'])).searchParams;
    expect(asked.get('redirect_uri')).toBe(`${world.variables.PUBLIC_URL}/sign-in/callback`);
  });

  it.each([
    '//evil.example',
    '%2F%2Fevil.example',
    '..%2F..%2F..%2Fevil',
    '%5C%5Cevil.example',
    'https:%2F%2Fevil.example',
    '%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    'javascript:alert(1)',
    `${'a'.repeat(43)}%0d%0aLocation:%20https:%2F%2Fevil.example`,
    `${'a'.repeat(43)}%3Flang=x%23`,
    '__proto__',
  ])('at “%s” goes nowhere', async (token) => {
    for (const query of [
      '',
      '?lang=//evil.example&next=https://evil.example&redirect_uri=https://evil.example',
    ]) {
      const { status, headers, text } = await ask(`${world.address.url}/sign-in/start/${token}${query}`);
      expect([403, 404]).toContain(status);
      expect(headers['location']).toBeUndefined();
      expect(text).not.toContain('<script');
      for (const [, target = ''] of text.matchAll(/href="([^"]*)"/g))
        expect(target).toMatch(/^(\/[^/\\]|\?|#)/);
    }
  });
});
