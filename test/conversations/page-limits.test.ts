import { beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { ask } from '../support/world/ask-http.ts';
import { openBrowser, pageText } from '../support/world/browser-visit.ts';
import { contents, RECORDS } from '../support/world/database-contents.ts';
import { INVITE_CONTOSO, type Invited, invite, unknownToken } from '../support/world/invited.ts';
import { useFabrikam } from '../support/world/use-world.ts';

const TOO_MANY = 3100;

describe('a client that asks too often', () => {
  const world = useFabrikam();
  let link: Invited;

  beforeAll(async () => {
    link = await invite(world, INVITE_CONTOSO);
  });

  const get = (path: string, address: string, headers = {}) =>
    ask(`${world.address.url}${path}`, {
      headers: { accept: 'text/html', 'x-forwarded-for': address, ...headers },
    });

  // A hundred at a time, each of them awaited.
  async function often(times: number, one: (at: number) => Promise<{ status: number }>) {
    const counts = new Map<number, number>();
    for (let begin = 0; begin < times; begin += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => one(begin + at)));
      for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return counts;
  }

  it('is no crowd behind one address that opens the link in the same minute', {
    timeout: 60_000,
  }, async () => {
    const crowd = await often(300, () => get(`/i/${link.token}`, '198.51.100.1'));
    expect([...crowd.keys()]).toEqual([200]);
    // Three hundred have opened it, fifty go on to sign in, one answers.
    for (let at = 0; at < 50; at++) {
      const { status } = await get(`/sign-in/start/${link.token}`, '198.51.100.1');
      expect(status).toBe(303);
    }
    const browser = openBrowser(world, { 'x-forwarded-for': '198.51.100.1' });
    expect((await browser.signIn(link.token, people.megan.id)).status).toBe(200);
  });

  it('from one address waits, is told how long, and changes nothing', { timeout: 60_000 }, async () => {
    await world.settled();
    const before = await contents(world.db, RECORDS);
    const counts = await often(TOO_MANY, () => get(`/i/${unknownToken()}`, '198.51.100.2'));
    expect([...counts.keys()].sort()).toEqual([200, 429]);
    const waiting = await get(`/i/${link.token}`, '198.51.100.2', { 'accept-language': 'es' });
    expect(waiting.status).toBe(429);
    const seconds = Number(waiting.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(pageText(waiting)).toContain(`Vuelve a intentarlo en ${seconds} segundo`);
    expect(await contents(world.db, RECORDS)).toEqual(before);
    // Nobody else waits for that.
    expect((await get(`/i/${link.token}`, '198.51.100.3')).status).toBe(200);
    expect((await ask(`${world.address.url}/health`)).status).toBe(200);
  });

  it('with one beginning of a link waits, from wherever they come', { timeout: 60_000 }, async () => {
    const begin = link.token.slice(0, 8);
    const counts = await often(TOO_MANY, (at) =>
      get(`/i/${begin}${unknownToken().slice(8)}`, `203.0.${at % 250}.${1 + (at % 7)}`),
    );
    expect([...counts.keys()].sort()).toEqual([200, 429]);
    expect((await get(`/i/${unknownToken()}`, '203.0.113.9')).status).toBe(200);
  });
});
