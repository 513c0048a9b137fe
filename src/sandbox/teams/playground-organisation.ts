import type { Person, Tenant } from '../world.ts';

/** A bot's identity as Teams shows it, and the name people mention it by. */
export type Bot = Readonly<{ id: string; name: string }>;

/** The conversations of a playground's user; `general` is the id of the team as well. */
export function conversationsOf(tenant: Tenant) {
  const name = tenant.domain.replace(/\..*/, '');
  return {
    personal: `a:${name}-personal`,
    group: `19:${name}-group@thread.v2`,
    general: `19:${name}-general@thread.tacv2`,
    sales: `19:${name}-ventas@thread.tacv2`,
  };
}

/** A tenant as the playground's configuration file has it: one of its people at the keyboard, five others around. */
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
