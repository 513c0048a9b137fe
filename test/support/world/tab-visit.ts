import type { JWTPayload } from 'jose';
import { type Person, type Tenant, tenants } from '../../../src/sandbox/world.ts';
import { type Answered, ask } from './ask-http.ts';
import type { World } from './world.ts';

/** Under which name of the app a token of Teams is for the tab of this world. */
export function applicationIdUri({ variables }: World): string {
  return `api://${new URL(variables.PUBLIC_URL).host}/${variables.MicrosoftAppId}`;
}

/** The token that Teams would give to the tab of this person. */
export function teamsToken(
  world: World,
  person: Person,
  { tenant = tenants.fabrikam, version = '2.0', claims = {} }: TokenManner = {},
): Promise<string> {
  const account = { person, tenant };
  return world.entra.teamsToken({ account, version, resource: applicationIdUri(world) }, claims);
}

type TokenManner = {
  readonly tenant?: Tenant;
  readonly version?: '1.0' | '2.0';
  readonly claims?: JWTPayload;
};
type Headers = Readonly<Record<string, string>>;

/** Requests the tab's JSON as its script does. */
export function askTab(
  { address }: World,
  path: string,
  token?: string,
  headers: Headers = {},
): Promise<Answered> {
  const authorization: Headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return ask(`${address.url}/tab/api/${path}`, { headers: { ...authorization, ...headers } });
}

/** The JSON of an answer. */
export function told({ text }: Answered) {
  return JSON.parse(text);
}
