import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignIn } from '../../src/sandbox/entra/sign-in.ts';
import { credentials, tenants } from '../../src/sandbox/world.ts';
import { launch } from '../support/browser/browser.ts';
import { rendererPage, show } from '../support/browser/rendered-cards.ts';
import { partProblems, type ShownPart, shownParts } from '../support/browser/shown-parts.ts';
import { type CardJson, elements } from '../support/cards/card-rules.ts';
import { organisations, type Told, tellStory } from '../support/generators/hostile-story.ts';
import { hostileTexts, SEED } from '../support/generators/hostile-texts.ts';
import { figuresOf } from '../support/generators/seen-texts.ts';
import { type Supply, supplyOf } from '../support/generators/text-supply.ts';
import { startWorld, type World } from '../support/world/world.ts';

const COUNT = 2800;
const COMPANIES = organisations(8);
const AT_ONCE = 250;

describe('a hostile name, reference, question, reply or reason', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  let entra: Awaited<ReturnType<typeof startSignIn>>;
  let hostile: Told[];
  const all: Told[] = [];
  let usual: ShownPart[];
  let drawn: ShownPart[];

  beforeAll(async () => {
    entra = await startSignIn({ ...credentials, tenants: [tenants.fabrikam, ...COMPANIES] });
    world = await startWorld({ environment: { LOGIN_AUTHORITY: entra.url } });
    browser = await launch();
    page = await rendererPage(browser);
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES authority:member');
    usual = await draw(await told(supplyOf(harmless(80))));
    hostile = await told(supplyOf(hostileTexts(COUNT)));
    drawn = await draw(hostile);
    // A bound for a broken run on a busy machine.
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all([world.stop(), entra.stop()]);
  });

  it(`is read, cut or refused on every card, and adds nothing to it (${COUNT} texts of seed ${SEED})`, () => {
    expect(partProblems(drawn, usual)).toEqual([]);
  });

  it('is read as it was written', () => {
    const figures = hostile.map(({ taken }, at) => {
      const shown = drawn.filter(({ name }) => name === String(at)).map(({ text }) => text);
      return figuresOf(taken, shown.join('\n'));
    });
    const sum = (what: 'shown' | 'cut' | 'blank') => figures.reduce((all, one) => all + one[what], 0);
    const refused = hostile.flatMap((one) => one.refused).length;
    const counts = `${sum('shown')} shown, ${sum('cut')} cut, ${sum('blank')} of nothing, ${refused} refused`;
    process.stdout.write(`on ${drawn.length} cards: ${counts}\n`);
    expect(figures.flatMap(({ lost }) => lost)).toEqual([]);
    expect(sum('shown')).toBeGreaterThan(0.7 * COUNT);
    expect(refused).toBeGreaterThan(0.02 * COUNT);
  });

  it('leads nowhere from a button', () => {
    const actions = hostile.flatMap((story) => cardsOf(story).flatMap((card) => [...elements(card)]));
    const urls = actions
      .filter(({ type }) => type === 'Action.OpenUrl')
      .map(({ url }) => new URL(String(url)));
    expect(urls.length).toBeGreaterThan(hostile.length);
    for (const { protocol, pathname, searchParams } of urls) {
      expect(protocol).toBe('mailto:');
      expect(pathname).toMatch(/^(?:somebody@company\d\.example)?$/);
      expect(['subject', 'body']).toEqual(expect.arrayContaining([...searchParams.keys()]));
    }
  });

  it('changes nothing with what is refused', async () => {
    await world.settled(60_000);
    const events = await world.db.collection('events').countDocuments({ 'what.type': 'event' });
    expect(events).toBe(all.reduce((sum, one) => sum + one.events, 0));
  });

  /** Tells stories in every organisation at once until the texts are used up. */
  async function told(supply: Supply): Promise<Told[]> {
    const stories: Told[] = [];
    await Promise.all(
      COMPANIES.map(async (company) => {
        while (!supply.isEmpty()) stories.push(await tellStory(world, company, supply));
      }),
    );
    await world.settled(60_000);
    all.push(...stories);
    return stories;
  }

  async function draw(stories: readonly Told[]): Promise<ShownPart[]> {
    const cards = stories.flatMap((story, at) => cardsOf(story).map((content) => named(content, at)));
    const parts: ShownPart[] = [];
    for (let at = 0; at < cards.length; at += AT_ONCE) {
      await show(page, cards.slice(at, at + AT_ONCE), { theme: 'light', width: 320 });
      parts.push(...(await shownParts(page, 'section')));
    }
    return parts;
  }
});

function cardsOf({ answers, conversations }: Told): CardJson[] {
  return [...answers, ...conversations.flatMap(({ messages }) => messages.flatMap(({ faces }) => faces))];
}

const named = (content: CardJson, story: number) => ({
  name: String(story),
  card: { attachment: { content } },
});

function harmless(count: number): string[] {
  const usual = ['Contoso', 'Adatum\nIberia', 'Contoso '.repeat(1250)];
  return Array.from({ length: count }, (_, at) => `${usual[at % 7 === 6 ? 2 : at % 2]}`);
}
