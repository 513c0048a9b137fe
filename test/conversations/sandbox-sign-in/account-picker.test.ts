import { describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { peopleOn, redirectUri, useSandboxEntra } from '../../support/world/sandbox-entra.ts';

const { contoso, northwind } = tenants;
const { entra, authorizeUrl, submit, choose } = useSandboxEntra();

describe('the account picker', () => {
  it('lists a tenant’s people and guests, and nobody else', async () => {
    const page = await fetch(authorizeUrl()).then((response) => response.text());

    expect(peopleOn(page).sort()).toEqual([...contoso.people, ...contoso.guests].map(({ id }) => id).sort());
    expect(page).toContain('stand-in for Microsoft');
    expect(page).toContain('Megan Bowen');
  });

  it('lists the people of every tenant of its cloud for all organizations', async () => {
    const page = await fetch(authorizeUrl({}, `${entra.url}/organizations`)).then((response) =>
      response.text(),
    );

    expect(peopleOn(page)).toContain(people.dana.id);
    expect(peopleOn(page)).toContain(people.megan.id);
    expect(peopleOn(page)).not.toContain(people.danaAsGuest.id);
    expect(page).not.toContain(northwind.name);
  });

  it.each([
    ['es-ES,es;q=0.9,en;q=0.8', 'es', 'Elija una cuenta'],
    ['en-GB', 'en', 'Pick an account'],
    ['pt-PT', 'en', 'Pick an account'],
  ])('speaks the language of %s', async (accepted, lang, title) => {
    const response = await fetch(authorizeUrl(), { headers: { 'accept-language': accepted } });

    expect(response.headers.get('content-language')).toBe(lang);
    const page = await response.text();
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain(`<h1>${title}</h1>`);
  });

  it('speaks the language that the app asks for', async () => {
    expect(await fetch(authorizeUrl({ ui_locales: 'es' })).then((response) => response.text())).toContain(
      'Elija una cuenta',
    );
  });

  it('puts the person who is expected first', async () => {
    const page = await fetch(authorizeUrl({ login_hint: 'alex@contoso.com' })).then((response) =>
      response.text(),
    );
    expect(peopleOn(page)[0]).toBe(people.alex.id);
  });

  it('renders nothing that it was sent as markup, and may not be framed', async () => {
    const response = await fetch(authorizeUrl({ state: '"><script>alert(1)</script>', login_hint: '<b>' }));

    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toMatch(/<script|<b>/);
  });

  it('sends whoever cancels back without a code', async () => {
    const location = await choose(authorizeUrl(), { cancel: '' });

    expect(location.searchParams.get('error')).toBe('access_denied');
    expect(location.searchParams.get('state')).toBe('state-1');
    expect(location.searchParams.has('code')).toBe(false);
  });

  it('signs nobody in silently', async () => {
    const response = await fetch(authorizeUrl({ prompt: 'none' }), { redirect: 'manual' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('login_required');
  });

  it.each([
    ['no challenge', { code_challenge: undefined }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a short challenge', { code_challenge: 'abc' }],
    ['a token instead of a code', { response_type: 'id_token' }],
    ['no openid', { scope: 'profile' }],
    ['no state', { state: undefined }],
    ['no nonce', { nonce: undefined }],
    ['an endless state', { state: 'x'.repeat(5000) }],
    ['an unknown app', { client_id: '00000000-0000-4000-8000-000000000000' }],
    ['no app', { client_id: undefined }],
    ['a redirect elsewhere', { redirect_uri: 'https://attacker.example/callback' }],
    ['a redirect that only looks local', { redirect_uri: 'http://localhost.attacker.example/' }],
    ['a redirect with a password', { redirect_uri: 'http://localhost:80@attacker.example/' }],
    ['a redirect that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a redirect with a fragment', { redirect_uri: `${redirectUri}#x` }],
    ['no redirect', { redirect_uri: undefined }],
  ])('answers %s with 400 and goes nowhere', async (_, changes) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });

    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toMatch(/AADSTS\d+/);
  });

  it('answers a parameter given twice with 400', async () => {
    expect((await fetch(`${authorizeUrl()}&state=other`)).status).toBe(400);
  });

  it('sends codes to registered addresses of the web too', async () => {
    const location = await choose(
      authorizeUrl({ redirect_uri: 'https://vinculo.example/sign-in/callback' }),
      {
        person: people.megan.id,
      },
    );
    expect(location.origin).toBe('https://vinculo.example');
  });

  it.each([
    ['somebody of another tenant', { person: people.dana.id }],
    ['nobody known', { person: '00000000-0000-4000-8000-000000000000' }],
    ['no id at all', { person: "' OR 1=1" }],
    ['nothing', {}],
  ])('refuses a choice of %s', async (_, form) => {
    const response = await submit(authorizeUrl(), form);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});
