import { beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../../src/sandbox/world.ts';
import { type Browser, formTokenOf, openBrowser, setCookies } from '../../support/world/browser-visit.ts';
import { contents, RECORDS } from '../../support/world/database-contents.ts';
import { statusOf } from '../../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../../support/world/use-world.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const OWN = { 'sec-fetch-site': 'same-origin' };
type Sent = { readonly headers?: Record<string, string>; readonly body?: string };

describe('the form on the page', () => {
  const world = useFabrikam();
  const link = useInvitation(world);
  let megan: Browser;
  let formToken: string;
  let others: string;

  beforeEach(async () => {
    others = formTokenOf(await openBrowser(world).signIn(link.token, people.alex.id));
    megan = openBrowser(world);
    formToken = formTokenOf(await megan.signIn(link.token, people.megan.id));
    await world.settled();
  });

  const origin = () => world.variables.PUBLIC_URL;
  const good = () => `formToken=${formToken}`;
  const multipart = () =>
    `--x\r\nContent-Disposition: form-data; name="formToken"\r\n\r\n${formToken}\r\n--x--\r\n`;

  const attacks: [string, () => Sent][] = [
    ['without a token', () => ({ headers: OWN, body: '' })],
    ['with an empty token', () => ({ headers: OWN, body: 'formToken=' })],
    ['with a wrong token', () => ({ headers: OWN, body: `formToken=${formToken.slice(0, -1)}x` })],
    ['with a longer token', () => ({ headers: OWN, body: `${good()}x` })],
    ['with the token of another session', () => ({ headers: OWN, body: `formToken=${others}` })],
    ['with a token that is an operator', () => ({ headers: OWN, body: 'formToken[$gt]=' })],
    ['with a token that is not null', () => ({ headers: OWN, body: 'formToken[$ne]=x&formToken[]=y' })],
    ['with a token under __proto__', () => ({ headers: OWN, body: `__proto__[formToken]=${formToken}` })],
    [
      'with the token in JSON',
      () => ({
        headers: { ...OWN, 'content-type': 'application/json' },
        body: JSON.stringify({ formToken }),
      }),
    ],
    [
      'in parts',
      () => ({ headers: { ...OWN, 'content-type': 'multipart/form-data; boundary=x' }, body: multipart() }),
    ],
    ['of another site', () => ({ headers: { 'sec-fetch-site': 'cross-site' }, body: good() })],
    ['of a neighbouring site', () => ({ headers: { 'sec-fetch-site': 'same-site' }, body: good() })],
    ['that nobody’s page sent', () => ({ headers: { 'sec-fetch-site': 'none' }, body: good() })],
    [
      'with two answers to where it is from',
      () => ({ headers: { 'sec-fetch-site': 'same-origin, cross-site' }, body: good() }),
    ],
    ['of an origin that is foreign', () => ({ headers: { origin: 'https://evil.example' }, body: good() })],
    [
      'of an origin that begins like ours',
      () => ({ headers: { origin: `${origin()}.evil.example` }, body: good() }),
    ],
    [
      'of our host under another scheme',
      () => ({ headers: { origin: origin().replace('http:', 'https:') }, body: good() }),
    ],
    [
      'of our host on another port',
      () => ({ headers: { origin: origin().replace('3978', '3979') }, body: good() }),
    ],
    ['of 17 KB', () => ({ headers: OWN, body: `${good()}&reason=${'x'.repeat(17 * 1024)}` })],
    ['of 1 MB', () => ({ headers: OWN, body: `${good()}&reason=${'x'.repeat(1024 * 1024)}` })],
    ['with a reason of 501 letters', () => ({ headers: OWN, body: `${good()}&reason=${'x'.repeat(501)}` })],
    ['with the token in the address', () => ({ headers: OWN, body: '' })],
  ];

  it.each(attacks)('%s changes nothing and is refused', async (_, attack) => {
    const before = await contents(world.db, RECORDS);
    const { headers, body = '' } = attack();
    for (const verb of ['accept', 'decline']) {
      const address = `/i/${link.token}/${verb}?lang=en&formToken=${formToken}`;
      const answered = await megan.once(address, { method: 'POST', headers: { ...FORM, ...headers }, body });
      expect(answered.status).toBeGreaterThanOrEqual(400);
      expect(answered.status).toBeLessThan(500);
      expect(answered.text).not.toMatch(/\bat .+:\d+:\d+|Error:/);
    }
    expect(await contents(world.db, RECORDS)).toEqual(before);
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it.each([
    ['no cookie', {}],
    ['an invented cookie', { cookie: 'vinculo=invented' }],
    ['the cookie’s hash', { cookie: 'vinculo=$hash' }],
    ['an operator for a cookie', { cookie: 'vinculo[$ne]=x; vinculo={"$ne":null}' }],
    ['4 KB of cookies', { cookie: `${'a=b; '.repeat(800)}vinculo=${'x'.repeat(4000)}` }],
  ])('sent with %s changes nothing and is refused', async (_, headers: Record<string, string>) => {
    const before = await contents(world.db, RECORDS);
    const [session] = await world.db.collection('sessions').find().toArray();
    const cookie = headers['cookie']?.replace('$hash', String(session?._id));
    for (const verb of ['accept', 'decline']) {
      const answered = await openBrowser(world).once(`/i/${link.token}/${verb}`, {
        method: 'POST',
        headers: { ...FORM, ...OWN, ...(cookie === undefined ? {} : { cookie }) },
        body: good(),
      });
      expect(answered.status).toBeGreaterThanOrEqual(400);
      expect(answered.status).toBeLessThan(500);
      expect(answered.text).not.toMatch(/Contoso|Fabrikam|Megan/);
    }
    expect(await contents(world.db, RECORDS)).toEqual(before);
  });

  it.each([
    ['a browser that says it is ours', { 'sec-fetch-site': 'same-origin' }],
    ['a browser that hides its origin', { origin: 'null' }],
    ['an old browser', {}],
  ])('is taken from %s', async (_, headers) => {
    const sent = { method: 'POST', headers: { ...FORM, ...headers }, body: good() };
    const answered = await megan.once(`/i/${link.token}/accept`, sent);
    expect([answered.status, answered.headers['location']]).toEqual([303, `/i/${link.token}?lang=en`]);
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('takes a reason as long as the page lets one write it, lines and all', async () => {
    // The page counts a line break as one, as browsers do; a form carries it as two.
    const lines = `${'x'.repeat(49)}\n`.repeat(10);
    const answered = await megan.submit(`/i/${link.token}/decline`, {
      formToken,
      reason: lines.replaceAll('\n', '\r\n'),
    });
    expect(answered.status).toBe(200);
    expect(await statusOf(world, link)).toBe('declined');
  });

  it('still leads to the other language from an answer that was refused', async () => {
    const alex = openBrowser(world);
    const token = formTokenOf(await alex.signIn(link.token, people.alex.id));
    const refused = await alex.submit(`/i/${link.token}/accept`, { formToken: token });
    const [, href = ''] = /<a href="([^"]+)" lang="es"/.exec(refused.text) ?? [];
    const spanish = await alex.visit(new URL(href, refused.url).href);
    expect([refused.status, spanish.status]).toEqual([409, 200]);
    expect(spanish.text).toContain('<html lang="es">');
  });

  describe('for signing out', () => {
    it('of another site leaves the person signed in', async () => {
      const headers = { ...FORM, 'sec-fetch-site': 'cross-site' };
      const sent = { method: 'POST', headers, body: good() };
      expect((await megan.once(`/sign-in/end/${link.token}`, sent)).status).toBe(403);
      expect((await megan.visit(`/i/${link.token}`)).text).toContain('Megan');
    });

    it('ends the session for good, also for whoever kept the cookie', async () => {
      const cookie = `vinculo=${megan.jar.get('vinculo')?.value}`;
      const out = await megan.submit(`/sign-in/end/${link.token}`, { formToken });
      expect(setCookies(out.hops[0] ?? out).join()).toMatch(/^vinculo=; .*Max-Age=0/);
      expect(out.text).not.toContain('Megan');
      const kept = await openBrowser(world).once(`/i/${link.token}`, { headers: { cookie } });
      expect(kept.text).not.toContain('Megan');
    });

    it.each(['%2F%2Fevil.example', '..%2F..%2Fevil', 'https:%2F%2Fevil.example', '%0d%0aLocation:%20x'])(
      'leads nowhere else with “%s” for a link',
      async (token) => {
        const { status, headers } = await megan.once(`/sign-in/end/${token}`, {
          method: 'POST',
          headers: { ...FORM, ...OWN },
          body: good(),
        });
        expect([status, headers['location']]).toEqual([303, '/']);
      },
    );
  });
});
