import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, Command, CustomerPerson } from '../../src/relationship/command.ts';
import { decide } from '../../src/relationship/decide.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import { Refusal } from '../../src/relationship/refusal.ts';
import { evolve, type Relationship } from '../../src/relationship/relationship.ts';
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
  monday,
  nestor,
} from '../support/given.ts';

// A second telling of the rules, as short as it can be: what is open, until when, and what is agreed.
type Model = {
  tenantId: string;
  id: string;
  status: 'none' | 'open' | 'accepted' | 'declined' | 'revoked';
  isViewed: boolean;
  expiresAt: number;
  access: string;
};

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const PARTNERS: readonly Partner[] = [
  fabrikam,
  { ...fabrikam, id: 'litware', tenantIds: ['litware-tenant'], authority: 'administrator' },
  { ...fabrikam, id: 'proseware', tenantIds: ['proseware-tenant'], authority: 'member' },
];
const AGENTS: readonly Agent[] = [dana, diego, nestor, lee];
const TENANTS = ['contoso-tenant', 'woodgrove-tenant', 'tailspin-tenant'];
const PEOPLE: readonly CustomerPerson[] = [adele, megan, alex, danaAsGuest];
const VERBS = [
  'invite',
  'share',
  'view',
  'accept',
  'decline',
  'revoke',
  'reissue',
  'expire',
  'access',
] as const;

const step = fc.record({
  verb: fc.constantFrom(...VERBS),
  partner: fc.constantFrom(0, 0, 0, 0, 1, 2),
  // Mostly one of them, so that stories get long enough to go wrong.
  customer: fc.constantFrom(0, 0, 0, 0, 1, 2),
  agent: fc.constantFrom(0, 0, 1, 2, 3),
  person: fc.nat(PEOPLE.length - 1),
  from: fc.constantFrom(0, 0, 0, 0, 1, 2),
  isOldCard: fc.constantFrom(false, false, false, false, true),
  hours: fc.constantFrom(0, 0, 0, 1, 24, 100, 168),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('any sequence of commands', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

  it(`leads where the model says, for several partners, agents and customers at once (10,000 sequences, seed ${seed})`, () => {
    fc.assert(fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), play), {
      seed,
      numRuns: 10_000,
    });
  }, 120_000);
});

function play(steps: readonly Step[]): void {
  const states = new Map<string, Relationship>();
  const models = new Map<string, Model>();
  let now = monday.getTime();
  steps.forEach((one, at) => {
    now += one.hours * HOUR;
    const key = `${one.partner}/${one.customer}`;
    const partner = PARTNERS[one.partner] ?? fabrikam;
    const model = models.get(key);
    const id = one.isOldCard || !model ? 'R-OLD' : model.id;
    const command = commandOf(one, { id, newId: `R-${at}` });
    const expected = predict(command, model, { partner, now });
    const relationship = states.get(key);
    const actual = outcome(command, { partner, relationship, now: new Date(now) });
    expect({ at, command: command.type, outcome: actual.outcome }).toEqual({
      at,
      command: command.type,
      outcome: expected.outcome,
    });
    if (actual.next) states.set(key, actual.next);
    if (expected.next) models.set(key, expected.next);
    const open = actual.next?.status === 'invited';
    expect(open).toBe(expected.next?.status === 'open');
  });
}

function commandOf(one: Step, { id, newId }: { id: string; newId: string }): Command {
  const by = AGENTS[one.agent] ?? dana;
  const person = { ...(PEOPLE[one.person] ?? megan), tenantId: TENANTS[one.from] ?? '' };
  const customer = { ...contoso, tenantId: TENANTS[one.customer] ?? '' };
  switch (one.verb) {
    case 'invite':
      return { ...invite, by, invitationId: newId, customer };
    case 'share':
      return { type: 'share', by, invitationId: id, way: 'message' };
    case 'view':
    case 'accept':
    case 'decline':
      return { type: one.verb, by: person, invitationId: id };
    case 'revoke':
      return { type: 'revoke', by, invitationId: id };
    case 'reissue':
      return { type: 'reissue', by, invitationId: id, newInvitationId: newId, tokenHash: newId };
    case 'expire':
      return { type: 'expire', by: { kind: 'clock' }, invitationId: id };
    case 'access':
      return { type: 'access', by, access: 'granted' };
  }
}

type Situation = { partner: Partner; relationship: Relationship | undefined; now: Date };

function outcome(command: Command, { partner, relationship, now }: Situation) {
  try {
    const events = decide(command, { partner, relationship }, now);
    const next = events.reduce<Relationship | undefined>(evolve, relationship);
    return { outcome: events.map(({ type }) => type), next };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: error.reason.code, next: relationship };
  }
}

