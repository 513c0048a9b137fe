import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from '../../src/grammar/commands/table.ts';
import type { AttemptName } from '../../src/relationship/attempt.ts';
import { tenants } from '../../src/sandbox/world.ts';
import type { Press } from '../../src/teams/presses/press.ts';
import { contents, RECORDS } from '../support/world/database-contents.ts';
import { type Invited, invite } from '../support/world/invited.ts';
import type { TeamsPerson } from '../support/world/teams.ts';
import { newest, read, startWorld, type World } from '../support/world/world.ts';

/** A request that changes something: how it is written, and the attempt that the audit keeps. */
type Change = { readonly line: (link: Invited) => string; readonly attempt: AttemptName };

// A new command that is forgotten here does not compile: either it changes something, or it only looks.
const COMMANDS: Readonly<Record<CommandName, Change | 'looks'>> = {
  help: 'looks',
  status: 'looks',
  list: 'looks',
  history: 'looks',
  invitations: 'looks',
  check: 'looks',
  customers: 'looks',
  customer: 'looks',
  report: 'looks',
  doctor: 'looks',
  // A person's own language is theirs to choose.
  language: 'looks',
  invite: { line: () => 'invite "Woodgrove" woodgrovebank.com country:PT', attempt: 'invite' },
  share: { line: ({ invitationId }) => `share ${invitationId}`, attempt: 'share' },
  remind: { line: ({ invitationId }) => `remind ${invitationId}`, attempt: 'remind' },
  extend: { line: ({ invitationId }) => `extend ${invitationId} 3d`, attempt: 'extend' },
  revoke: { line: ({ invitationId }) => `revoke ${invitationId}`, attempt: 'revoke' },
  reply: { line: ({ invitationId }) => `reply ${invitationId} they stay`, attempt: 'reply' },
  reissue: { line: ({ invitationId }) => `reissue ${invitationId}`, attempt: 'reissue' },
  handover: { line: () => 'handover @Dana @Lee', attempt: 'handover' },
  add: { line: () => 'add "Woodgrove" woodgrovebank.com country:PT', attempt: 'add' },
  agreement: { line: () => 'agreement contoso.com accepted', attempt: 'agreement' },
  access: { line: () => 'access contoso.com granted', attempt: 'access' },
  end: { line: () => 'end contoso.com', attempt: 'end' },
  setup: { line: () => 'setup "Fabrikam" country:PT', attempt: 'setup' },
  template: { line: () => 'template en save subject:Hello body:"See {{link}}"', attempt: 'template' },
  alerts: { line: () => 'alerts on', attempt: 'alerts' },
  role: { line: () => 'role @Lee admin', attempt: 'role' },
};

// The same for the buttons of cards.
const VERBS: Readonly<Record<Press['verb'], AttemptName | 'looks'>> = {
  submit: 'looks',
  dialog: 'looks',
  run: 'looks',
  show: 'looks',
  refresh: 'looks',
  'show-customer': 'looks',
  'refresh-customer': 'looks',
  share: 'share',
  'send-mail': 'mail',
  'ask-revoke': 'revoke',
  revoke: 'revoke',
  reissue: 'reissue',
  'take-over': 'take-over',
  reply: 'reply',
  subscribe: 'alerts',
  'retry-delivery': 'deliveries',
  'skip-delivery': 'deliveries',
  'ask-end': 'end',
  end: 'end',
  // These are the customer's: one of the partner's people is refused whatever their role.
  accept: 'accept',
  decline: 'decline',
  ask: 'ask',
};

const INPUTS: Readonly<Record<string, string>> = {
  way: 'message',
  letter: 'x',
  reply: 'x',
  question: 'x',
  topics: 'accepted',
  deliveryId: 'event/alert',
  host: tenants.contoso.id,
};

describe('one of the partner’s people without a role', () => {
  let world: World;
  let link: Invited;

  beforeAll(async () => {
    world = await startWorld({
      environment: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'bot@fabrikam.com' },
    });
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    link = await invite(world, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
  });
  afterAll(() => world.stop());

  // A new colleague each time, because the audit keeps the same attempt of one person once in ten minutes.
  const newColleague = () => {
    const objectId = randomUUID();
    const person = { id: `29:${objectId}`, name: 'Pat Roe', email: 'pat@fabrikam.com', objectId };
    return { ...person, tenantId: tenants.fabrikam.id };
  };
  const refusalsOf = async ({ objectId }: TeamsPerson) => {
    await world.settled();
    return world.db.collection('events').find({ 'what.type': 'refused', 'by.objectId': objectId }).toArray();
  };

  const changing = Object.entries(COMMANDS).flatMap(([name, change]) =>
    change === 'looks' ? [] : [[name, change] as const],
  );

  it.each(changing)(
    'is refused `%s`, which changes nothing and is recorded',
    async (_, { line, attempt }) => {
      const person = newColleague();
      const chat = world.chat(person);
      const before = await contents(world.db, RECORDS);
      await world.says(person, chat, line(link));
      expect(newest(chat)[0]).toBe('Not with your role');
      expect(await refusalsOf(person)).toMatchObject([{ what: { command: attempt, code: 'role-required' } }]);
      expect(await contents(world.db, RECORDS)).toEqual(before);
    },
  );

  const pressing = Object.entries(VERBS).filter(([, attempt]) => attempt !== 'looks');

  it.each(pressing)(
    'is refused the button `%s`, which changes nothing and is recorded',
    async (verb, attempt) => {
      const person = newColleague();
      const before = await contents(world.db, RECORDS);
      const { relationshipId, invitationId } = link;
      const button = { verb, data: { ...INPUTS, relationshipId, invitationId } };
      const { body } = await world.presses(person, world.chat(person), { button });
      expect(['Not with your role', 'Only the customer can answer']).toContain(read(body.value)[0]);
      expect(await refusalsOf(person)).toMatchObject([{ what: { command: attempt } }]);
      expect(await contents(world.db, RECORDS)).toEqual(before);
    },
  );
});
