import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/relationship/values/link-token.ts';
import { verificationCode } from '../../../src/relationship/values/verification-code.ts';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { hashToken } from '../../../src/secret.ts';
import { type Answered, ask } from '../../support/world/ask-http.ts';
import { formTokenOf, openBrowser, setCookies } from '../../support/world/browser-visit.ts';
import { contents } from '../../support/world/database-contents.ts';
import {
  firstOf,
  INVITE_CONTOSO,
  invite,
  isUnopenedByOthers,
  statusOf,
  unknownToken,
} from '../../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../../support/world/use-world.ts';
import { until } from '../../support/world/world.ts';

const WOODGROVE = 'invite "Woodgrove" woodgrovebank.com country:PT';
const { dana, megan } = people;

describe('the link', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES partner-id:1234567');
  const link = useInvitation(world);

  const get = (token: string, headers: Record<string, string> = {}) =>
    ask(`${world.address.url}/i/${token}`, { headers: { accept: 'text/html', ...headers } });
  const press = (verb: string, by = world.dana, where = world.sales) => {
    const { relationshipId, invitationId } = link;
    const data = { verb, relationshipId, invitationId, ...(verb === 'share' ? { way: 'message' } : {}) };
    return world.presses(by, where, { button: { verb, data } });
  };

  describe('opened by nobody in particular', () => {
    it.each([
      ['GET', {}],
      ['HEAD', {}],
      ['OPTIONS', {}],
      ['OPTIONS', { origin: 'https://evil.example', 'access-control-request-method': 'POST' }],
      ['GET', { 'sec-purpose': 'prefetch' }],
      ['GET', { 'sec-purpose': 'prefetch;prerender' }],
      ['GET', { purpose: 'prefetch' }],
      ['GET', { 'x-purpose': 'preview' }],
      ['GET', { 'x-moz': 'prefetch' }],
      ['GET', { 'user-agent': 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5' }],
      ['GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
      ['GET', { 'user-agent': 'Microsoft Office/16.0 (Microsoft Outlook 16.0; Pro)' }],
      ['GET', { 'user-agent': 'facebookexternalhit/1.1' }],
      ['GET', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }],
      ['GET', { 'user-agent': 'BarracudaCentral/1.0', 'x-forwarded-for': '203.0.113.7' }],
      ['GET', { 'user-agent': '' }],
      ['GET', { cookie: 'vinculo=invented; vinculo-sign-in=invented' }],
    ])('with %s and %j changes nothing', async (method, headers) => {
      const before = await contents(world.db);
      for (const path of [`/i/${link.token}`, `/i/${link.token}?lang=es`, `/i/${link.token}/`]) {
        const { status } = await ask(`${world.address.url}${path}`, { method, headers });
        expect(status).toBe(method === 'OPTIONS' ? 405 : 200);
      }
      expect(await contents(world.db)).toEqual(before);
    });

    it('says neither who asks nor who is asked', async () => {
      const text = (await get(link.token)).text.replaceAll(link.token, '');
      expect(text).not.toMatch(/Contoso|Fabrikam|Megan|Dana|contoso\.com/i);
      expect(text).not.toContain(link.invitationId);
      expect(text).not.toContain(tenants.contoso.id);
    });

    it('sets no cookie', async () => {
      expect(setCookies(await get(link.token))).toEqual([]);
    });

    it('changes nothing but the sign-in under way when the sign-in is opened too', async () => {
      const names = ['relationships', 'events', 'cards', 'partners', 'sessions', 'conversations'];
      const before = await contents(world.db, names);
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        await ask(`${world.address.url}/sign-in/start/${link.token}`, { method });
      expect(await contents(world.db, names)).toEqual(before);
    });
  });

  // What an attacker could tell apart, if pages differed.
  const fates: [string, () => Promise<unknown>][] = [
    ['was drafted', async () => undefined],
    ['was sent', () => press('share')],
    ['was read', () => openBrowser(world).signIn(link.token, megan.id)],
    ['was accepted', () => press('accept', world.megan, world.chat(world.megan))],
    ['was declined', () => press('decline', world.megan, world.chat(world.megan))],
    ['was withdrawn', () => press('revoke')],
    ['was replaced', () => press('revoke').then(() => invite(world, INVITE_CONTOSO))],
    ['has expired, though nobody said so yet', () => expire()],
    [
      'has expired',
      () => expire().then(() => until(async () => (await statusOf(world, link)) === 'expired', 'it expired')),
    ],
  ];
  const expire = () =>
    world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: link.relationshipId }, { $set: { 'state.invitation.expiresAt': new Date(0) } });
  const isOverdue = async () => {
    const over = { 'state.status': 'invited', 'state.invitation.expiresAt': { $lte: new Date() } };
    return (await world.db.collection('relationships').countDocuments(over)) > 0;
  };
  const told = ({ status, headers, text }: Answered, token: Token) => {
    const { date: _, ...rest } = headers;
    // The link and its code are what the visitor brought along.
    const code = verificationCode(hashToken(token));
    return { status, headers: rest, text: text.replaceAll(token, 'TOKEN').replaceAll(code, 'CODE') };
  };

  it.each(fates)('that %s looks to the unsigned like one that never was', async (_, happen) => {
    await happen();
    await world.settled();
    const unknown = unknownToken();
    expect(told(await get(link.token), link.token)).toEqual(told(await get(unknown), unknown));
  });

  it.each(fates)('that %s looks to another organisation like one that never was', async (_, happen) => {
    const { token } = await invite(world, WOODGROVE);
    await happen();
    await world.settled();
    const enrico = openBrowser(world);
    await enrico.signIn(token, firstOf(tenants.woodgrove).objectId);
    // The partner is told once that its link is in other hands; from then on not even that is noted.
    await enrico.visit(`/i/${link.token}`);
    await until(async () => !(await isUnopenedByOthers(world, link)), 'the partner is told');
    await until(async () => !(await isOverdue()), 'the clock has closed what is over');
    await world.settled();
    const before = await contents(world.db);
    const unknown = unknownToken();
    const [foreign, none] = [await enrico.visit(`/i/${link.token}`), await enrico.visit(`/i/${unknown}`)];
    expect(told(foreign, link.token)).toEqual(told(none, unknown));
    expect(foreign.status).toBe(403);
    expect(foreign.text).not.toMatch(/Contoso|Fabrikam|Megan/);
    expect(await contents(world.db)).toEqual(before);
  });

  it.each([
    'x',
    'a'.repeat(42),
    'a'.repeat(44),
    '%00'.repeat(43),
    `${'a'.repeat(42)}.`,
    '$ne',
    '__proto__',
    'é'.repeat(43),
  ])('cut or spoilt to “%s” is found nowhere', async (token) => {
    const { status, text } = await get(encodeURI(decodeURI(token)));
    expect(status).toBe(404);
    expect(text).not.toContain('/sign-in/');
  });

  it.each(['HEAD', 'GET'])(
    'looked at with %s by a browser that only prefetches is not read yet',
    async (method) => {
      const browser = openBrowser(world);
      await browser.signIn(link.token, dana.id).catch(() => undefined);
      await browser.signIn(link.token, megan.id);
      await forgetView();
      for (const purpose of [
        { 'sec-purpose': 'prefetch' },
        { purpose: 'prefetch' },
        { 'sec-purpose': 'prefetch;prerender' },
      ]) {
        const headers: Record<string, string> = method === 'GET' ? purpose : {};
        expect((await browser.once(`/i/${link.token}`, { method, headers })).status).toBe(200);
        expect(await statusOf(world, link)).toBe('draft');
      }
      await browser.visit(`/i/${link.token}`);
      expect(await statusOf(world, link)).toBe('viewed');
    },
  );

  async function forgetView(): Promise<void> {
    await world.settled();
    await world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: link.relationshipId }, { $set: { 'state.invitation.status': 'draft' } });
  }

  it('shows every page with the headers that keep it to itself, and leads nowhere else', async () => {
    const browser = openBrowser(world);
    const landing = await browser.visit(`/i/${link.token}`);
    const request = await browser.signIn(link.token, megan.id);
    const formToken = formTokenOf(request);
    const pages = [
      landing,
      request,
      await browser.visit(`/i/${link.token}?step=accept`),
      await browser.visit('/i/cut'),
      await browser.visit(`/i/${unknownToken()}`),
      await browser.visit('/sign-in/callback?state=x&code=y'),
      await browser.visit(`/sign-in/start/${unknownToken()}`),
      await browser.submit(`/i/${link.token}/accept`, { formToken: 'x' }),
      await browser.submit(`/i/${link.token}/decline`, { formToken, reason: 'No' }),
      await browser.submit(`/i/${link.token}/accept`, { formToken }),
    ];
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 404, 403, 400, 403, 403, 200, 409]);
    for (const { headers, text } of pages) {
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-robots-tag': expect.stringContaining('noindex'),
        'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      for (const [, target] of text.matchAll(/(?:href|src|action|poster|content)="([^"]*)"/g))
        expect(target).not.toMatch(/^(?!mailto:\?)\w+:|^\/\/|^\\/);
      expect(text).not.toMatch(/<script|<iframe|<object|<embed|<base|http-equiv|\son\w+=|style="/i);
    }
  });

  it('redirects without being kept', async () => {
    const browser = openBrowser(world);
    const { hops } = await browser.signIn(link.token, megan.id);
    const start = await browser.once(`/sign-in/start/${link.token}`);
    for (const { status, headers } of [start, ...hops.slice(0, -1)]) {
      expect([status, headers['cache-control']]).toEqual([303, 'no-store']);
    }
  });

  it.each([
    ['', 'es-ES,es;q=0.9', 'es'],
    ['', 'en-GB', 'en'],
    ['', 'fr-FR,es;q=0.8,en;q=0.5', 'es'],
    ['', 'de', 'en'],
    ['', '', 'en'],
    ['?lang=es', 'en', 'es'],
    ['?lang=en', 'es', 'en'],
    ['?lang=es&lang=en', 'en', 'es'],
    ['?lang[$ne]=es', 'en', 'en'],
    ['?lang=__proto__', 'es', 'es'],
    ['?lang="><script>alert(1)</script>', 'en', 'en'],
    ['?lang=%0d%0aSet-Cookie:x=y', 'en', 'en'],
    ['?lang=%E0%A4%A', 'es', 'es'],
    [`?lang=${'x'.repeat(8000)}`, `${'x'.repeat(4000)},es`, 'es'],
  ])('with %s and Accept-Language “%s” speaks %s', async (query, accepted, language) => {
    const url = `/i/${link.token}${query}`.replace(/["<> ]/g, encodeURIComponent);
    const { status, text, headers } = await ask(`${world.address.url}${url}`, {
      headers: { 'accept-language': accepted },
    });
    expect(status).toBe(200);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).not.toContain('<script');
    expect(setCookies({ status, text, headers })).toEqual([]);
  });
});
