import { beforeAll, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { type Browser, formTokenOf, openBrowser } from '../support/world/browser-visit.ts';
import { firstOf, INVITE_CONTOSO, type Invited, invite, unknownToken } from '../support/world/invited.ts';
import { useFabrikam } from '../support/world/use-world.ts';

const ROUNDS = 30;
const PAIRS_A_ROUND = 2;

describe('how long a link that is not theirs takes somebody of another organisation', () => {
  const world = useFabrikam();
  let link: Invited;
  let enrico: Browser;
  let formToken: string;

  beforeAll(async () => {
    link = await invite(world, INVITE_CONTOSO);
    const own = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
    enrico = openBrowser(world);
    const page = await enrico.signIn(own.token, firstOf(tenants.woodgrove).objectId);
    formToken = formTokenOf(page);
  });

  const ways: readonly [string, (token: string) => Promise<{ status: number }>][] = [
    ['looked at', (token) => enrico.visit(`/i/${token}`)],
    ['with its receipt', (token) => enrico.visit(`/i/${token}/receipt`)],
    ['answered', (token) => enrico.submit(`/i/${token}/accept`, { formToken })],
  ];

  it.each(ways)('tells nobody whether there is such a link: %s', { timeout: 60_000 }, async (_, ask) => {
    const times = { foreign: [] as number[], unknown: [] as number[] };
    const took = async (kind: keyof typeof times, token: string) => {
      const start = performance.now();
      expect((await ask(token)).status).toBe(403);
      times[kind].push(performance.now() - start);
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Pairs, in turn one first and then the other, so that whatever else the machine does meets both.
      const asked = Array.from({ length: PAIRS_A_ROUND }, (__, at) => {
        const pair = [['foreign', link.token] as const, ['unknown', unknownToken()] as const];
        return (at % 2 ? pair.reverse() : pair).map(([kind, token]) => took(kind, token));
      });
      await Promise.all(asked.flat());
    }
    // Without an even answer the foreign link takes a third longer (1.36, with nothing else to do).
    expect(median(times.foreign) / median(times.unknown)).toBeCloseTo(1, 1);
  });
});

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}
