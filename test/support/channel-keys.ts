import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWTPayload } from 'jose';
import { createSigningKey, type SigningKey } from '../../src/sandbox/signing-key.ts';
import { credentials } from '../../src/sandbox/world.ts';

type Served = SigningKey['jwk'] & { readonly endorsements?: readonly string[] };

/** Stands in for the channel service's published keys, which tests change, take away and count. */
export async function startChannelKeys() {
  const keys: Served[] = [];
  const asked = { metadata: 0, keys: 0 };
  let isAway = false;
  const server = createServer(({ url }, response) => {
    if (url === '/keys') asked.keys += 1;
    else asked.metadata += 1;
    const body =
      url === '/keys' ? { keys } : { issuer: 'https://api.botframework.com', jwks_uri: `${origin}/keys` };
    response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAway ? { error: 'away' } : body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    openIdMetadataUrl: `${origin}/openid`,
    asked,

    /** Publishes a new key for these channels; without any the key says nothing of channels. */
    async publish(endorsements?: readonly string[]): Promise<SigningKey> {
      const key = await createSigningKey();
      keys.push({ ...key.jwk, ...(endorsements ? { endorsements } : {}) });
      return key;
    },

    withdrawAll: () => void keys.splice(0),
    setAway: (away: boolean) => {
      isAway = away;
    },

    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The published keys. */
export type ChannelKeys = Awaited<ReturnType<typeof startChannelKeys>>;

/** What the channel service says in a token for an activity from this service URL. */
export function channelClaims(serviceUrl: string, different: JWTPayload = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const lasting = { nbf: now, exp: now + 600 };
  return {
    iss: 'https://api.botframework.com',
    aud: credentials.clientId,
    serviceurl: serviceUrl,
    ...lasting,
    ...different,
  };
}
