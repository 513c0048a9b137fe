import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { credentials, type Person, tenants } from '../../../src/sandbox/world.ts';
import { formTokenOf, openBrowser, type Visited } from '../../support/world/browser-visit.ts';
import { forgetAll, type Invited, invitedIn } from '../../support/world/invited.ts';
import { startWorld, type World } from '../../support/world/world.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><svg onload=alert(1)>',
  '&lt;b&gt; &amp; &#x41;',
  '<%= it.formToken %>',
  '{customer, plural, one {x} other {y}}',
  '{partner} <b>bold</b> $1 $& \\0',
  '[link](https://evil.example)',
  '{{DATE(2020-01-01T00:00:00Z)}}',
];
const escaped = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');

const OURS =
  /^<(!doctype|\/?(html|head|meta|title|link|body|a|header|p|nav|main|h1|h2|dl|dt|dd|div|section|ul|li|form|input|button|details|summary|label|textarea|aside|footer)\b(?!.* on\w*=))[^<]*>$/;

// Contoso’s people have names that attack whoever shows them.
const everybody: Person[] = HOSTILE.map((name, at) => ({
  id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  name,
  email: `person${at}@contoso.com`,
  roles: ['62e90394-69f5-4237-9190-012177145e10'],
}));

describe('a hostile name or text on the page', () => {
  let world: World;
  let entra: Awaited<ReturnType<typeof startSignIn>>;

  beforeAll(async () => {
    const contoso = { ...tenants.contoso, people: everybody };
    entra = await startSignIn({ ...credentials, tenants: [tenants.fabrikam, contoso] });
    world = await startWorld({ environment: { LOGIN_AUTHORITY: entra.url } });
  });
  beforeEach(() => forgetAll(world));
  afterAll(() => Promise.all([world.stop(), entra.stop()]));

  /** Says it in a form, where quotes need no care. */
  async function fillIn(command: string, inputs: Record<string, string>): Promise<void> {
    const button = { verb: 'submit', data: { verb: 'submit', command } };
    const { status } = await world.presses(world.dana, world.sales, { button, inputs });
    expect(status).toBe(200);
  }

  async function invited(inputs: Record<string, string>): Promise<Invited> {
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    world.sales.messages.length = 0;
    await fillIn('invite', { name: 'Contoso', domain: 'contoso.com', country: 'ES', ...inputs });
    await world.settled();
    return invitedIn(world.sales);
  }

  // With the values of attributes blanked, what is left between < and > is markup.
  function expectHarmless({ status, text }: Visited, written: string): void {
    expect([200, 409]).toContain(status);
    expect(text).toContain(escaped(written));
    const tags = text.replace(/="[^"]*"/g, '=""').match(/<[^>]*>/g) ?? [];
    for (const tag of tags) expect(tag).toMatch(OURS);
  }

  it.each(HOSTILE)('“%s” as the customer’s name is shown as it was written', async (name) => {
    const { token } = await invited({ name });
    const page = await openBrowser(world).signIn(token, everybody[0]?.id ?? '');
    expectHarmless(page, name);
  });

  it.each(HOSTILE)('“%s” as a reference is shown as it was written', async (reference) => {
    const { token } = await invited({ reference });
    expectHarmless(await openBrowser(world).signIn(token, everybody[0]?.id ?? ''), reference);
  });

  it.each(HOSTILE)('“%s” as the partner’s name is shown as it was written', async (name) => {
    const { token } = await invited({});
    await fillIn('setup', { name, country: 'ES' });
    expectHarmless(await openBrowser(world).signIn(token, everybody[0]?.id ?? ''), name);
  });

  it.each(everybody)(
    '“$name” as the name of somebody who signs in and accepts is shown as it is',
    async ({ id, name }) => {
      const { token } = await invited({});
      const browser = openBrowser(world);
      const page = await browser.signIn(token, id, '?lang=es');
      expectHarmless(page, name);
      const accepted = await browser.submit(`/i/${token}/accept?lang=es`, { formToken: formTokenOf(page) });
      expectHarmless(accepted, name);
      expect(accepted.text).toContain('<html lang="es">');
    },
  );

  it.each(HOSTILE)('“%s” as a reason stays between those whom it is for', async (hostile) => {
    const reason = `No: ${hostile}`;
    const { token } = await invited({});
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(token, everybody[0]?.id ?? ''));
    const declined = await browser.submit(`/i/${token}/decline`, { formToken, reason });
    expect(declined.status).toBe(200);
    expect(declined.text).not.toContain(escaped(reason));
    expect(declined.text).not.toContain(reason);
    await world.settled();
    // On the partner’s cards it is a run of text, which renders no Markdown.
    // Between its braces stands what keeps a date function from being one, and is not seen.
    const cards = JSON.stringify(world.sales.messages.map(({ card }) => card)).replaceAll('\u2060', '');
    expect(cards).toContain(JSON.stringify({ type: 'TextRun', text: reason }).slice(18, -1));
  });
});
