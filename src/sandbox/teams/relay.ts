import { Agent, request as send } from 'undici';
import { z } from 'zod';
import { type HttpRequest, jsonAnswer, type StandInAnswer, serve } from '../http-server.ts';
import { parseJson } from '../parse-json.ts';
import { createSigningKey, type SigningKey } from '../signing-key.ts';

type RelayOptions = Readonly<{
  port?: number;
  /** The bot's own address for activities. */
  botUrl: string;
  /** The bot's app id, the audience of every token that the relay signs. */
  appId: string;
}>;

const issuer = 'https://api.botframework.com';
const activitiesPath = '/api/messages';
const metadataPath = '/v1/.well-known/openidconfiguration';
const keysPath = '/v1/.well-known/keys';
const bodyLimit = 256 * 1024;
const tokenLifeSeconds = 300;
// The Bot Framework channel service waits this long for a bot's answer, and no longer.
const botLimit = { headersTimeout: 15_000, bodyTimeout: 15_000 };

const activity = z.object({ serviceUrl: z.url({ protocol: /^https?$/ }) });

/**
 * Starts a relay that forwards each activity posted to `endpoint` to the bot, with a signed token as the Bot Framework
 * channel service sends it, until `stop`.
 */
export async function startRelay({ port, botUrl, appId }: RelayOptions) {
  const key = await createSigningKey();
  const agent = new Agent(botLimit);
  const routes = new Map<string, (request: HttpRequest) => StandInAnswer | Promise<StandInAnswer>>([
    [`GET ${metadataPath}`, ({ url }) => jsonAnswer(200, metadata(url.origin))],
    [`GET ${keysPath}`, () => jsonAnswer(200, { keys: [{ ...key.jwk, endorsements: ['msteams'] }] })],
    // The playground checks that the endpoint answers before it posts an activity.
    [`GET ${activitiesPath}`, () => jsonAnswer(200, {})],
    [`HEAD ${activitiesPath}`, () => jsonAnswer(200, {})],
    [`POST ${activitiesPath}`, (request) => forward(request, { key, agent, botUrl, appId })],
  ]);
  const server = await serve({
    port,
    bodyLimit,
    answer: (request) =>
      routes.get(`${request.method} ${request.url.pathname}`)?.(request) ??
      jsonAnswer(404, { error: 'not_found' }),
  });

  async function stop() {
    await server.stop();
    await agent.destroy();
  }
  return {
    endpoint: `${server.origin}${activitiesPath}`,
    openIdMetadataUrl: `${server.origin}${metadataPath}`,
    issuer,
    stop,
  };
}

function metadata(origin: string) {
  return {
    issuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${origin}${keysPath}`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

async function forward(
  { headers, body }: HttpRequest,
  { key, agent, botUrl, appId }: { key: SigningKey; agent: Agent; botUrl: string; appId: string },
): Promise<StandInAnswer> {
  const type = headers['content-type'] ?? '';
  // A page in a browser can post any content type but JSON to this machine without asking first (CORS).
  if (!/^application\/json\b/i.test(type)) return jsonAnswer(415, { error: 'unsupported_media_type' });
  const read = activity.safeParse(parseJson(body.toString('utf8')));
  if (!read.success) return jsonAnswer(400, { error: 'not_an_activity' });
  const authorization = `Bearer ${await key.sign(claims(read.data.serviceUrl, appId))}`;
  try {
    const answer = await send(botUrl, {
      method: 'POST',
      headers: { 'content-type': type, authorization },
      body,
      dispatcher: agent,
    });
    const answerType = answer.headers['content-type'];
    return {
      status: answer.statusCode,
      headers: answerType ? { 'content-type': answerType } : {},
      body: Buffer.from(await answer.body.arrayBuffer()),
    };
  } catch (error) {
    return jsonAnswer(502, {
      error: 'bot_away',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

function claims(serviceUrl: string, appId: string) {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: appId, serviceurl: serviceUrl, nbf: now, exp: now + tokenLifeSeconds };
}
