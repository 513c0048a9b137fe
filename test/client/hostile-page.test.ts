import type { Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignIn } from '../../src/sandbox/entra/sign-in.ts';
import { credentials, type Person, type Tenant, tenants } from '../../src/sandbox/world.ts';
import { launch, openWindow } from '../support/browser/browser.ts';
import { partProblems, type ShownPart, shownParts } from '../support/browser/shown-parts.ts';
import { organisations } from '../support/generators/hostile-story.ts';
import { hostileTexts, SEED } from '../support/generators/hostile-texts.ts';
import { figuresOf, HARMFUL } from '../support/generators/seen-texts.ts';
import { type Supply, supplyOf } from '../support/generators/text-supply.ts';
import { type Browser, formTokenOf, openBrowser } from '../support/world/browser-visit.ts';
import { type Invited, invitedIn } from '../support/world/invited.ts';
import { startWorld, type World } from '../support/world/world.ts';

const COUNT = 1200;
const PORT = '11981';
const HERE = `http://localhost:${PORT}`;
const ROUNDS = 6;

/** What stood on the pages of one invitation, and of which texts. */
type Looked = {
  readonly parts: ShownPart[];
  readonly taken: string[];
  readonly refused: string[];
  readonly receipt: string;
};

type Looking = Omit<Looked, 'receipt'>;

