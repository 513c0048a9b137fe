import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { buttonOf, type Presser, press, submit, unchanged } from '../../support/cards/hostile-presses.ts';
import { statusOf } from '../../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../../support/world/use-world.ts';

const HUGE = 'x'.repeat(40_000);
const VERBS = ['show', 'refresh', 'share', 'send-mail', 'ask-revoke', 'revoke', 'accept', 'decline'];

// Dana may do everything, so what is refused is refused for what the card says, and not for who presses it.
describe('what comes back from a card', () => {
  const world = useFabrikam();
  const link = useInvitation(world);
  let dana: Presser;
  let megan: Presser;

  beforeAll(() => {
    dana = { person: world.dana, place: world.chat(world.dana) };
    megan = { person: world.megan, place: world.chat(world.megan) };
  });
  beforeEach(async () => {
    const { relationshipId, invitationId } = link;
    await press(world, dana, { button: buttonOf('share', { relationshipId, invitationId, way: 'message' }) });
    await world.settled();
  });

  const about = () => ({ relationshipId: link.relationshipId, invitationId: link.invitationId });

  const strange: [string, () => Record<string, unknown>][] = [
    ['nothing', () => ({})],
    ['no relationship', () => ({ invitationId: link.invitationId })],
    ['no invitation', () => ({ relationshipId: link.relationshipId })],
    ['an unknown relationship', () => ({ ...about(), relationshipId: randomUUID() })],
    ['a relationship in other letters', () => ({ ...about(), relationshipId: `{${link.relationshipId}}` })],
    ['a relationship that is empty', () => ({ ...about(), relationshipId: '' })],
    ['a relationship that is null', () => ({ ...about(), relationshipId: null })],
    ['a relationship that is a number', () => ({ ...about(), relationshipId: 5 })],
    ['a relationship that is a list', () => ({ ...about(), relationshipId: [link.relationshipId] })],
    ['any relationship but none', () => ({ ...about(), relationshipId: { $ne: null } })],
    ['a relationship like every other', () => ({ ...about(), relationshipId: { $regex: '.*' } })],
    ['a relationship of 40 KB', () => ({ ...about(), relationshipId: HUGE })],
    ['an invitation that is null', () => ({ ...about(), invitationId: null })],
    ['an invitation that is a list', () => ({ ...about(), invitationId: [link.invitationId] })],
    ['any invitation but none', () => ({ ...about(), invitationId: { $gt: '' } })],
    ['an invitation in small letters', () => ({ ...about(), invitationId: link.invitationId.toLowerCase() })],
    [
      'an invitation with something behind it',
      () => ({ ...about(), invitationId: `${link.invitationId}\n` }),
    ],
    ['an invitation of 40 KB', () => ({ ...about(), invitationId: HUGE })],
  ];

  it.each(strange)('with %s is answered kindly and changes nothing', async (_, data) => {
    await unchanged(world, async () => {
      for (const verb of VERBS) {
        const presser = verb === 'accept' || verb === 'decline' ? megan : dana;
        const button = buttonOf(verb, { way: 'chat', ...data() });
        const told = [await press(world, presser, { button }), await submit(world, presser, button)];
        expect(JSON.stringify(told)).not.toContain(HUGE);
      }
    });
  });

  it.each([
    ['share', { way: undefined }],
    ['share', { way: 'pigeon' }],
    ['share', { way: { $ne: 'chat' } }],
    ['share', { way: ['chat'] }],
    ['revoke', { reason: { $ne: '' } }],
    ['revoke', { reason: ['no'] }],
    ['revoke', { reason: HUGE }],
    ['decline', { reason: { $gt: '' } }],
    ['decline', { reason: 5 }],
    ['decline', { reason: 'x'.repeat(501) }],
  ])('of “%s” with %j beside it is answered kindly and changes nothing', async (verb, more) => {
    await unchanged(world, async () => {
      const presser = verb === 'decline' ? megan : dana;
      await press(world, presser, { button: buttonOf(verb, { ...about(), ...more }) });
      await submit(world, presser, buttonOf(verb, { ...about(), ...more }));
    });
  });

  it.each(['R-ZZZZ', 'R-2222'])(
    'with the other id %s of the same relationship changes nothing',
    async (invitationId) => {
      await unchanged(world, async () => {
        for (const verb of VERBS) {
          const data = { ...about(), invitationId, way: 'chat', reason: 'x' };
          await press(world, verb === 'accept' || verb === 'decline' ? megan : dana, {
            button: buttonOf(verb, data),
          });
        }
      });
      expect(await statusOf(world, link)).toBe('sent');
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['no verb', {}],
    ['an empty verb', { verb: '' }],
    ['an unknown verb', { verb: 'approve' }],
    ['a verb of another time', { verb: 'expire' }],
    ['a verb in capitals', { verb: 'REVOKE' }],
    ['a verb that every object has', { verb: 'constructor' }],
    ['the verb __proto__', { verb: '__proto__' }],
    ['a verb that is a list', { verb: ['revoke'] }],
    ['a verb that is an operator', { verb: { $in: ['revoke'] } }],
    ['a form of an unknown command', { verb: 'submit', command: 'drop' }],
    ['a form of a command that every object has', { verb: 'submit', command: 'toString' }],
    ['a form of no command', { verb: 'submit' }],
    ['a form of an operator', { verb: 'submit', command: { $ne: null } }],
    ['a form whose fields are operators', { verb: 'submit', command: 'status', target: { $ne: null } }],
    ['a form whose fields are lists', { verb: 'submit', command: 'revoke', id: ['R-2222'], reason: [[]] }],
    [
      'a form with fields that nobody knows',
      { verb: 'submit', command: 'list', $where: 'sleep(9)', filter: 'all' },
    ],
    ['a form with a page that is none', { verb: 'submit', command: 'list', page: '-1' }],
    ['a form with page 9999', { verb: 'submit', command: 'customers', page: 9999 }],
    ['a form with a pattern in it', { verb: 'submit', command: 'customers', text: '(a+)+$ .* [' }],
    ['a line that is a list', { verb: 'run', text: ['help'] }],
    ['a line of 40 KB', { verb: 'run', text: HUGE }],
    ['a line that is an operator', { verb: 'run', text: { $ne: '' } }],
  ])('with %s is answered kindly and changes nothing', async (_, data) => {
    await unchanged(world, async () => {
      const { verb } = data;
      await submit(world, dana, { verb: '', data: { ...about(), ...data } });
      if (typeof verb === 'string')
        await press(world, dana, { button: { verb, data: { ...about(), ...data } } });
    });
  });

  it.each([
    ['invite', { name: HUGE, domain: HUGE, country: HUGE, contact: HUGE, reference: HUGE }],
    ['invite', { name: 'x'.repeat(400), domain: 'contoso.com', country: 'ES', reference: 'y'.repeat(400) }],
    ['setup', { name: HUGE, country: 'ES', partnerId: HUGE, link: `https://x.example/${HUGE}` }],
    ['revoke', { id: HUGE, reason: HUGE }],
    ['status', { target: HUGE }],
    ['customers', { text: HUGE }],
    ['alerts', { state: HUGE, topics: HUGE }],
    ['help', { topic: HUGE }],
  ])(
    'as a form for %s that is far too long is answered with a card that Teams accepts',
    async (command, inputs) => {
      await unchanged(world, async () => {
        const button = buttonOf('submit', { command, ...inputs });
        await press(world, dana, { button });
        await submit(world, dana, button);
      });
    },
  );

  it('with more than our cards hold is taken for what our cards hold', async () => {
    const more = {
      ...about(),
      way: 'chat',
      by: { role: 'admin' },
      tenantId: tenants.adatum.id,
      $set: { x: 1 },
    };
    const own = JSON.parse(`{"__proto__":{"verb":"revoke"},"constructor":{"prototype":{}}}`);
    await press(world, megan, { button: buttonOf('accept', { ...more, ...own, isAdministrator: true }) });
    await world.settled();
    const accepted = await world.db.collection('events').findOne({ 'event.type': 'invitation-accepted' });
    expect(accepted?.['event'].by).toMatchObject({ objectId: people.megan.id, tenantId: tenants.contoso.id });
    expect(Object.keys(accepted?.['event'] ?? {}).sort()).toEqual([
      'at',
      'by',
      'invitationId',
      'proof',
      'type',
    ]);
  });

  it.each([
    ['accept', 'megan', {}],
    ['decline', 'megan', { reason: 'No' }],
    ['revoke', 'dana', { reason: 'No' }],
    ['share', 'dana', { way: 'message' }],
    ['share', 'dana', { way: 'chat' }],
    ['show', 'dana', {}],
    ['run', 'dana', { text: 'setup "Evil" country:PT' }],
    ['submit', 'dana', { command: 'setup', name: 'Evil', country: 'PT' }],
    ['submit', 'dana', { command: 'invite', name: 'T', domain: 'tailspintoys.com', country: 'ES' }],
    ['submit', 'dana', { command: 'alerts', state: 'on' }],
  ] as const)(
    'as an automatic refresh never does “%s”, even for who may (%s, %j)',
    async (verb, who, more) => {
      const presser = who === 'dana' ? dana : megan;
      const { place } = presser;
      const posted = place.messages.length;
      await unchanged(world, async () => {
        const data = { ...about(), ...more };
        await press(world, presser, { button: buttonOf(verb, data), trigger: 'automatic' });
        await press(world, presser, { button: { verb, data }, trigger: 'automatic' });
        await press(world, presser, {
          button: { verb: 'refresh', data: { ...data, verb } },
          trigger: 'automatic',
        });
      });
      expect(place.messages.length).toBe(posted);
      expect(await world.db.collection('conversations').countDocuments({ alerts: { $exists: true } })).toBe(
        0,
      );
    },
  );

  it('without an activity’s id is a press of its own, every time', async () => {
    const noId: Presser = { ...dana, change: (activity) => void delete activity['id'] };
    await press(world, noId, { button: buttonOf('share', { ...about(), way: 'message' }) });
    await press(world, noId, { button: buttonOf('revoke', about()) });
    expect(await statusOf(world, link)).toBe('revoked');
  });
});
