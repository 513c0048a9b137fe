import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignIn } from '../../src/sandbox/entra/sign-in.ts';
import { credentials, type Tenant, tenants } from '../../src/sandbox/world.ts';
import { launch, openWindow } from '../support/browser/browser.ts';
import { partProblems, type ShownPart, shownParts } from '../support/browser/shown-parts.ts';
import { type CardElement, elements } from '../support/cards/card-rules.ts';
import { organisations } from '../support/generators/hostile-story.ts';
import { hostileTexts, SEED } from '../support/generators/hostile-texts.ts';
import { figuresOf, HARMFUL, seen } from '../support/generators/seen-texts.ts';
import { type Supply, supplyOf } from '../support/generators/text-supply.ts';
import { type Invited, invitedIn, statusOf } from '../support/world/invited.ts';
import { type Attempt, type Mailbox, startMailbox } from '../support/world/mail-server.ts';
import { read, startWorld, type World } from '../support/world/world.ts';

const COUNT = 1000;
const LINES = 25;

// Two links like ours in one message are one too many.
function hasLink(text: string): boolean {
  const visible = text
    .replace(/[\r\u2028\u2029]/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .normalize('NFC');
  return /https?:\/\/[^\s/]+\/i\/[\w-]{43}(?![\w-])/.test(visible);
}

// A message has 10,000 characters at most.
const isUnfit = (text: string): boolean => hasLink(text) || text.length > 4000;

describe('a mail with hostile texts', () => {
  const supply = supplyOf(hostileTexts(COUNT, SEED + 2));
  const own = organisations(36);
  const [harmless] = organisations(1).map((company) => ({ ...company, domain: 'harmless.example' }));
  const taken: string[] = [];
  const refused: string[] = [];
  let world: World;
  let entra: Awaited<ReturnType<typeof startSignIn>>;
  let mailbox: Mailbox;
  let browser: Browser;
  let page: Page;
  let usual: Attempt[];
  let hostile: Attempt[];

  beforeAll(async () => {
    const known = [tenants.fabrikam, ...own, harmless as Tenant];
    entra = await startSignIn({ ...credentials, tenants: known });
    mailbox = await startMailbox();
    world = await startWorld({ environment: { ...mailbox.environment, LOGIN_AUTHORITY: entra.url } });
    browser = await launch();
    page = await openWindow(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await mails(harmless as Tenant, supplyOf([]));
    usual = mailbox.taken.splice(0);
    for (const company of own) if (!supply.isEmpty()) await mails(company, supply);
    hostile = mailbox.taken.splice(0);
    // A bound for a broken run on a busy machine.
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all([world.stop(), entra.stop()]);
    await mailbox.stop();
  });

  it(`goes to nobody else and has no other headers (${COUNT} texts of seed ${SEED + 2})`, () => {
    const kinds = new Set(usual.map(headersOf));
    expect(usual).toHaveLength(2);
    expect(hostile.length).toBeGreaterThan(30);
    for (const { to, mail } of hostile) {
      expect(to).toEqual([expect.stringMatching(/^somebody@company\d+\.example$/)]);
      expect([mail.from].flatMap((from) => from?.value.map(({ address }) => address))).toEqual([
        'vinculo@fabrikam.com',
      ]);
    }
    expect([...new Set(hostile.map(headersOf))].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('shows what was written, and links to us alone', async () => {
    const parts = await drawn(hostile);
    expect(partProblems(parts, await drawn(usual))).toEqual([]);
    parts.forEach(({ text }, at) => {
      expect(seen(text)).toBe(seen(hostile[at]?.mail.text ?? ''));
    });
  });

  it('reads as it was written, in its subject, its sender and its text', () => {
    const words = hostile.flatMap(({ mail: { subject, from, text } }) => [subject, from?.text, text]);
    const { shown, cut, blank, lost } = figuresOf(taken, words.join('\n'));
    const counts = `${shown} shown, ${cut} cut, ${blank} of nothing, ${refused.length} refused`;
    process.stdout.write(`in ${hostile.length} mails: ${counts}\n`);
    expect(lost).toEqual([]);
    expect(words.filter((text) => HARMFUL.test(text ?? ''))).toEqual([]);
    expect(shown).toBeGreaterThan(0.7 * COUNT);
    expect(refused.length).toBeGreaterThan(0.02 * COUNT);
  });

  /** Invites a company, sends the message with lines of the agent’s own around its link, and reminds of it. */
  async function mails(company: Tenant, texts: Supply): Promise<void> {
    const chat = world.chat(world.dana);
    const partner = personName(texts);
    (await submits('setup', { name: partner, country: 'ES' }, world.dana))
      ? taken.push(partner)
      : refused.push(partner);
    const by = { ...world.dana, name: personName(texts) };
    const [person] = company.people;
    for (;;) {
      const name = texts.take();
      const given = { name, domain: company.domain, country: 'ES', contact: person?.email ?? '' };
      world.sales.messages.length = 0;
      const isTaken = !hasLink(name) && (await submits('invite', given, by));
      (isTaken ? taken : refused).push(name);
      if (isTaken) break;
    }
    taken.push(by.name);
    await world.settled();
    const link = invitedIn(world.sales);
    await sends(link, texts, by);
    await world.says(world.dana, chat, `remind ${link.invitationId}`);
    await world.settled();
  }

  async function sends(link: Invited, texts: Supply, by: World['dana']): Promise<void> {
    const [card] = world.sales.messages;
    const letter = [...elements(card?.card)].find(({ id }: CardElement) => id === 'letter');
    const lines = Array.from({ length: LINES }, () => texts.take());
    const fit = lines.filter((one) => !isUnfit(one));
    const about = { relationshipId: link.relationshipId, invitationId: link.invitationId };
    for (const words of fit.length < lines.length ? [lines, fit] : [fit]) {
      const whole = [...words.slice(0, 9), '', String(letter?.['value']), '', ...words.slice(9)];
      const button = { verb: 'send-mail', data: about };
      const { body } = await world.presses(by, world.sales, { button, inputs: { letter: whole.join('\n') } });
      await world.settled();
      expect(await statusOf(world, link)).toBe(words === fit ? 'sent' : 'draft');
      if (words !== fit) expect(read(body.value)[0]).toMatch(/^(?:Too long|The link is not in the message)/);
    }
    taken.push(...fit);
    refused.push(...lines.filter(isUnfit));
  }

  async function submits(
    command: string,
    inputs: Record<string, string>,
    by: World['dana'],
  ): Promise<boolean> {
    const button = { verb: 'submit', data: { command } };
    const { body } = await world.presses(by, world.sales, { button, inputs });
    return !JSON.stringify(body.value).includes(`"command":"${command}"`);
  }

  async function drawn(mails: readonly Attempt[]): Promise<ShownPart[]> {
    const parts: ShownPart[] = [];
    for (const { mail } of mails) {
      await page.setContent(`<!doctype html><html lang="en"><body>${mail.html || ''}`);
      for (const part of await shownParts(page, 'body')) {
        parts.push({ ...part, links: part.links.map((one) => one.replace(/[\w.-]{43,}$/, '…')) });
      }
    }
    return parts;
  }
});

const headersOf = ({ mail }: Attempt): string => [...mail.headers.keys()].sort().join();

function personName(texts: Supply): string {
  for (let name = texts.take(); ; name = texts.take()) {
    if (name.length <= 256 && !hasLink(name)) return name;
  }
}
