import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { firstOf, statusOf } from '../support/world/invited.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam, useInvitation } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const { fabrikam, contoso, tailspin } = tenants;

// Channels shared between organisations, and group chats with people of several: whose the place is says nothing of
// who speaks in it.
describe('in a place shared with the partner', () => {
  const world = useFabrikam();
  const link = useInvitation(world);

  const place = (
    kind: 'channel' | 'groupChat',
    host: { id: string },
    members: readonly TeamsPerson[],
  ): TeamsConversation => {
    const id = kind === 'channel' ? `19:${randomUUID()}@thread.tacv2` : `19:${randomUUID()}@thread.v2`;
    return world.teams.add({ id, kind, tenantId: host.id, members, messages: [] });
  };
  const both = () => [world.dana, world.megan];
  const homeIn = (tenantId: string) => (activity: Record<string, unknown>) => {
    activity['channelData'] = { tenant: { id: tenantId } };
  };
  const shared = async (where: TeamsConversation) => {
    await world.says(world.dana, where, `share ${link.invitationId}`);
    await world.settled();
    return buttonOn(where, 'Accept Fabrikam');
  };

  it.each([
    ['channel of the partner', 'channel', fabrikam],
    ['channel of the customer', 'channel', contoso],
    ['group chat of the partner', 'groupChat', fabrikam],
    ['group chat of the customer', 'groupChat', contoso],
  ] as const)('a %s, each is who they are at home', async (_, kind, host) => {
    const where = place(kind, host, both());
    const button = await shared(where);
    await world.says(world.megan, where, 'invitations');
    expect(newest(where)[1]).toBe('Fabrikam asks to become Contoso’s reseller of Microsoft services.');
    await world.says(world.megan, where, 'customers');
    expect(newest(where).join(' ')).not.toContain('contoso.com');
    await world.says(world.dana, where, `status ${link.invitationId}`);
    expect(newest(where)[0]).toBe(`Invitation ${link.invitationId}`);
    await world.presses(world.megan, where, { button });
    await world.settled();
    expect(await statusOf(world, link)).toBe('accepted');
    const stored = await world.db.collection('events').findOne({ 'event.type': 'invitation-accepted' });
    expect(stored?.['event'].by).toMatchObject({ tenantId: contoso.id, name: 'Megan Bowen' });
  });

  it('is told so by the roster, also where Teams says the host’s tenant and the person’s', async () => {
    const where = place('groupChat', fabrikam, both());
    const button = await shared(where);
    await world.says(world.megan, where, 'help', { change: homeIn(contoso.id) });
    expect(newest(where)[0]).toBe('Requests from Microsoft partners');
    await world.presses(world.megan, where, { button, change: homeIn(contoso.id) });
    await world.settled();
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it('asks the roster once, however many places of one turn want to know', async () => {
    const where = place('channel', contoso, both());
    const button = await shared(where);
    const before = world.teams.calls.length;
    await world.presses(world.megan, where, { button });
    await world.settled();
    const asked = world.teams.calls.slice(before).filter(({ path }) => path.includes('/members/'));
    expect(asked).toHaveLength(1);
  });

  it('lets neither a guest of the host nor a stranger answer, whatever Teams says of them', async () => {
    const guest = { ...world.megan, tenantId: fabrikam.id, isGuest: true };
    const stranger = firstOf(tailspin);
    const where = place('channel', fabrikam, [world.dana, guest, stranger]);
    const button = await shared(where);
    await world.presses(guest, where, { button });
    await world.presses(stranger, where, { button, change: homeIn(contoso.id) });
    // Nobody whom the roster does not know.
    await world.presses(world.alex, where, { button, change: homeIn(contoso.id) });
    await world.settled();
    expect(await statusOf(world, link)).toBe('sent');
  });

  it('gives nobody of another organisation the partner’s commands', async () => {
    const where = place('channel', fabrikam, both());
    await world.says(world.megan, where, `revoke ${link.invitationId}`);
    expect(newest(where).join(' ')).not.toContain('Withdraw');
    await world.says(world.megan, where, 'help');
    expect(newest(where).join(' ')).not.toMatch(/setup|revoke/);
  });

  it('changes nothing when a card refreshes by itself, whatever the card asks for', async () => {
    const where = place('channel', contoso, both());
    const button = await shared(where);
    const { body } = await world.presses(world.megan, where, { button, trigger: 'automatic' });
    expect(read(body.value)[0]).toBe('Request for a reseller relationship');
    await world.settled();
    expect(await statusOf(world, link)).toBe('sent');
  });

  it('remembers the place as its host’s, whoever speaks in it', async () => {
    const where = place('channel', fabrikam, both());
    await world.says(world.megan, where, 'help', { change: homeIn(contoso.id) });
    const known = await world.db.collection<{ _id: string }>('conversations').findOne({ _id: where.id });
    expect(known).toMatchObject({ tenantId: fabrikam.id });
  });
});
