import { COMMANDS } from '../../../src/grammar/commands/table.ts';
import type { Partner, Role } from '../../../src/relationship/partner.ts';
import type { Relationship } from '../../../src/relationship/relationship.ts';
import { checkCard } from '../../../src/teams/answers/check.ts';
import { noInvitations } from '../../../src/teams/answers/customer-answers.ts';
import { ownerChoices } from '../../../src/teams/answers/invitations.ts';
import { roleCard } from '../../../src/teams/answers/people.ts';
import {
  done,
  hello,
  misunderstood,
  type NoticeKey,
  notice,
  thanks,
} from '../../../src/teams/answers/small-talk.ts';
import { toldCard } from '../../../src/teams/answers/template.ts';
import { foreignPlaceCard } from '../../../src/teams/cards/foreign-place-card.ts';
import { helpCard } from '../../../src/teams/cards/help-card.ts';
import { busyCard, failureCard } from '../../../src/teams/cards/notice-card.ts';
import { profileCard } from '../../../src/teams/cards/profile-card.ts';
import { listed, say } from '../../../src/words/words.ts';
import { domain } from '../given.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

/** The cards of short answers and of help. */
export function answerCards(story: CardStory): CardKinds {
  const { reader } = story;
  return {
    help: help(story),
    greeting: {
      'to the partner': hello('greeting.title', 'partner', reader),
      'to the customer': hello('greeting.title', 'customer', reader),
      'the first, to a founder': hello('welcome.title', 'founder', reader),
      'the first, to the partner': hello('welcome.title', 'partner', reader),
      'the first, to the customer': hello('welcome.title', 'customer', reader),
    },
    talk: {
      thanks: thanks(reader),
      done: done(reader),
      misunderstood: misunderstood([], reader),
      'misunderstood, with the nearest': misunderstood(['invite', 'invitations', 'list'], reader),
      fault: failureCard('fault', 'F-7K2M', reader),
      busy: busyCard(reader),
      'the database is away': failureCard('away', 'F-7K2M', reader),
      'the outcome is unknown': failureCard('unknown', 'F-7K2M', reader),
      'no open requests': noInvitations(reader),
      'message saved': toldCard('template.saved', 'en', reader),
      'message reset': toldCard('template.reset', 'es', reader),
    },
    notice: notices(story),
    role: roles(story),
    'foreign place': foreignPlaces(story),
    check: checks(story),
    profile: profiles(story),
  };
}

function help({ reader }: CardStory) {
  const one = COMMANDS.filter(([, { audience }]) => audience !== 'customer').map(
    ([command]) => [`about ${command}`, helpCard('partner', reader, command)] as const,
  );
  return {
    'to the partner': helpCard('partner', reader),
    'to the customer': helpCard('customer', reader),
    ...Object.fromEntries(one),
  };
}

function foreignPlaces({ reader, called }: CardStory) {
  const place = {
    tenantId: '7b7f3d61-37b7-4a29-a5b7-b3c1c4f5a811',
    topics: ['accepted', 'declined'] as const,
  };
  return {
    'of a customer': foreignPlaceCard({ ...place, name: called('Contoso') }, reader),
    'of an organisation without a name': foreignPlaceCard({ ...place, name: undefined }, reader),
  };
}

function notices({ reader, called }: CardStory) {
  const topics = (['accepted', 'declined', 'expired', 'viewed'] as const).map((topic) => {
    return say(reader.language, `topic.${topic}`);
  });
  const list = { topics: listed(reader.language, topics) };
  const values: Readonly<Record<NoticeKey, Record<string, string | number>>> = {
    'alerts.on': list,
    'alerts.off': {},
    'alerts.fewer': list,
    'alerts.taken': {},
    'alerts.unknown-host': {},
    'role-mention': {},
    'role-foreign': { name: called('Lee Gu') },
    'handover-mention': {},
    'handover-role': { name: called('Lee Gu') },
    'handover-done': { count: 3, from: called('Dana Souza'), to: called('Diego Siciliani') },
    language: {},
    'customer-only': {},
    'partner-only': {},
    stranger: {},
    edited: {},
  };
  const owners = ['Dana Souza', 'Dana Prado'].map((name) => ({ objectId: name, name: called(name) }));
  return {
    ...Object.fromEntries(
      Object.entries(values).map(([key, some]) => [key, notice({ reader }, key as NoticeKey, some).card]),
    ),
    'handover: whose': ownerChoices(owners, { from: called('Dana'), to: '29:lee' }, reader),
  };
}

function roles({ reader, called }: CardStory) {
  const all: readonly Role[] = ['admin', 'sales', 'helpdesk', 'none'];
  return Object.fromEntries(all.map((role) => [role, roleCard(called('Diego Siciliani'), role, reader)]));
}

function checks({ reader, partner, states, now }: CardStory) {
  const tenant = { found: true, tenantId: 'contoso-tenant', cloud: 'public' } as const;
  const of = (state?: Relationship, answer: Parameters<typeof checkCard>[0]['tenant'] = tenant) => {
    const found = state && { relationshipId: 'relationship', partnerId: partner.id, state, version: 1 };
    return checkCard({ tenant: answer, found }, { domain: domain('contoso.com'), partner, reader, now });
  };
  return {
    'free to invite': of(),
    invited: of(states.sent),
    'a customer already': of(states.accepted),
    'no tenant yet': of(states.accepted, { found: false }),
    'their own': of(undefined, { ...tenant, tenantId: 'fabrikam-tenant' }),
    'another cloud': of(undefined, { ...tenant, cloud: 'usgov' }),
  };
}

function profiles({ reader, partner: before, called }: CardStory) {
  const after: Partner = {
    ...before,
    partnerId: called('1234567'),
    reminderDays: [3, 6],
    escalationDays: 4,
    microsoftLink: called('https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship'),
  };
  return {
    'the first': profileCard({ before: undefined, after: before }, reader),
    changed: profileCard({ before, after }, reader),
    'as it was': profileCard({ before: after, after }, reader),
  };
}
