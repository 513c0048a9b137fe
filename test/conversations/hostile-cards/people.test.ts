import { describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import {
  FABRIKAMS,
  type Presser,
  room,
  tryAll,
  unchanged,
  useTwoPartners,
} from '../../support/cards/hostile-presses.ts';
import { firstOf, personOf, statusOf } from '../../support/world/invited.ts';
import { watchOutbound } from '../../support/world/outbound.ts';
import type { TeamsPerson } from '../../support/world/teams.ts';

const { fabrikam, contoso, tailspin } = tenants;
const miriam = firstOf(tailspin);
const guest: TeamsPerson = { ...personOf(contoso, people.danaAsGuest), isGuest: true };
const CHANGING = ['accept', 'decline', 'share', 'send-mail', 'ask-revoke', 'revoke'];
const LOOKING = ['show', 'refresh'];

describe('the press of a card’s button', () => {
  const { world, henrietta, own } = useTwoPartners();

  const alone = (person: TeamsPerson): Presser => ({ person, place: world.chat(person) });
  const all = (presser: Presser, verbs: readonly string[]) => tryAll(world, presser, { verbs, link: own });

  describe.each<[string, () => Presser]>([
    ['somebody of another organisation', () => alone(miriam)],
    ['another partner’s Admin agent', () => alone(henrietta)],
    [
      'somebody of another organisation in a chat with the customer',
      () => ({ person: miriam, place: room(world, tailspin.id, [miriam, world.megan]) }),
    ],
    [
      'somebody of another organisation in the partner’s own Teams',
      () => ({ person: miriam, place: room(world, fabrikam.id, [miriam, world.dana]) }),
    ],
    ['somebody of the partner without a role', () => alone(world.lee)],
    [
      'somebody whom the conversation does not know',
      () => ({ person: miriam, place: room(world, tailspin.id, []) }),
    ],
    [
      'a guest of the customer',
      () => ({ person: guest, place: room(world, contoso.id, [guest, world.alex]) }),
    ],
    ['a guest of the customer in a chat of their own', () => alone(guest)],
  ])('of %s', (_, presser) => {
    it.each([...CHANGING, ...LOOKING])('does nothing and says nothing when “%s” is pressed', async (verb) => {
      let told = '';
      await unchanged(world, async () => {
        told = await all(presser(), [verb]);
      });
      expect(told).not.toMatch(FABRIKAMS);
      expect(told).not.toContain(contoso.id);
    });
  });

  it('of a guest who asks for the open invitations of the organisation shows none', async () => {
    const { place } = alone(guest);
    await world.says(guest, place, 'invitations');
    expect(JSON.stringify(place.messages)).not.toMatch(/Fabrikam|Megan|PO 4411/);
  });

  it('of the partner’s own agent does not answer for the customer', async () => {
    await unchanged(world, async () => void (await all(alone(world.dana), ['accept', 'decline'])));
  });

  it('of the customer’s people does not do what is the partner’s', async () => {
    await unchanged(
      world,
      async () => void (await all(alone(world.megan), ['share', 'send-mail', 'ask-revoke', 'revoke'])),
    );
  });

  it('of somebody at the customer without authority is to be forwarded', async () => {
    let told = '';
    await unchanged(world, async () => {
      told = await all(alone(world.alex), ['accept', 'decline']);
    });
    expect(told).toContain('megan@contoso.com');
  });

  describe('of a colleague without a role', () => {
    async function answer(line: string): Promise<string> {
      const { person, place } = alone(world.lee);
      await world.says(person, place, line);
      return JSON.stringify(place.messages.map(({ card, summary }) => [card, summary]));
    }

    it.each(['status', 'share', 'revoke', 'revoke R-ZZZZ instead of'])(
      'typing “%s” says that a role is needed, and not even whether there is such an invitation',
      async (verb) => {
        await unchanged(world, async () => {
          const told = (await answer(`${verb} ${own.invitationId}`)).replaceAll(own.invitationId, 'ID');
          expect(told).not.toMatch(FABRIKAMS);
          expect(told).toBe((await answer(`${verb} R-YYYY`)).replaceAll('R-YYYY', 'ID'));
        });
      },
    );

    it('inviting is refused before anybody outside is asked about the customer', async () => {
      const outbound = watchOutbound();
      await answer('invite "Wide World" worldwide.example country:ES');
      outbound.stop();
      expect(outbound.sent.filter(({ path }) => path.includes('worldwide.example'))).toEqual([]);
    });
  });

  type Change = (activity: Record<string, unknown>) => void;
  const tenant =
    (conversation?: string, channel?: string): Change =>
    (activity) => {
      const { tenantId: _, ...rest } = activity['conversation'] as Record<string, unknown>;
      activity['conversation'] = { ...rest, ...(conversation ? { tenantId: conversation } : {}) };
      activity['channelData'] = channel ? { tenant: { id: channel } } : {};
    };
  const nobody: Change = (activity) => {
    const { aadObjectId: _, ...rest } = activity['from'] as Record<string, unknown>;
    activity['from'] = rest;
  };
  const neither: Change = (activity) => [tenant(), nobody].forEach((change) => void change(activity));

  describe.each<[string, Change]>([
    ['two tenants that differ', tenant(contoso.id, fabrikam.id)],
    ['two tenants that differ the other way', tenant(fabrikam.id, contoso.id)],
    ['no tenant', tenant()],
    ['no object id', nobody],
    ['neither tenant nor object id', neither],
  ])('of a person of whom Teams says %s', (_, change) => {
    it.each<[string, () => TeamsPerson, readonly string[]]>([
      ['does not answer, though the roster knows who it is', () => world.megan, ['accept', 'decline']],
      ['does nothing that is an agent’s', () => world.dana, ['share', 'send-mail', 'ask-revoke', 'revoke']],
      ['shows nothing', () => world.dana, LOOKING],
      ['shows the customer nothing', () => world.megan, LOOKING],
    ])('%s', async (__, who, verbs) => {
      let told = '';
      await unchanged(world, async () => {
        told = await all({ ...alone(who()), change }, verbs);
      });
      expect(told).not.toMatch(/Contoso|contoso\.com|Fabrikam|PO 4411/);
      expect(await statusOf(world, own)).toBe('sent');
    });

    it('is told so when they write, and what is known of the conversation stays', async () => {
      const { dana, says, db } = world;
      const { place } = alone(dana);
      const known = () => db.collection<{ _id: string }>('conversations').findOne({ _id: place.id });
      await says(dana, place, 'help');
      const before = await known();
      await says(dana, place, 'customers', { change });
      expect(JSON.stringify(place.messages.at(-1))).not.toMatch(/Contoso|contoso\.com/);
      expect({ ...(await known()), lastSeenAt: 0 }).toEqual({ ...before, lastSeenAt: 0 });
    });
  });

  it('does not take the bot out of a conversation when Teams says two tenants of it', async () => {
    const { dana, says, send, activity, db } = world;
    const { place } = alone(dana);
    await says(dana, place, 'help');
    const removed = { ...activity(dana, place, {}), type: 'installationUpdate', action: 'remove' };
    await send({ ...removed, channelData: { tenant: { id: contoso.id } } }, {});
    const known = await db.collection<{ _id: string }>('conversations').findOne({ _id: place.id });
    expect(known).toMatchObject({ goneAt: null, tenantId: fabrikam.id });
  });
});
