import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWTPayload } from 'jose';
import { createSigningKey, type SigningKey } from '../../../src/sandbox/signing-key.ts';
import { credentials } from '../../../src/sandbox/world.ts';

type Served = SigningKey['jwk'] & { readonly endorsements?: readonly string[] };

type Instead = 'nothing' | { readonly status: number; readonly body: string };

/** Starts a stand-in for the channel service's published keys; tests can change and remove them and count requests. */
export async function startChannelKeys() {
  const keys: Served[] = [];
  const asked = { metadata: 0, keys: 0 };
  let instead: Instead | undefined;
  const server = createServer(({ url }, response) => {
    if (url === '/keys') asked.keys += 1;
    else asked.metadata += 1;
    if (instead === 'nothing') return;
    const metadata = { issuer: 'https://api.botframework.com', jwks_uri: `${origin}/keys` };
    const { status, body } = instead ?? {
      status: 200,
      body: JSON.stringify(url === '/keys' ? { keys } : metadata),
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    openIdMetadataUrl: `${origin}/openid`,
    asked,

    /** Publishes a new key for these channels; without `endorsements` the key names no channels. */
    async publish(endorsements?: readonly string[]): Promise<SigningKey> {
      const key = await createSigningKey();
      keys.push({ ...key.jwk, ...(endorsements ? { endorsements } : {}) });
      return key;
    },

    /** Makes a key that is not published. */
    invent: () => createSigningKey(),

    withdrawAll: () => void keys.splice(0),

    /** From now on answers like this, or never; undefined: answers as it should. */
    answer: (other: Instead | undefined) => {
      instead = other;
    },

    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A running stand-in for the published keys. */
export type ChannelKeys = Awaited<ReturnType<typeof startChannelKeys>>;

/** The claims of the channel service's token for an activity from this service URL; `different` replaces claims. */
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
