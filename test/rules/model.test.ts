import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/relationship/command.ts';
import { decide } from '../../src/relationship/decide.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import { readinessOf } from '../../src/relationship/readiness.ts';
import { Refusal } from '../../src/relationship/refusal.ts';
import type { Relationship } from '../../src/relationship/relationship.ts';
import { type Model, predict } from '../support/generators/model.ts';
import { commandOf, PARTNERS, type Step, stories } from '../support/generators/random-commands.ts';
import { fabrikam, monday } from '../support/given.ts';

const HOUR = 3_600_000;

describe('any sequence of commands', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

  it(`leads where the model says, for several partners, agents and customers at once (10,000 sequences, seed ${seed})`, () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(stories({ minLength: 10, maxLength: 40 }), (steps) => {
        for (const outcome of play(steps)) outcomes.add(outcome);
      }),
      { seed, numRuns: 10_000 },
    );
    // The stories are good ones: whatever can happen did, and whatever can be refused was.
    expect([...outcomes].sort()).toEqual(EVERYTHING);
  }, 120_000);
});

const EVERYTHING = [
  '',
  'abuse-reported',
  'access-recorded',
  'agreement-recorded',
  'already-active',
  'already-invited',
  'customer-added',
  'extension-too-long',
  'invitation-accepted',
  'invitation-closed',
  'invitation-declined',
  'invitation-drafted',
  'invitation-escalated',
  'invitation-expired',
  'invitation-expired customer-added',
  'invitation-expired invitation-drafted',
  'invitation-extended',
  'invitation-handed-over',
  'invitation-mail-failed',
  'invitation-mail-queued',
  'invitation-over',
  'invitation-reminded',
  'invitation-replaced',
  'invitation-revoked',
  'invitation-shared',
  'invitation-strayed',
  'invitation-superseded invitation-drafted',
  'invitation-unsubscribed',
  'invitation-viewed',
  'link-unknown',
  'looked-after',
  'no-authority',
  'not-active',
  'not-confirmed',
  'not-found',
  'not-sent-yet',
  'other-organisation',
  'own-invitation',
  'question-answered',
  'question-asked',
  'relationship-ended',
  'reply-mailed',
  'role-required',
  'too-many-questions',
];

function play(steps: readonly Step[]): string[] {
  const states = new Map<string, Relationship>();
  const models = new Map<string, Model>();
  let now = monday.getTime();
  return steps.map((one, at) => {
    now += one.hours * HOUR;
    const key = `${one.partner}/${one.customer}`;
    const partner = PARTNERS[one.partner] ?? fabrikam;
    const model = models.get(key);
    const id = one.isOldCard ? 'R-OLD' : (model?.invitation?.id ?? 'R-OLD');
    const command = commandOf(one, { id, newId: `R-${at}` });
    const expected = predict(command, model, { partner, now });
    const actual = outcome(command, { partner, relationship: states.get(key), now: new Date(now) });
    const told = { at, command: command.type, by: command.by.kind };
    expect({ ...told, outcome: actual.outcome }).toEqual({ ...told, outcome: expected.outcome });
    if (actual.next) states.set(key, actual.next);
    if (expected.next) models.set(key, expected.next);
    expect({ at, ...standing(actual.next) }).toEqual({ at, ...modelled(expected.next) });
    return String(expected.outcome).replaceAll(',', ' ');
  });
}

function standing(relationship: Relationship | undefined) {
  if (!relationship) return undefined;
  const { status, invitation } = relationship;
  const { canPurchase, canManage } = readinessOf(relationship);
  const before = status === 'invited' ? relationship.before.status : status;
  return {
    isOpen: status === 'invited',
    relation: before,
    id: invitation?.id,
    expiresAt: invitation?.expiresAt.getTime(),
    mail: invitation?.mailing?.status,
    canPurchase,
    canManage,
  };
}

function modelled(model: Model | undefined) {
  if (!model) return undefined;
  const { relation, invitation, isAgreed, access } = model;
  const isOpen = invitation?.isOpen === true;
  const isActive = relation === 'active' && !isOpen;
  return {
    isOpen,
    relation,
    id: invitation?.id,
    expiresAt: invitation?.expiresAt,
    mail: invitation?.mail,
    canPurchase: isActive && isAgreed,
    canManage: isActive && access === 'granted',
  };
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
