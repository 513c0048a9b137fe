import type { JWTPayload } from 'jose';
import { beforeAll } from 'vitest';
import { type Person, people, type Tenant, tenants } from '../../../src/sandbox/world.ts';
import { type Answered, ask } from './ask-http.ts';
import { firstOf, INVITE_CONTOSO, type Invited, invite, TWO_PARTNERS } from './invited.ts';
import { giveRole } from './stored.ts';
import { useFabrikam } from './use-world.ts';
import type { World } from './world.ts';

const [, , diego] = tenants.fabrikam.people as [Person, Person, Person];

/** The Application ID URI, for which Teams requests a token for this world's tab. */
export function applicationIdUri({ variables }: World): string {
  return `api://${new URL(variables.PUBLIC_URL).host}/${variables.MicrosoftAppId}`;
}

/** The token that Teams would give to the tab of this person. */
export function teamsToken(
  world: World,
  person: Person,
  { tenant = tenants.fabrikam, version = '2.0', claims = {} }: TokenOptions = {},
): Promise<string> {
  const account = { person, tenant };
  return world.entra.teamsToken({ account, version, resource: applicationIdUri(world) }, claims);
}

type TokenOptions = {
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

/** The name of a customer in the tab’s tests: markup that no page may take for its own. */
export const HOSTILE_NAME = '<img src=x onerror=alert(1)>';

/**
 * The tab of two partners: Fabrikam has invited Contoso (`link`) and added a customer with a hostile name, and Diego is
 * its Helpdesk agent; Adatum, with Henrietta, has no customer. `teams.token` is what Teams gives Dana.
 */
export function useTab() {
  const henrietta = firstOf(tenants.adatum);
  const world = useFabrikam('setup "Fabrikam" country:ES', () => TWO_PARTNERS);
  const link = {} as Invited;
  const teams = { token: '' };

  beforeAll(async () => {
    await world.says(henrietta, world.chat(henrietta), 'setup "Adatum" country:US');
    Object.assign(link, await invite(world, INVITE_CONTOSO));
    await world.says(world.dana, world.sales, `add "${HOSTILE_NAME}" tailspintoys.com country:ES`);
    await giveRole(world.db, tenants.fabrikam.id, { objectId: diego.id, role: 'helpdesk' });
    teams.token = await teamsToken(world, people.dana);
    await world.settled();
  });
  return { world, henrietta, link, teams };
}