type Predicted = { outcome: string | string[]; next: Model | undefined };
type World = { partner: Partner; now: number };

function predict(command: Command, model: Model | undefined, world: World): Predicted {
  if (command.type === 'expire') {
    const isDue =
      model?.id === command.invitationId && model.status === 'open' && model.expiresAt <= world.now;
    return isDue
      ? { outcome: ['invitation-expired'], next: { ...model, status: 'none' } }
      : { outcome: [], next: model };
  }
  if (command.type === 'view' || command.type === 'accept' || command.type === 'decline') {
    return predictAnswer(command, model, world);
  }
  if (command.type === 'agreement') throw new Error('Not in this play');
  if (command.type === 'access') return predictAccess(command, model);
  if (!['admin', 'sales'].includes(command.by.role)) return { outcome: 'role-required', next: model };
  return command.type === 'invite'
    ? predictInvite(command, model, world)
    : predictAgent(command, model, world);
}

function predictAccess({ by }: Extract<Command, { type: 'access' }>, model: Model | undefined): Predicted {
  if (by.role !== 'admin') return { outcome: 'role-required', next: model };
  if (!model) return { outcome: 'not-found', next: model };
  const outcome = model.access === 'granted' ? [] : ['access-recorded'];
  return { outcome, next: { ...model, access: 'granted' } };
}

function predictInvite(
  { invitationId: id, customer: { tenantId } }: Extract<Command, { type: 'invite' }>,
  model: Model | undefined,
  { now }: World,
): Predicted {
  const isOver = model !== undefined && model.expiresAt <= now;
  if (model?.status === 'accepted') return { outcome: 'already-active', next: model };
  if (model?.status === 'open' && !isOver) return { outcome: 'already-invited', next: model };
  const before = model?.status === 'open' ? ['invitation-expired'] : [];
  const access = model?.access ?? 'none';
  const next: Model = { tenantId, id, status: 'open', isViewed: false, expiresAt: now + WEEK, access };
  return { outcome: [...before, 'invitation-drafted'], next };
}

type ByAgent = Extract<Command, { type: 'share' | 'revoke' | 'reissue' }>;

function predictAgent(command: ByAgent, model: Model | undefined, { now }: World): Predicted {
  if (!model) return { outcome: 'not-found', next: model };
  if (model.id !== command.invitationId) return { outcome: 'invitation-replaced', next: model };
  const isOver = model.expiresAt <= now;
  if (command.type === 'reissue') {
    if (model.status === 'accepted') return { outcome: 'already-active', next: model };
    const end = isOver ? 'invitation-expired' : 'invitation-superseded';
    const outcome = [...(model.status === 'open' ? [end] : []), 'invitation-drafted'];
    const fresh = {
      id: command.newInvitationId,
      status: 'open',
      isViewed: false,
      expiresAt: now + WEEK,
    } as const;
    return { outcome, next: { ...model, ...fresh } };
  }
  if (model.status !== 'open') return { outcome: 'invitation-closed', next: model };
  if (isOver) return { outcome: 'invitation-over', next: model };
  return command.type === 'share'
    ? { outcome: ['invitation-shared'], next: model }
    : { outcome: ['invitation-revoked'], next: { ...model, status: 'revoked' } };
}

type Answering = Extract<Command, { type: 'view' | 'accept' | 'decline' }>;

function predictAnswer(
  { type, by, invitationId }: Answering,
  model: Model | undefined,
  { partner, now }: World,
): Predicted {
  const no = (code: string): Predicted => ({ outcome: code, next: model });
  if (by.isGuest || !model || model.tenantId !== by.tenantId) return no('other-organisation');
  const isCurrent = model.id === invitationId;
  const isOver = model.expiresAt <= now;
  if (type === 'view') {
    const isNews = isCurrent && model.status === 'open' && !isOver && !model.isViewed;
    if (!isNews) return { outcome: [], next: model };
    return { outcome: ['invitation-viewed'], next: { ...model, isViewed: true } };
  }
  if (!isCurrent) return no('invitation-replaced');
  if (model.status !== 'open') return no('invitation-closed');
  if (isOver) return no('invitation-over');
  const isContact = partner.authority === 'contact' && by.emails.includes('adele@contoso.com');
  if (!isContact && !by.isAdministrator && partner.authority !== 'member') return no('no-authority');
  const status = type === 'accept' ? 'accepted' : 'declined';
  return { outcome: [`invitation-${status}`], next: { ...model, status } };
}
