import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/relationship/command.ts';
import { decide } from '../../src/relationship/decide.ts';
import type { Relationship } from '../../src/relationship/relationship.ts';
import {
  accept,
  danaAsGuest,
  danaOnThePage,
  decline,
  drafted,
  expire,
  fabrikam,
  given,
  henrietta,
  invite,
  lee,
  nestor,
  nextMonday,
  outcomeOf,
  revoke,
  share,
  standings,
  tuesday,
  view,
  wednesday,
} from '../support/given.ts';

const everyStanding = Object.entries<Relationship | undefined>(standings);

describe('every command in every state', () => {
  type Row = Readonly<Record<'invite' | 'share' | 'view' | 'answer' | 'revoke' | 'expire', string>>;
  const closed = {
    share: 'invitation-closed',
    view: '',
    answer: 'invitation-closed',
    revoke: 'invitation-closed',
  };

  // What happens, or why not; nothing where there is nothing to do.
  const table: Record<keyof typeof standings, Row> = {
    'nothing yet': {
      invite: 'invitation-drafted',
      share: 'not-found',
      view: 'other-organisation',
      answer: 'other-organisation',
      revoke: 'not-found',
      expire: '',
    },
    'a draft': {
      invite: 'already-invited',
      share: 'invitation-shared',
      view: 'invitation-viewed',
      answer: 'answered',
      revoke: 'invitation-revoked',
      expire: '',
    },
    'a sent invitation': {
      invite: 'already-invited',
      share: 'invitation-shared',
      view: 'invitation-viewed',
      answer: 'answered',
      revoke: 'invitation-revoked',
      expire: '',
    },
    'a read invitation': {
      invite: 'already-invited',
      share: 'invitation-shared',
      view: '',
      answer: 'answered',
      revoke: 'invitation-revoked',
      expire: '',
    },
    'an accepted invitation': { ...closed, invite: 'already-active', expire: '' },
    'a declined invitation': { ...closed, invite: 'invitation-drafted', expire: '' },
    'a withdrawn invitation': { ...closed, invite: 'invitation-drafted', expire: '' },
    'an expired invitation': { ...closed, invite: 'invitation-drafted', expire: '' },
    'an ended relationship': { ...closed, invite: 'invitation-drafted', expire: '' },
    'an added customer': {
      invite: 'already-active',
      share: 'not-found',
      view: '',
      answer: 'not-found',
      revoke: 'not-found',
      expire: '',
    },
  };
  const answers = { accept: 'invitation-accepted', decline: 'invitation-declined' };

  describe.each(everyStanding)('given %s', (name, relationship) => {
    const row = table[name as keyof typeof standings];
    it.each<[Command['type'], Command, string]>([
      ['invite', invite, row.invite],
      ['share', share, row.share],
      ['view', view, row.view],
      ['accept', accept, row.answer.replace('answered', answers.accept)],
      ['decline', decline, row.answer.replace('answered', answers.decline)],
      ['revoke', revoke, row.revoke],
      ['expire', expire, row.expire],
    ])('%s', (_, command, expected) => {
      expect(short(command, relationship, wednesday)).toBe(expected);
    });
  });

  describe('given an open invitation whose time is over, at that very instant', () => {
    it.each<[Command['type'], Command, string]>([
      ['invite', invite, 'invitation-expired invitation-drafted'],
      ['share', share, 'invitation-over'],
      ['view', view, ''],
      ['accept', accept, 'invitation-over'],
      ['decline', decline, 'invitation-over'],
      ['revoke', revoke, 'invitation-over'],
      ['expire', expire, 'invitation-expired'],
    ])('%s', (_, command, expected) => {
      expect(short(command, standings['a sent invitation'], nextMonday)).toBe(expected);
    });
  });

  describe('given that a newer invitation has taken the place', () => {
    const earlier = 'R-OLD1';
    it.each<[Command['type'], Command, string]>([
      ['share', { ...share, invitationId: earlier }, 'invitation-replaced'],
      ['view', { ...view, invitationId: earlier }, ''],
      ['accept', { ...accept, invitationId: earlier }, 'invitation-replaced'],
      ['decline', { ...decline, invitationId: earlier }, 'invitation-replaced'],
      ['revoke', { ...revoke, invitationId: earlier }, 'invitation-replaced'],
      ['expire', { ...expire, invitationId: earlier }, ''],
    ])('%s', (_, command, expected) => {
      expect(short(command, standings['a sent invitation'], nextMonday)).toBe(expected);
    });
  });

  function short(command: Command, relationship: Relationship | undefined, now: Date): string {
    const outcome = outcomeOf(() => decide(command, { partner: fabrikam, relationship }, now));
    return Array.isArray(outcome) ? outcome.map(({ type }) => type).join(' ') : outcome.code;
  }
});

describe('strangers learn nothing of the state', () => {
  it.each(everyStanding)('somebody of another organisation hears the same, given %s', (_, relationship) => {
    for (const command of [view, accept, decline]) {
      given(relationship)
        .when({ ...command, by: henrietta }, tuesday)
        .then({ code: 'other-organisation' });
    }
  });

  it.each(everyStanding)('a guest of the customer hears the same, given %s', (_, relationship) => {
    for (const command of [view, accept, decline]) {
      given(relationship)
        .when({ ...command, by: danaAsGuest }, tuesday)
        .then({ code: 'other-organisation' });
    }
  });

  it.each(everyStanding)(
    'the partner’s own people hear that only the customer can answer, given %s',
    (_, relationship) => {
      for (const command of [view, accept, decline]) {
        given(relationship)
          .when({ ...command, by: danaOnThePage }, tuesday)
          .then({ code: 'own-invitation' });
      }
    },
  );

  it('an earlier link tells a stranger neither that it was replaced nor that it is over', () => {
    given(standings['a sent invitation'])
      .when({ ...accept, by: henrietta, invitationId: 'R-OLD1' }, nextMonday)
      .then({ code: 'other-organisation' });
  });

  it.each(everyStanding)(
    'colleagues without a selling role hear only of their role, given %s',
    (_, relationship) => {
      for (const by of [nestor, lee]) {
        for (const command of [invite, share, revoke]) {
          given(relationship)
            .when({ ...command, by }, tuesday)
            .then({ code: 'role-required', needed: ['admin', 'sales'] });
        }
      }
    },
  );
});

describe('a decision', () => {
  it('changes neither the relationship nor the command', () => {
    const relationship = standings['a sent invitation'];
    const before = structuredClone(relationship);
    const command = structuredClone(accept);
    decide(command, { partner: fabrikam, relationship }, tuesday);
    expect(relationship).toStrictEqual(before);
    expect(command).toStrictEqual(accept);
  });

  it('is the same when the transaction takes it again', () => {
    const situation = { partner: fabrikam, relationship: undefined };
    expect(decide(invite, situation, drafted.at)).toStrictEqual(decide(invite, situation, drafted.at));
  });
});
