import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { readCard } from '../support/cards/card-rules.ts';
import { alertsIn, startFlood } from '../support/world/alert-flood.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { startWorld, until, untilHurried, type World } from '../support/world/world.ts';

const TROUBLES: readonly [string, number, string][] = [
  ['answers 500', 500, ''],
  ['answers 400', 400, '{"error":"invalid_client"}'],
  ['answers with a page', 200, '<html>proxy</html>'],
];

describe('a call for which nothing was sent', () => {
  let world: World;
  let flood: Awaited<ReturnType<typeof startFlood>>;
  let entra: Server;
  // The program asks for a token when it starts.
  let trouble: readonly [number, string] | undefined = [503, ''];

  beforeAll(async () => {
    entra = createServer(async (request, response) => {
      const body = await read(request);
      const [status, text] = trouble ?? (await forwarded(request.url ?? '', body));
      response.statusCode = status;
      response.end(text);
    });
    await new Promise<void>((resolve) => entra.listen(0, '127.0.0.1', resolve));
    const { port } = entra.address() as AddressInfo;
    world = await startWorld({ environment: { ToChannelFromBotLoginUrl: `http://127.0.0.1:${port}` } });
    trouble = undefined;
    flood = await startFlood(world);
  });
  afterAll(async () => {
    await flood.stop();
    await world.stop();
    entra.closeAllConnections();
    await new Promise((resolve) => entra.close(resolve));
  });

  async function forwarded(path: string, body: Buffer): Promise<readonly [number, string]> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${world.entra.url}/${tenants.fabrikam.id}${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
    return [answer.status, await answer.text()];
  }

  const deliveryIn = ({ id: lane }: TeamsConversation) => world.db.collection('deliveries').findOne({ lane });

  it.each(TROUBLES)(
    'because Entra %s counts against neither card nor conversation',
    async (_, status, text) => {
      const [place] = await flood.channels(1);
      if (!place) throw new Error('No channel');
      trouble = [status, text];
      // Teams does not take the token that the bot has.
      const path = new RegExp(place.id);
      world.teams.troubles.push({ method: 'POST', path, status: 401, times: 1 });
      const [number] = await flood.queue([place], 1);
      const waits = async () =>
        (await deliveryIn(place))?.['lastOutcome']?.words === 'Entra gave the bot no token';
      await until(async () => {
        await world.hurry();
        return waits();
      }, 'there is no token');
      expect(await deliveryIn(place)).toMatchObject({ state: 'waiting', attempts: 0, isRepeat: false });
      trouble = undefined;
      await untilHurried(world, () => place.messages.length > 0, 'it is posted');
      expect(alertsIn(place)).toEqual([number]);
      expect(place.messages.map(({ card }) => readCard(card)).join()).not.toContain('Sent again');
    },
  );

  it('because nobody takes the connection is no repetition', async () => {
    const [place] = await flood.channels(1);
    if (!place) throw new Error('No channel');
    const there = { _id: place.id as never };
    const conversations = world.db.collection('conversations');
    await conversations.updateOne(there, { $set: { serviceUrl: 'http://127.0.0.1:9' } });
    await flood.queue([place], 1);
    await until(async () => (await deliveryIn(place))?.['lastOutcome']?.type === 'later', 'it was tried');
    expect(await deliveryIn(place)).toMatchObject({ state: 'waiting', isRepeat: false });
    await conversations.updateOne(there, { $set: { serviceUrl: world.teams.serviceUrl } });
    await untilHurried(world, () => place.messages.length > 0, 'it is posted');
    expect(place.messages.map(({ card }) => readCard(card)).join()).not.toContain('Sent again');
  });
});

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
