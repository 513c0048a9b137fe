import fc from 'fast-check';
import type { Command } from '../../../src/relationship/command.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { Agent, CustomerPerson } from '../../../src/relationship/people.ts';
import {
  adele,
  alex,
  contoso,
  dana,
  danaAsGuest,
  diego,
  fabrikam,
  invite,
  lee,
  megan,
  nestor,
  tokenHashOf,
} from '../given.ts';

/** Three partners with different settings: who may answer for a customer, and when to remind. */
export const PARTNERS: readonly Partner[] = [
  { ...fabrikam, reminderDays: [1, 4], escalationDays: 2 },
  { ...fabrikam, id: 'litware', tenantIds: ['litware-tenant'], authority: 'administrator' },
  { ...fabrikam, id: 'proseware', tenantIds: ['proseware-tenant'], authority: 'member', reminderDays: [2] },
];
const AGENTS: readonly Agent[] = [dana, diego, nestor, lee];
/** The tenants of the customers' people; the last one is a partner's tenant. */
export const TENANTS = ['contoso-tenant', 'woodgrove-tenant', 'tailspin-tenant', 'fabrikam-tenant'];
const PEOPLE: readonly CustomerPerson[] = [adele, megan, alex, danaAsGuest];
type Verb = Command['type'] | 'mail taken' | 'remind by the clock';
// How often each comes among all verbs; a command that is missing here does not compile.
const WEIGHTS: Record<Verb, number> = {
  invite: 4,
  add: 1,
  share: 2,
  mail: 1,
  'mail taken': 1,
  'fail-mail': 1,
  unsubscribe: 1,
  view: 1,
  stray: 1,
  accept: 2,
  decline: 1,
  ask: 3,
  reply: 1,
  'reply-mail': 1,
  'report-abuse': 1,
  remind: 1,
  'remind by the clock': 1,
  extend: 1,
  handover: 1,
  escalate: 1,
  'take-over': 1,
  revoke: 1,
  reissue: 1,
  expire: 1,
  agreement: 1,
  access: 1,
  end: 1,
};
const VERBS = (Object.keys(WEIGHTS) as Verb[]).flatMap((verb) => Array<Verb>(WEIGHTS[verb]).fill(verb));
// Some cases need several steps of one kind in a row, which is rare among all verbs, so some stories have only these.
const MAILS: readonly Verb[] = ['invite', 'mail', 'mail taken', 'fail-mail', 'unsubscribe', 'share', 'view'];
const QUESTIONS: readonly Verb[] = ['invite', 'ask', 'ask', 'ask', 'reply', 'reply-mail', 'report-abuse'];

const stepOf = (verbs: readonly Verb[], hours: readonly number[]) =>
  fc.record({
    verb: fc.constantFrom(...verbs),
    partner: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2),
    // Mostly the same customer, so that the story of one relationship gets long enough to find a fault.
    customer: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2),
    agent: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3),
    other: fc.nat(AGENTS.length - 1),
    person: fc.nat(PEOPLE.length - 1),
    from: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
    isOldCard: fc.constantFrom(false, false, false, false, true),
    isConfirmed: fc.boolean(),
    days: fc.constantFrom(1, 7, 24),
    hours: fc.constantFrom(...hours),
  });

/**
 * Stories of so many steps. A step says who does what about which invitation, and how many hours after the last step.
 */
export function stories(length: { minLength: number; maxLength: number }) {
  const story = (verbs: readonly Verb[], hours: readonly number[]) =>
    fc.array(stepOf(verbs, hours), { ...length, size: 'max' });
  return fc.oneof(
    { weight: 8, arbitrary: story(VERBS, [0, 0, 0, 1, 24, 100, 168]) },
    { weight: 1, arbitrary: story(MAILS, [0, 0, 1, 24]) },
    { weight: 1, arbitrary: story(QUESTIONS, [0, 0, 1, 24]) },
  );
}
/** One step of a story. */
export type Step = ReturnType<typeof stepOf> extends fc.Arbitrary<infer Value> ? Value : never;

type Ids = { readonly id: string; readonly newId: string };

/** The command of a step. `id`: the invitation that it is about; `newId`: the id of an invitation that it makes. */
export function commandOf(one: Step, { id: invitationId, newId }: Ids): Command {
  const by = AGENTS[one.agent] ?? dana;
  const person = { ...(PEOPLE[one.person] ?? megan), tenantId: TENANTS[one.from] ?? '' };
  const customer = { ...contoso, tenantId: TENANTS[one.customer] ?? '' };
  switch (one.verb) {
    case 'invite':
      return { ...invite, by, invitationId: newId, tokenHash: tokenHashOf(newId), customer };
    case 'add':
      return { type: 'add', by, customer, regions: invite.regions };
    case 'share':
      return { type: 'share', by, invitationId, way: 'message' };
    case 'mail':
      return {
        type: 'mail',
        by,
        invitationId,
        tokenHash: tokenHashOf(one.other === 3 ? 'another' : invitationId),
      };
    case 'mail taken':
      return { type: 'share', by, invitationId, way: 'mail', mailId: newId };
    case 'fail-mail':
      return { type: 'fail-mail', by: { kind: 'clock' }, invitationId, failure: 'refused' };
    case 'unsubscribe':
      return { type: 'unsubscribe', by: { kind: 'recipient', name: 'adele@contoso.com' }, invitationId };
    case 'view':
    case 'stray':
    case 'accept':
    case 'decline':
      return { type: one.verb, by: person, invitationId };
    case 'report-abuse':
      return { type: one.verb, by: person, invitationId };
    case 'ask':
      return { type: 'ask', by: person, invitationId, text: 'Why?' };
    case 'reply':
      return {
        type: 'reply',
        by,
        invitationId,
        text: 'Because.',
        ...(one.isConfirmed ? { byMail: {} } : {}),
      };
    case 'reply-mail': {
      const about = { by: { kind: 'clock' }, invitationId, repliedAt: new Date(0), to: 'x@y.zz' } as const;
      return { type: 'reply-mail', ...about, outcome: { status: 'sent', mailId: newId } };
    }
    case 'remind':
    case 'revoke':
      return { type: one.verb, by, invitationId };
    case 'remind by the clock':
      return { type: 'remind', by: { kind: 'clock' }, invitationId };
    case 'extend':
      return { type: 'extend', by, invitationId, days: one.days };
    case 'handover':
      return { type: 'handover', by, invitationId, to: AGENTS[one.other] ?? dana };
    case 'escalate':
      return { type: 'escalate', by: { kind: 'clock' }, invitationId, isOwnerGone: one.isConfirmed };
    case 'take-over':
      return { type: 'take-over', by, invitationId };
    case 'reissue':
      return { type: 'reissue', by, invitationId, newInvitationId: newId, tokenHash: tokenHashOf(newId) };
    case 'expire':
      return { type: 'expire', by: { kind: 'clock' }, invitationId };
    case 'agreement':
      return { type: 'agreement', by };
    case 'access':
      return { type: 'access', by, access: 'granted' };
    case 'end':
      return { type: 'end', by, confirmation: one.isConfirmed ? 'contoso.com' : 'contoso' };
  }
}
