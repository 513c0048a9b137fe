import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { firstOf, forgetAll, invite, TWO_PARTNERS } from '../support/world/invited.ts';
import { stored } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const { fabrikam, contoso, adatum } = tenants;

// Everybody in a place reads what is posted there, and the place belongs to its host.
describe('alerts in a place of another organisation', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES', () => TWO_PARTNERS);
  const henrietta = firstOf(adatum);

  beforeEach(() => forgetAll(world));

  const place = (
    host: { id: string },
    members: readonly TeamsPerson[],
    kind: 'channel' | 'groupChat' = 'channel',
  ): TeamsConversation => {
    const id = `19:${randomUUID()}@thread.${kind === 'channel' ? 'tacv2' : 'v2'}`;
    return world.teams.add({ id, kind, tenantId: host.id, members, messages: [] });
  };
  const asks = async (where: TeamsConversation, line: string, locale = 'en-GB', by = world.dana) => {
    await world.says(by, where, line, { locale });
    return newest(where);
  };
  const topicsIn = async ({ id }: TeamsConversation) => {
    const found = await stored(world.db).partners.findOne({ 'alerts.conversationId': id });
    return found?.alerts.find(({ conversationId }) => conversationId === id)?.topics;
  };
  const presses = async (where: TeamsConversation, by = world.dana, change = {}) => {
    const button = buttonOn(where, 'Subscribe here anyway');
    const { body } = await world.presses(by, where, {
      button: { ...button, data: { ...button.data, ...change } },
    });
    return read(body.value);
  };

  it.each(['channel', 'groupChat'] as const)('are asked about first, with its name: %s', async (kind) => {
    await invite(world, 'invite "Contoso" contoso.com country:ES');
    const where = place(contoso, [world.dana, world.megan], kind);
    expect(await asks(where, 'alerts on accepted,viewed')).toEqual([
      'This chat belongs to another organisation',
      'It belongs to Contoso. Everybody here would read which of your customers’ invitations are accepted and read: the customer’s name, who answered, and the reason they gave. Nothing is turned on yet.',
      '[Subscribe here anyway]',
    ]);
    expect(await topicsIn(where)).toBeUndefined();
    expect(await presses(where)).toEqual(['Alerts are on', 'This chat hears of: accepted and read.']);
    expect(await topicsIn(where)).toEqual(['accepted', 'viewed']);
  });

  it('are asked about in Spanish, of an organisation that is no customer by its tenant', async () => {
    const where = place(contoso, [world.dana]);
    const [title, text] = await asks(where, 'alertas sí', 'es-ES');
    expect(title).toBe('Este chat es de otra organización');
    expect(text).toContain(`(inquilino ${contoso.id})`);
  });

  it('are asked about in a channel of another partner, whose name is not told', async () => {
    await asks(place(adatum, [henrietta]), 'setup "Adatum" country:ES', 'en-GB', henrietta);
    const where = place(adatum, [world.dana, henrietta]);
    const told = await asks(where, 'alerts on');
    expect(told.join()).toContain(adatum.id);
    expect(told.join()).not.toContain('Adatum');
    expect(await presses(where)).toContain('Alerts are on');
    expect((await asks(where, 'alerts on', 'en-GB', henrietta))[0]).toBe('Not in this chat');
  });

  it('end without a question', async () => {
    const where = place(contoso, [world.dana]);
    await asks(where, 'alerts on');
    await presses(where);
    expect((await asks(where, 'alerts off accepted'))[0]).toBe('Fewer alerts');
    expect((await asks(where, 'alerts off'))[0]).toBe('Alerts are off');
    expect(await topicsIn(where)).toBeUndefined();
  });

  it('are turned on at once in a place of one’s own, also where a customer’s people take part', async () => {
    const where = place(fabrikam, [world.dana, world.megan]);
    expect((await asks(where, 'alerts on'))[0]).toBe('Alerts are on');
  });

  it('are refused where Teams does not say whose place it is', async () => {
    const where = place(contoso, [world.dana]);
    await asks(where, 'alerts on');
    const nameless = (activity: Record<string, unknown>) => {
      activity['conversation'] = { id: where.id, conversationType: 'channel' };
      activity['channelData'] = {};
    };
    await world.says(world.dana, where, 'alerts on', { change: nameless });
    expect(newest(where)[0]).toBe('Not in this chat');
    expect(await topicsIn(where)).toBeUndefined();
  });

  describe('the press', () => {
    it('is checked again: a role that is gone, a customer’s people, another host', async () => {
      const where = place(contoso, [world.dana, world.megan, world.lee]);
      await asks(where, 'alerts on');
      expect((await presses(where, world.lee))[0]).toBe('Not with your role');
      expect((await presses(where, world.megan))[0]).toBe('That is for partners');
      expect((await presses(where, world.dana, { host: adatum.id }))[0]).toBe(
        'This chat belongs to another organisation',
      );
      for (const wrong of [{ topics: 'everything' }, { topics: '' }, { host: 'x' }, { topics: ['accepted'] }])
        expect((await presses(where, world.dana, wrong))[0]).toBe('I did not understand that');
      expect(await topicsIn(where)).toBeUndefined();
      await world.settled();
      expect(await stored(world.db).events.countDocuments({ 'what.command': 'alerts' })).toBe(1);
    });

    it('works in a client that only knows submissions, and twice', async () => {
      const where = place(contoso, [world.dana]);
      await asks(where, 'alerts on');
      const button = buttonOn(where, 'Subscribe here anyway');
      for (let times = 0; times < 2; times += 1) {
        await world.submits(world.dana, where, { button });
        expect(newest(where)[0]).toBe('Alerts are on');
      }
    });
  });
});
