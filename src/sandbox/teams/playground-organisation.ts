import type { Person, Tenant } from '../world.ts';

/** A bot's id in Teams, and the name by which people mention it. */
export type Bot = Readonly<{ id: string; name: string }>;

/** The ids of a playground user's conversations; `general` is the id of the team as well. */
export function conversationsOf(tenant: Tenant) {
  const name = tenant.domain.replace(/\..*/, '');
  return {
    personal: `a:${name}-personal`,
    group: `19:${name}-group@thread.v2`,
    general: `19:${name}-general@thread.tacv2`,
    sales: `19:${name}-ventas@thread.tacv2`,
  };
}

/**
 * A tenant in the form of the playground's configuration file: the first of its people is the user, five are
 * colleagues.
 */
export function playgroundOrganisation(tenant: Tenant, bot: Bot) {
  const [user, ...colleagues] = tenant.people;
  if (!user || colleagues.length !== 5)
    throw new Error(`${tenant.name} needs six people to have a playground`);
  const { personal, group, general, sales } = conversationsOf(tenant);
  return {
    version: '0.1.1',
    tenantId: tenant.id,
    bot,
    currentUser: teamsUser(user),
    users: colleagues.map(teamsUser),
    personalChat: { id: personal },
    groupChat: { id: group, name: `${tenant.name} group` },
    team: {
      id: general,
      name: tenant.name,
      aadGroupId: tenant.id,
      channels: [{ id: sales, name: 'Ventas' }],
    },
  };
}

function teamsUser({ id, name, email }: Person) {
  const [givenName = '', surname = ''] = name.split(' ');
  return { id: `29:${id}`, name, userPrincipleName: email, aadObjectId: id, givenName, surname, email };
}
