import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import type { ArgumentKind } from '../../src/grammar/values.ts';
import { createLog } from '../../src/log.ts';
import { startProgram } from '../../src/program.ts';
import { people, tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { ADATUMS, buttonOf, cardData, press } from '../support/cards/hostile-presses.ts';
import { firstOf, forgetAll, type Invited, invite, statusOf } from '../support/world/invited.ts';
import { giveRole } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

const { fabrikam, woodgrove, adatum } = tenants;

// Fabrikam has a second tenant, Woodgrove, where Enrico sells; Adatum is another partner, with Henrietta.
describe('several partners in one deployment', () => {
  const [enrico, henrietta] = [firstOf(woodgrove), firstOf(adatum)];
  const world = useFabrikam('setup "Fabrikam" country:ES', () => ({
    environment: {
      PARTNER_TENANTS: `${fabrikam.id}+${woodgrove.id},${adatum.id}`,
      ADMIN_AGENTS: `${fabrikam.id}/${people.dana.id},${adatum.id}/${henrietta.objectId}`,
    },
  }));
  let enricos: TeamsConversation;
  let adatums: TeamsConversation;

  beforeAll(async () => {
    [enricos, adatums] = [world.chat(enrico), world.channel(adatum)];
    await world.says(henrietta, adatums, 'setup "Adatum" country:ES');
    await giveRole(world.db, fabrikam.id, { ...enrico, role: 'sales' });
  });
  beforeEach(() => forgetAll(world));

  const asks = async (by: TeamsPerson, place: TeamsConversation, line: string) => {
    await world.says(by, place, line);
    await world.settled();
    return newest(place);
  };
  const sends = (by: TeamsPerson, place: TeamsConversation, invited: Invited) =>
    press(world, { person: by, place }, { button: buttonOf('share', cardData(invited)) });
  const accepts = async (invited: Invited) => {
    const place = world.chat(world.megan);
    await press(world, { person: world.megan, place }, { button: buttonOf('accept', cardData(invited)) });
    await world.settled();
  };

  describe('the two tenants of one', () => {
    it('have one profile, whichever of them was set up', async () => {
      const stored = await world.db.collection('partners').find({}).sort({ 'profile.name': 1 }).toArray();
      expect(stored.map(({ _id, profile: { name, tenantIds } }) => ({ _id, name, tenantIds }))).toEqual([
        { _id: adatum.id, name: 'Adatum', tenantIds: [adatum.id] },
        { _id: fabrikam.id, name: 'Fabrikam', tenantIds: [fabrikam.id, woodgrove.id] },
      ]);
    });

    it('have the same customers and roles', async () => {
      const { invitationId } = await invite(world, 'invite "Contoso" contoso.com country:ES');
      expect((await asks(enrico, enricos, `status ${invitationId}`))[1]).toBe('Contoso');
      expect((await asks(enrico, enricos, 'invite "Contoso" contoso.com country:ES'))[0]).toBe(
        'Already invited',
      );
      expect((await asks(enrico, enricos, 'setup life:14d'))[0]).toBe('Not with your role');
    });

    it('are both its own, so that neither can be invited', async () => {
      expect(await asks(world.dana, world.sales, 'check woodgrovebank.com')).toContainEqual(
        expect.stringContaining('your own'),
      );
      expect((await asks(enrico, enricos, 'invite "Fabrikam" fabrikam.com country:ES'))[0]).toMatch(/own/);
    });

    it('show the customer the one of whoever asks', async () => {
      const megans = world.chat(world.megan);
      for (const [by, place, tenant, other] of [
        [world.dana, world.sales, fabrikam, woodgrove],
        [enrico, enricos, woodgrove, fabrikam],
      ] as const) {
        await forgetAll(world);
        const invited = await invite(world, 'invite "Contoso" contoso.com country:ES', { by, in: place });
        await sends(by, place, invited);
        const button = buttonOf('refresh', cardData(invited));
        const { text } = await press(world, { person: world.megan, place: megans }, { button });
        expect(text).toContain(tenant.id);
        expect(text).not.toContain(other.id);
      }
    });
  });

  it('the same customer is invited by each, and answers each', async () => {
    const line = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com';
    const ours = await invite(world, line);
    const theirs = await invite(world, line, { by: henrietta, in: adatums });
    await sends(world.dana, world.sales, ours);
    await sends(henrietta, adatums, theirs);
    adatums.messages.length = 0;
    await accepts(ours);
    expect([await statusOf(world, ours), await statusOf(world, theirs)]).toEqual(['accepted', 'sent']);
    expect(adatums.messages).toEqual([]);
    await accepts(theirs);
    expect(await statusOf(world, theirs)).toBe('accepted');
  });

  it('alerts go to channels of their own', async () => {
    const [ours, theirs] = [world.channel(fabrikam), world.channel(adatum)];
    await asks(world.dana, ours, 'alerts on');
    await asks(henrietta, theirs, 'alerts on');
    const invited = await invite(world, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    await sends(world.dana, world.sales, invited);
    [ours, theirs].forEach(({ messages }) => {
      messages.length = 0;
    });
    await accepts(invited);
    expect(newest(ours)[0]).toMatch(/accepted/);
    expect(theirs.messages).toEqual([]);
  });

  it('in a chat that they share one’s alerts cannot be taken or silenced by another', async () => {
    const shared = world.teams.add({
      id: '19:shared@thread.v2',
      kind: 'groupChat',
      tenantId: fabrikam.id,
      members: [world.dana, henrietta],
      messages: [],
    });
    await asks(world.dana, shared, 'alerts on');
    await asks(henrietta, shared, 'alerts on');
    const button = buttonOn(shared, 'Subscribe here anyway');
    const { body } = await world.presses(henrietta, shared, { button });
    expect(read(body.value)[0]).toBe('Not in this chat');
    await asks(henrietta, shared, 'alerts off');
    await asks(henrietta, shared, 'alerts off accepted');
    const stored = await world.db
      .collection('partners')
      .find({ 'alerts.conversationId': shared.id })
      .toArray();
    const topicsIn = (alerts: readonly { conversationId: string; topics: readonly string[] }[]) =>
      alerts.find(({ conversationId }) => conversationId === shared.id)?.topics;
    expect(stored.map(({ _id, alerts }) => [_id, topicsIn(alerts)])).toEqual([
      [fabrikam.id, ['accepted', 'declined', 'expired']],
    ]);
  });

  it('the first Admin agents of one are nothing at another, nor at its other tenant', async () => {
    for (const { id } of [adatum, woodgrove]) {
      const elsewhere = { ...world.dana, tenantId: id };
      const place = world.chat(elsewhere);
      for (const line of ['setup', 'setup life:3d', 'customers'])
        expect((await asks(elsewhere, place, line))[0]).toBe('Not with your role');
    }
  });

  describe('another’s customer is as if it were not there', () => {
    let foreign: Invited;
    let own: Invited;
    let chat: TeamsConversation;

    beforeEach(async () => {
      own = await invite(world, 'invite "Contoso" contoso.com country:ES');
      const line = 'invite "Tailspin" tailspintoys.com country:ES ref:"PO 5522"';
      foreign = await invite(world, line, { by: henrietta, in: adatums });
      await sends(henrietta, adatums, foreign);
      chat = world.chat(world.dana);
    });

    const SAMPLES: Readonly<Partial<Record<ArgumentKind, string>>> = {
      days: '3',
      country: 'ES',
      date: '2026-01-02',
      email: 'x@example.com',
      person: '@Lee',
      text: '"Something"',
    };
    // A line of every command that takes an id, a domain or a name; the rest of what it needs is made up.
    const lines = COMMANDS.flatMap(([verb, { arguments: all }]) => {
      const about = Object.values(all).find(({ kind }) => ['id', 'target', 'domain'].includes(kind));
      if (!about) return [];
      const others = Object.values(all)
        .filter((one) => one !== about && one.isRequired)
        .map(({ kind, choices, words }) => {
          const value = choices ? Object.values(choices)[0]?.en[0] : SAMPLES[kind];
          return `${words.en[0]}:${value}`;
        });
      return [{ verb, kind: about.kind, line: (what: string) => [verb, what, ...others].join(' ') }];
    });
    const said = async (line: string, what: string) => {
      const lines = await asks(world.dana, chat, line);
      expect(lines.length).toBeGreaterThan(0);
      return lines.join('\n').replaceAll(what, 'WHAT');
    };

    it('there are such commands', () => {
      expect(lines.map(({ verb }) => verb).sort()).toEqual(
        expect.arrayContaining([
          'access',
          'agreement',
          'check',
          'customer',
          'end',
          'extend',
          'history',
          'invite',
        ]),
      );
      expect(lines.length).toBeGreaterThanOrEqual(14);
    });

    it.each(lines.filter(({ kind }) => kind !== 'domain'))('for “$verb” with its id', async ({ line }) => {
      const told = await said(line(foreign.invitationId), foreign.invitationId);
      expect(told).toBe(await said(line('R-ZZZZ'), 'R-ZZZZ'));
      expect(told).not.toMatch(ADATUMS);
      // So that the same line would have found something of one's own.
      expect(await said(line(own.invitationId), own.invitationId)).not.toBe(told);
    });

    it.each(lines.filter(({ kind }) => kind === 'target'))(
      'for “$verb” with its domain or name',
      async ({ line }) => {
        for (const what of ['tailspintoys.com', 'Tailspin']) {
          const unknown = what.includes('.') ? 'nowhere.example' : 'Nobody';
          expect(await said(line(what), what)).toBe(await said(line(unknown), unknown));
        }
      },
    );

    it('for “check”, “customers”, “list” and “report”', async () => {
      const look = async () => {
        const told: string[] = [];
        for (const line of ['check tailspintoys.com', 'customers', 'customers ail', 'list', 'report'])
          told.push((await asks(world.dana, chat, line)).join('\n'));
        return told;
      };
      const withIt = await look();
      await world.db.collection('relationships').deleteMany({ partnerId: adatum.id });
      expect(withIt).toEqual(await look());
    });

    it.each(['invite', 'add'])('for “%s”, which makes one of its own', async (verb) => {
      const told = await asks(world.dana, chat, `${verb} "Tailspin" tailspintoys.com country:ES`);
      expect(told.join('\n')).not.toMatch(/already|Adatum|PO 5522/i);
      expect(await statusOf(world, foreign)).toBe('sent');
      const customers = { 'state.customer.domain': 'tailspintoys.com' };
      expect(await world.db.collection('relationships').distinct('partnerId', customers)).toHaveLength(2);
    });
  });

  it('a tenant that the operator adds to a partner is its own from the next start on', async () => {
    const { _id } = (await world.db.collection('partners').findOne({ 'profile.name': 'Adatum' })) ?? {};
    const added = `${tenants.tailspin.id}+${adatum.id},${fabrikam.id}+${woodgrove.id}`;
    const config = readConfig({ ...world.variables, PARTNER_TENANTS: added });
    if ('problem' in config) throw new Error(config.problem);
    const program = await startProgram(config, createLog('silent'), () => new Date());
    await until(async () => (await fetch(`http://127.0.0.1:${program.port}/ready`)).ok, 'it is ready');
    await program.stop();
    expect(await world.db.collection('partners').findOne({ 'profile.name': 'Adatum' })).toMatchObject({
      _id,
      profile: { tenantIds: [tenants.tailspin.id, adatum.id] },
    });
  });
});
