import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetRoles } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

describe('S1: roles', () => {
  const world = useFabrikam();
  let sales: TeamsConversation;

  beforeAll(() => {
    ({ sales } = world);
  });
  beforeEach(() => forgetRoles(world.db));

  // As Teams sends it: the name in the text, the person in an entity.
  const grants = (by: TeamsPerson, whom: TeamsPerson, words: string, place = sales) =>
    world.says(by, place, words.replace('@', `<at>${whom.name}</at>`), {
      change: (activity) => {
        const entity = {
          type: 'mention',
          text: `<at>${whom.name}</at>`,
          mentioned: { id: whom.id, name: whom.name },
        };
        activity['entities'] = [...((activity['entities'] as unknown[]) ?? []), entity];
      },
    });

  it('are given in chat by mention, and count at once', async () => {
    const { dana, lee, says } = world;
    await says(lee, sales, 'list');
    expect(newest(sales)[0]).toBe('Not with your role');
    await grants(dana, lee, 'role @ sales');
    expect(newest(sales)).toEqual(['Role saved', 'Lee Gu is now Sales agent.']);
    await says(lee, sales, 'list');
    expect(newest(sales)[0]).toBe('Invitations');
  });

  it('are understood in Spanish, in any order', async () => {
    const { dana, lee } = world;
    await grants(dana, lee, 'rol ventas para @');
    expect(newest(sales)[1]).toBe('Lee Gu is now Sales agent.');
  });

  it.each([
    ['helpdesk', { list: true, invite: false, role: false }],
    ['sales', { list: true, invite: true, role: false }],
    ['admin', { list: true, invite: true, role: true }],
    ['none', { list: false, invite: false, role: false }],
  ])('of a %s agent allow what the rule says', async (role, may) => {
    const { dana, lee, says } = world;
    await grants(dana, lee, `role @ ${role}`);
    const isRefused = () => newest(sales)[0] === 'Not with your role';
    await says(lee, sales, 'list');
    expect(isRefused()).toBe(!may.list);
    await says(lee, sales, 'invite "Nowhere" nowhere.example country:ES');
    expect(isRefused()).toBe(!may.invite);
    await grants(lee, dana, 'role @ sales');
    expect(isRefused()).toBe(!may.role);
  });

  it('taken back count at once, also at the press of a button on an old card', async () => {
    const { dana, lee, says, presses, settled, db } = world;
    await grants(dana, lee, 'role @ sales');
    await says(lee, sales, 'invite "Contoso" contoso.com country:ES');
    await settled();
    const [card] = sales.messages.slice(-1);
    await grants(dana, lee, 'role @ none');
    expect(newest(sales)[1]).toBe('Lee Gu no longer has a role.');
    const found = await db.collection('relationships').findOne({});
    const data = { relationshipId: found?._id, invitationId: found?.['state'].invitation.id, verb: 'revoke' };
    await presses(lee, sales, { button: { verb: 'revoke', data } });
    expect((await db.collection('relationships').findOne({}))?.['state'].status).toBe('invited');
    expect(card?.summary).toMatch(/^Invitation R-/);
  });

  it('are not for people of other organisations, nor for guests', async () => {
    const { dana, megan, teams } = world;
    const shared = teams.add({
      ...sales,
      id: `${sales.id}-shared`,
      members: [...sales.members, megan],
      messages: [],
    });
    await grants(dana, megan, 'role @ admin', shared);
    expect(newest(shared)).toEqual([
      'Not one of your company',
      'Megan Bowen does not belong to your company’s Microsoft tenant, so no role was given.',
    ]);
    const guest = { ...megan, tenantId: dana.tenantId, isGuest: true };
    const withGuest = teams.add({ ...shared, id: `${sales.id}-guest`, members: [dana, guest], messages: [] });
    await grants(dana, guest, 'role @ admin', withGuest);
    expect(newest(withGuest)[0]).toBe('Not one of your company');
    expect(await world.db.collection('partners').countDocuments({ 'roles.0': { $exists: true } })).toBe(0);
  });

  it('need a mention, because names are not unique', async () => {
    const { dana, says } = world;
    await says(dana, sales, 'role "@Lee Gu" sales');
    expect(newest(sales)[0]).toBe('Whom do you mean?');
    await says(dana, sales, 'role');
    expect(newest(sales)).toEqual(['Give a role', 'Who (mention them in the chat): ', 'Role: ', '[Save]']);
  });

  it('of the first Admin agents are the operator’s word', async () => {
    const { dana, says } = world;
    await grants(dana, dana, 'role @ none');
    await says(dana, sales, 'list');
    expect(newest(sales)[0]).not.toBe('Not with your role');
  });
});
