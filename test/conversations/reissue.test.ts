import { beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { forgetAll, INVITE_CONTOSO, inviteAndSend, openInvitations } from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

describe('a new link', () => {
  const world = useFabrikam();
  let hers: TeamsConversation;
  let first = '';
  const linkIn = (lines: string[]) => lines.find((line) => line.startsWith('Unique link: '))?.slice(13) ?? '';

  beforeEach(async () => {
    await forgetAll(world);
    await inviteAndSend(world, `${INVITE_CONTOSO} ref:"PO 4411"`);
    first = linkIn(newest(world.sales));
    hers = await openInvitations(world, world.megan);
  });

  const reissue = async () => {
    const { dana, sales, presses, settled } = world;
    const { body } = await presses(dana, sales, { button: buttonOn(sales, 'New link') });
    await settled();
    return read(body.value);
  };

  it('comes at the press of a button, on the same terms', async () => {
    const { sales } = world;
    expect(await reissue()).toEqual(['Done', 'The answer is below.']);
    expect(linkIn(newest(sales))).toMatch(/\/i\/[\w-]{43}$/);
    expect(linkIn(newest(sales))).not.toBe(first);
    expect(newest(sales)).toContain('PO 4411');
  });

  it('leaves of the earlier cards only that they were replaced', async () => {
    const { sales } = world;
    await reissue();
    const [earlier, current] = sales.messages.map(({ card }) => read(card));
    const id = (lines: string[] | undefined) => lines?.[0]?.replace('Invitation ', '');
    expect(earlier).toEqual([
      'Replaced by a newer one',
      expect.stringMatching(new RegExp(`^${id(current)} has taken the place of R-`)),
    ]);
    expect(newest(hers)).toEqual([
      'Replaced by a newer one',
      'A newer invitation has taken its place. Use the newest one; nothing was changed.',
    ]);
  });

  it('makes the old one worth nothing', async () => {
    const { db } = world;
    await reissue();
    const found = await db.collection('relationships').findOne({});
    expect(found?.['links']).toHaveLength(2);
    expect(found?.['state'].invitation.tokenHash).toBe(found?.['links'][1].tokenHash);
  });

  it('can be typed, and is refused for what was replaced', async () => {
    const { dana, sales, says, settled, db } = world;
    await reissue();
    const found = await db.collection('relationships').findOne({});
    const [old, current] = (found?.['links'] ?? []).map(
      ({ invitationId }: { invitationId: string }) => invitationId,
    );
    await says(dana, sales, `reissue ${old}`);
    expect(newest(sales)[0]).toBe('Replaced by a newer one');
    await says(dana, sales, `reemitir ${current}`, { locale: 'es-ES' });
    await settled();
    expect(newest(sales)[0]).toMatch(/^Invitación R-/);
    await says(dana, sales, 'history contoso.com');
    expect(newest(sales)).toContain(`${current}: replaced`);
  });
});
