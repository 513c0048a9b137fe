import { describe, expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import type { Role } from '../../src/relationship/partner.ts';
import { type AgentCommand, mayDo } from '../../src/relationship/rules/permissions.ts';
import {
  contoso,
  dana,
  diego,
  drafted,
  fabrikam,
  given,
  history,
  invite,
  monday,
  nextMonday,
  outcomeOf,
  shared,
  tuesday,
} from '../support/given.ts';

const { invitationId, tokenHash } = drafted;
const of = { by: dana, invitationId } as const;

// Every command that an agent can give, and the roles that may: a new command does not compile without its row.
const commands: {
  readonly [T in AgentCommand['type']]: readonly [AgentCommand & { readonly type: T }, readonly Role[]];
} = {
  invite: [invite, ['admin', 'sales']],
  add: [
    { type: 'add', by: dana, customer: contoso, regions: { partner: 'europe', customer: 'europe' } },
    ['admin', 'sales'],
  ],
  share: [{ ...of, type: 'share', way: 'message' }, ['admin', 'sales']],
  mail: [{ ...of, type: 'mail', tokenHash }, ['admin', 'sales']],
  remind: [{ ...of, type: 'remind' }, ['admin', 'sales']],
  extend: [{ ...of, type: 'extend', days: 3 }, ['admin', 'sales']],
  handover: [{ ...of, type: 'handover', to: diego }, ['admin', 'sales']],
  'take-over': [{ ...of, type: 'take-over' }, ['admin', 'sales']],
  reply: [{ ...of, type: 'reply', text: 'They stay.' }, ['admin', 'sales']],
  revoke: [{ ...of, type: 'revoke' }, ['admin', 'sales']],
  reissue: [{ ...of, type: 'reissue', newInvitationId: 'R-8M3N', tokenHash }, ['admin', 'sales']],
  agreement: [{ type: 'agreement', by: dana }, ['admin', 'sales']],
  access: [{ type: 'access', by: dana, access: 'granted' }, ['admin']],
  end: [{ type: 'end', by: dana, confirmation: 'contoso.com' }, ['admin']],
};

describe('S1: a command of an agent', () => {
  const roles: readonly Role[] = ['admin', 'sales', 'helpdesk', 'none'];
  const cases = Object.values(commands).flatMap(([command, needed]) =>
    roles.map((role) => ({ type: command.type, role, command, needed })),
  );

  it.each(cases)('$type is for the roles of the record, asked by $role', ({ role, command, needed }) => {
    const asked = { ...command, by: { ...dana, role } };
    expect(mayDo(command.type, role)).toBe(needed.includes(role));
    const refused = { code: 'role-required', needed };
    // A refused agent learns nothing of the customer: known or not, the answer is the same.
    for (const relationship of [undefined, history(drafted, shared)]) {
      const outcome = outcomeOf(() => decide(asked, { partner: fabrikam, relationship }, tuesday));
      if (needed.includes(role)) expect(outcome).not.toStrictEqual(refused);
      else expect(outcome).toStrictEqual(refused);
    }
  });

  it('needs no role where the clock gives it', () => {
    const byTheClock = { type: 'remind', by: { kind: 'clock' }, invitationId } as const;
    given(history(drafted, { ...shared, at: monday }), { ...fabrikam, reminderDays: [1] })
      .when(byTheClock, tuesday)
      .then([{ type: 'invitation-reminded', invitationId, at: tuesday, by: byTheClock.by, day: 1 }]);
    given(history(drafted)).when(byTheClock, nextMonday).then([]);
  });
});
