import { describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { asView } from '../support/world/as-view.ts';
import { forgetAll, INVITE_CONTOSO, inviteAndSend } from '../support/world/invited.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { until } from '../support/world/world.ts';

const TOKEN = 'a-token-for-the-tests';

describe('the figures for Prometheus', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES', () => ({ environment: { METRICS_TOKEN: TOKEN } }));

  const ask = (authorization?: string) =>
    fetch(`${world.address.url}/metrics`, { headers: authorization ? { authorization } : {} });
  const figures = async () => (await ask(`Bearer ${TOKEN}`)).text();
  const figureIn = (text: string, name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);

  it.each([undefined, 'Bearer', `Bearer ${TOKEN}x`, TOKEN, `Basic ${TOKEN}`])(
    'are not for whoever says %s',
    async (authorization) => {
      const answer = await ask(authorization);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await answer.text()).not.toContain('vinculo_');
    },
  );

  it('count turns, pages, calls to Teams and deliveries, and say what waits', async () => {
    const link = await inviteAndSend(world);
    await fetch(`${world.address.url}/i/${link.token}`);
    await fetch(`${world.address.url}/nothing/${link.token}`);
    const answer = await ask(`Bearer ${TOKEN}`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(figureIn(text, 'vinculo_turn_seconds_count{kind="message",status="2xx"}')).toBeGreaterThan(1);
    expect(figureIn(text, 'vinculo_turn_seconds_count{kind="invoke",status="2xx"}')).toBe(1);
    expect(figureIn(text, 'vinculo_page_seconds_count{kind="invitation",status="2xx"}')).toBe(1);
    expect(figureIn(text, 'vinculo_page_seconds_count{kind="other",status="4xx"}')).toBe(1);
    expect(figureIn(text, 'vinculo_teams_call_seconds_count{status="2xx"}')).toBeGreaterThan(1);
    expect(
      figureIn(text, 'vinculo_delivery_attempts_total{kind="post",outcome="done",next="done"}'),
    ).toBeGreaterThan(0);
    expect(figureIn(text, 'vinculo_database_up')).toBe(1);
    expect(figureIn(text, 'vinculo_deliveries{kind="post",state="parked"}')).toBe(0);
    expect(figureIn(text, 'vinculo_queue_age_seconds')).toBe(0);
    expect(figureIn(text, 'vinculo_relay_idle_seconds')).toBeLessThan(15);
    expect(figureIn(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('count a call that Teams refuses or does not answer by its class', async () => {
    const path = /activities/;
    world.teams.troubles.push({ method: 'POST', path, status: 429, retryAfter: 1, times: 1 });
    world.teams.troubles.push({ method: 'POST', path, status: 0, times: 1 });
    await world.says(world.dana, world.sales, 'help');
    await world.says(world.dana, world.sales, 'help');
    const text = await figures();
    expect(figureIn(text, 'vinculo_teams_call_seconds_count{status="429"}')).toBe(1);
    expect(figureIn(text, 'vinculo_teams_call_seconds_count{status="none"}')).toBe(1);
  });

  it('say that the database does not give its part, and all else', async () => {
    const unreadable = await asView(world.db, 'deliveries', [{ $set: { state: { $toDate: 'never' } } }]);
    try {
      await until(async () => figureIn(await figures(), 'vinculo_database_up') === 0, 'it is told');
      const text = await figures();
      expect(figureIn(text, 'vinculo_queue_age_seconds')).toBeNaN();
      expect(text).not.toContain('vinculo_deliveries{');
      expect(figureIn(text, 'vinculo_relay_idle_seconds')).toBeGreaterThanOrEqual(0);
      expect(figureIn(text, 'vinculo_turn_seconds_count{kind="message",status="2xx"}')).toBeGreaterThan(0);
    } finally {
      await unreadable.restore();
    }
    await until(async () => figureIn(await figures(), 'vinculo_database_up') === 1, 'it is back');
  });

  it('name nobody: no label has an id, a name, an address or a token', async () => {
    await forgetAll(world);
    const link = await inviteAndSend(world, INVITE_CONTOSO.replace('"Contoso"', '"Wide World"'));
    const text = await figures();
    const secrets = [
      ...Object.values(people).flatMap(({ id, name, email }) => [id, name, email]),
      ...Object.values(tenants).flatMap(({ id, name }) => [id, name]),
      ...[world.sales.id, link.token, link.relationshipId, link.invitationId, TOKEN, 'contoso.com', 'Wide'],
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    const ours = text.split('\n').filter((line) => line.startsWith('vinculo_'));
    const labels = new Set(ours.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)));
    expect([...labels].sort()).toEqual(['kind', 'le', 'next', 'outcome', 'state', 'status']);
  });
});

describe('without a token in the configuration', () => {
  const world = useFabrikam();

  it('there are no figures to ask for', async () => {
    for (const authorization of ['Bearer ', 'Bearer undefined', '']) {
      const answer = await fetch(`${world.address.url}/metrics`, { headers: { authorization } });
      expect(answer.status).toBe(404);
    }
  });
});
