import type { Tenant } from '../../../src/sandbox/world.ts';
import type { TeamsConversation, TeamsPerson } from '../world/teams.ts';

/** The number of the customer from which all others are cloned; no other text of a document contains it. */
export const FIRST_NUMBER = 7_000_000;

/** A tenant by its number, in the form of Microsoft's ids. */
export const tenantId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A customer by its number: everything that names it contains the number. */
export function customer(number: number) {
  const name = `Customer ${number}`;
  const domain = `c${number}.example`;
  return { name, domain, tenantId: tenantId(number), invitationId: `R-${number}` };
}

/** The tenant of a numbered customer as Entra knows it. */
export function entraTenant(number: number): Tenant {
  const { name, domain, tenantId: id } = customer(number);
  const place = { country: 'ES', cloud: 'public', regionScope: 'EU' } as const;
  return { id, name, domain, ...place, people: [], guests: [] };
}

/** One of a customer's people. */
export const personOf = (number: number): TeamsPerson => person(tenantId(number), `9${number}`);

/** The Admin agent of a partner. */
export const agentOf = (partner: string): TeamsPerson => person(partner, '1');

/** A person's chat with the bot. */
export function chatOf({ objectId, tenantId }: TeamsPerson): TeamsConversation {
  return { id: `a:${objectId}`, kind: 'personal', tenantId, members: [], messages: [] };
}

/** A channel of a partner. */
export function channelOf(partner: string, index: number): TeamsConversation {
  const id = `19:${partner.slice(-4)}x${index}y@thread.tacv2`;
  return { id, kind: 'channel', tenantId: partner, members: [], messages: [] };
}

function person(tenant: string, id: string): TeamsPerson {
  const objectId = `10000000-0000-4000-8000-${id.padStart(12, '0')}`;
  const email = `p${id}@example.com`;
  return { id: `29:${tenant}/${objectId}`, name: 'Somebody', email, tenantId: tenant, objectId };
}
