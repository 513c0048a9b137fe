import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents } from '../support/world/database-contents.ts';
import { newest, startWorld, type World } from '../support/world/world.ts';

const TROUBLES: [string, (response: ServerResponse) => void][] = [
  ['hangs up', (response) => response.destroy()],
  ['answers 500', (response) => refuse(response, 500)],
  ['answers 429', (response) => refuse(response, 429)],
  ['answers with a page', (response) => response.end('<html>proxy</html>')],
  ['names no tenant', (response) => response.end('{"issuer":"https://login.example/v2.0"}')],
  ['answers endlessly', (response) => response.end(`{"issuer":"${'x'.repeat(100_000)}"}`)],
  ['never answers', () => {}],
];

function refuse(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

describe('a domain of which Entra says nothing', () => {
  let world: World;
  let entra: Server;
  let trouble: (response: ServerResponse) => void;

  beforeAll(async () => {
    entra = createServer((_, response) => trouble(response));
    await new Promise<void>((resolve) => entra.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(entra.address() as AddressInfo).port}`;
    world = await startWorld({ environment: { LOGIN_AUTHORITY: url, LOGIN_AUTHORITY_USGOV: url } });
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
  });
  afterAll(async () => {
    await world.stop();
    entra.closeAllConnections();
    await new Promise((resolve) => entra.close(resolve));
  });

  it.each(TROUBLES)('is said to be so when it %s, and nothing changes', async (_, answer) => {
    trouble = answer;
    const chat = world.chat(world.dana);
    await world.settled();
    const before = await contents(world.db, ['relationships', 'events']);
    for (const line of [
      'invite "Contoso" contoso.com country:ES',
      'add "Contoso" contoso.com country:ES',
      'check contoso.com',
    ]) {
      await world.says(world.dana, chat, line);
      expect(newest(chat), line).toEqual([
        'Microsoft could not be asked',
        'Whose domain contoso.com is could not be looked up just now. Nothing was created; try again in a minute.',
      ]);
    }
    expect(await contents(world.db, ['relationships', 'events'])).toEqual(before);
  });
});