describe('the page with hostile texts', () => {
  const supply = supplyOf(hostileTexts(COUNT, SEED + 1));
  const own = organisations(20).map((company) => named(company, supply));
  const [harmless] = organisations(1).map((company) => ({ ...company, domain: 'harmless.example' }));
  const happened: string[] = [];
  const hostile: Looked[] = [];
  let usual: Looked;
  let world: World;
  let entra: Awaited<ReturnType<typeof startSignIn>>;
  let chromium: Chromium;
  let events = 0;

  beforeAll(async () => {
    entra = await startSignIn({
      ...credentials,
      tenants: [tenants.fabrikam, ...own, harmless as Tenant],
      redirectUris: [`${HERE}/sign-in/callback`],
    });
    world = await startWorld({ environment: { PORT, PUBLIC_URL: HERE, LOGIN_AUTHORITY: entra.url } });
    chromium = await launch();
    await isSetUp('Fabrikam');
    usual = await goThrough(harmless as Tenant, supplyOf([]));
    for (const company of own) hostile.push(await goThrough(company, supply));
    // A bound for a broken run on a busy machine.
  }, 300_000);
  afterAll(async () => {
    await chromium.close();
    await Promise.all([world.stop(), entra.stop()]);
  });

  it(`adds nothing to it and leaves no line (${COUNT} texts of seed ${SEED + 1})`, () => {
    expect(
      partProblems(
        hostile.flatMap(({ parts }) => parts),
        usual.parts,
      ),
    ).toEqual([]);
  });

  it('runs no script, asks nobody and breaks no rule of its own', () => {
    expect(happened).toEqual([]);
  });

  it('shows what was written as it was written', () => {
    const figures = hostile.map(({ taken, parts }) =>
      figuresOf(taken, parts.map(({ text }) => text).join('\n')),
    );
    const sum = (what: 'shown' | 'cut' | 'blank') => figures.reduce((all, one) => all + one[what], 0);
    const refused = hostile.flatMap((one) => one.refused).length;
    const pages = hostile.reduce((all, { parts }) => all + parts.length, 0);
    const counts = `${sum('shown')} shown, ${sum('cut')} cut, ${sum('blank')} of nothing, ${refused} refused`;
    process.stdout.write(`on ${pages} pages: ${counts}\n`);
    expect(figures.flatMap(({ lost }) => lost)).toEqual([]);
    expect(sum('shown')).toBeGreaterThan(0.7 * COUNT);
    expect(refused).toBeGreaterThan(0.02 * COUNT);
  });

  it('gives a receipt whose lines are its own', () => {
    const receipts = hostile.map(({ receipt }) => receipt);
    // Accepted or declined, with a reference or without one.
    expect(new Set(receipts.map((text) => text.split('\r\n').length)).size).toBeLessThanOrEqual(4);
    for (const receipt of receipts) {
      expect(receipt.replaceAll('\r\n', '')).not.toMatch(/[\r\n\t]/);
      expect(receipt.slice(1)).not.toMatch(HARMFUL);
      expect(receipt).toMatch(/^\ufeffReceipt\r\n/);
      expect(receipt.match(/^Answer: /gm)).toHaveLength(1);
    }
  });

  it('changes nothing with what is refused', async () => {
    await world.settled(60_000);
    expect(await world.db.collection('events').countDocuments({ 'what.type': 'event' })).toBe(events);
  });

  async function isSetUp(name: string): Promise<boolean> {
    const inputs = { name, country: 'ES', authority: 'member' };
    return (await submits('setup', inputs, 'Fabrikam')).isTaken;
  }

  // Whether it was taken; else the form comes back.
  async function submits(command: string, inputs: Record<string, string>, by: string) {
    const button = { verb: 'submit', data: { command } };
    const agent = { ...world.dana, name: by };
    const { status, body } = await world.presses(agent, world.sales, { button, inputs });
    const text = JSON.stringify(body.value);
    return { isTaken: status === 200 && !text.includes(`"command":"${command}"`), text };
  }

  async function goThrough(company: Tenant, texts: Supply): Promise<Looked> {
    const looked: Looking = { parts: [], taken: [], refused: [] };
    const [person] = company.people as readonly [Person];
    const link = await invitedWith(company, texts, looked);
    const browser = openBrowser(world);
    const formToken = formTokenOf(await browser.signIn(link.token, person.id));
    looked.taken.push(...(texts.isEmpty() ? [] : [person.name]));
    for (let round = 0; round < ROUNDS; round++) {
      await says(texts, looked, 1000, async (question) => {
        return browser.submit(`/i/${link.token}/question`, { formToken, question });
      });
      await says(texts, looked, 1000, async (reply) => {
        const { relationshipId, invitationId } = link;
        const button = { verb: 'reply', data: { relationshipId, invitationId } };
        const { body } = await world.presses(world.dana, world.sales, { button, inputs: { reply } });
        const text = JSON.stringify(body.value);
        return { status: text.includes('Done') ? 200 : 400, text };
      });
    }
    await look(link, browser, looked);
    const answer = own.indexOf(company) % 2 === 0 ? 'accept' : 'decline';
    expect((await browser.submit(`/i/${link.token}/${answer}`, { formToken })).status).toBe(200);
    // Drafted, read, asked and replied, answered.
    events += 3 + 2 * ROUNDS;
    await look(link, browser, looked);
    const receipt = await browser.visit(`/i/${link.token}/receipt`);
    expect(receipt.headers['content-disposition']).toBe(
      `attachment; filename="receipt-${link.invitationId}.txt"`,
    );
    return { ...looked, receipt: receipt.text };
  }

  async function invitedWith(
    { domain }: Tenant,
    texts: Supply,
    { taken, refused }: Looking,
  ): Promise<Invited> {
    const by = directoryName(texts);
    const partner = texts.take();
    const isNamed = await isSetUp(partner);
    const reference = texts.take();
    const isNoted = reference.trim().length <= 60;
    taken.push(by);
    (isNamed ? taken : refused).push(partner);
    (isNoted ? taken : refused).push(reference);
    for (let name = texts.take(); ; name = texts.take()) {
      world.sales.messages.length = 0;
      const given = { name, domain, country: 'ES', ...(isNoted ? { reference } : {}) };
      const { isTaken, text } = await submits('invite', given, by);
      (isTaken ? taken : refused).push(name);
      if (!isTaken) {
        texts.requireHostile(text);
        continue;
      }
      await world.settled();
      return invitedIn(world.sales);
    }
  }

  /** In Chromium, on a small phone: the request, and the second step of a yes. */
  async function look({ token }: Invited, browser: Browser, { parts }: Looking): Promise<void> {
    const page = await openWindow(chromium, { viewport: { width: 320, height: 640 }, locale: 'en-GB' });
    await page
      .context()
      .addCookies([...browser.jar].map(([name, { value }]) => ({ name, value, url: HERE })));
    await watch(page);
    for (const query of ['', '?step=accept']) {
      const answer = await page.goto(`${HERE}/i/${token}${query}`);
      expect(answer?.status()).toBe(200);
      const found = await shownParts(page, 'body');
      parts.push(...found.map((part) => ({ ...part, links: part.links.map((one) => tidy(one, token)) })));
    }
    await page.context().close();
  }

  async function watch(page: Page): Promise<void> {
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        alert(`Refused: ${violatedDirective} ${blockedURI}`);
      });
    });
    page.on('console', (message) => void happened.push(message.text()));
    page.on('dialog', (dialog) => {
      happened.push(dialog.message());
      return dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${HERE}/`)) happened.push(`asks ${request.url()}`);
    });
  }
});

// Until it is taken.
async function says(
  texts: Supply,
  { taken, refused }: Looking,
  most: number,
  send: (text: string) => Promise<{ readonly status: number; readonly text: string }>,
): Promise<void> {
  for (let lines = texts.takeLines(most); ; lines = texts.takeLines(most)) {
    const { status, text } = await send(lines.join('\n'));
    const isTaken = status === 200;
    (isTaken ? taken : refused).push(...lines);
    if (isTaken) return;
    texts.requireHostile(text);
  }
}

// The name of an organisation’s person comes from its own directory.
function named(company: Tenant, supply: Supply): Tenant {
  const people = company.people.map((person) => ({ ...person, name: directoryName(supply) }));
  return { ...company, people };
}

function directoryName(supply: Supply): string {
  for (let name = supply.take(); ; name = supply.take()) if (name.length <= 256) return name;
}

/**
 * A link without what is of this invitation alone. A mail goes to nobody and has a subject and a text, of which a long one
 * is left out.
 */
function tidy(link: string, token: string): string {
  if (!link.startsWith('mailto:')) return link.replaceAll(token, '…');
  const { pathname, searchParams } = new URL(link);
  const others = [...searchParams.keys()].filter((key) => key !== 'subject' && key !== 'body');
  return `mailto:${pathname}${others.join('&')}`;
}
