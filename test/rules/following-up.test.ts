import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import { ownerOf } from '../../src/relationship/relationship.ts';
import { reminderAt } from '../../src/relationship/rules/reminding.ts';
import {
  adele,
  contoso,
  dana,
  danaAsGuest,
  danaOnThePage,
  declined,
  diego,
  drafted,
  fabrikam,
  given,
  henrietta,
  history,
  lee,
  monday,
  nextMonday,
  nextTuesday,
  shared,
  tuesday,
  wednesday,
} from '../support/given.ts';

const invitationId = 'R-7K2M';
const sent = history(drafted, shared);

describe('reminding a customer', () => {
  const remind = { type: 'remind', by: diego, invitationId } as const;

  it('is noted, with who did it', () => {
    given(sent)
      .when(remind, wednesday)
      .then([{ type: 'invitation-reminded', invitationId, at: wednesday, by: diego }]);
  });

  it('makes no sense before the invitation was sent', () => {
    given(history(drafted)).when(remind, tuesday).then({ code: 'not-sent-yet', invitationId });
  });

  it('is refused once the time is over', () => {
    given(sent).when(remind, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });
});

describe('reminding by the partner’s reminder days', () => {
  const byTheClock = { type: 'remind', by: { kind: 'clock' }, invitationId } as const;
  const partner = { ...fabrikam, reminderDays: [1, 2, 5] };
  const reminded = (day: number, at: Date) => {
    return { type: 'invitation-reminded', invitationId, at, by: { kind: 'clock' }, day } as const;
  };

  it('happens so many days after the invitation first went out', () => {
    given(sent, partner)
      .when(byTheClock, tuesday)
      .then([reminded(1, tuesday)]);
    const justNow = new Date(tuesday.getTime() - 1);
    given(sent, partner).when(byTheClock, justNow).then([]);
  });

  it('happens once for each day, and for days that were missed only once', () => {
    given(evolve(sent, reminded(1, tuesday)), partner)
      .when(byTheClock, tuesday)
      .then([]);
    given(sent, partner)
      .when(byTheClock, wednesday)
      .then([reminded(2, wednesday)]);
  });

  it.each([
    ['was never sent', history(drafted)],
    ['was answered', history(drafted, shared, declined)],
  ])('leaves alone what %s', (_, relationship) => {
    given(relationship, partner).when(byTheClock, wednesday).then([]);
  });

  it('does not happen for a partner without reminder days, nor after the end', () => {
    given(sent).when(byTheClock, wednesday).then([]);
    given(sent, partner).when(byTheClock, nextMonday).then([]);
  });
});

describe('reminding in working hours', () => {
  const byTheClock = { type: 'remind', by: { kind: 'clock' }, invitationId } as const;
  const partner = { ...fabrikam, reminderDays: [4] };
  const sentTo = (at: Date, country: string) =>
    history({ ...drafted, customer: { ...contoso, country } }, { ...shared, at });
  const hour = (text: string) => new Date(text);

  it.each([
    // Sent on a Monday, due on a Friday at 20:00 in Madrid.
    ['2026-03-06T19:00:00Z', 'ES', []],
    ['2026-03-08T11:00:00Z', 'ES', []],
    ['2026-03-09T07:59:59Z', 'ES', []],
    ['2026-03-09T08:00:00Z', 'ES', ['invitation-reminded']],
    // The same hour is a Friday evening in Spain, a Saturday in New Zealand, and a Friday at noon in California.
    ['2026-03-06T19:00:00Z', 'NZ', []],
    ['2026-03-06T19:00:00Z', 'US', ['invitation-reminded']],
    // A Sunday is a working day in Israel.
    ['2026-03-08T11:00:00Z', 'IL', ['invitation-reminded']],
    ['2026-03-08T11:00:00Z', 'BV', ['invitation-reminded']],
  ])('at %s in %s', (at, country, types) => {
    const relationship = sentTo(hour('2026-03-02T19:00:00Z'), country);
    const events = decide(byTheClock, { partner, relationship }, hour(at));
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  it('is left out where it would come only after the end', () => {
    const late = { ...fabrikam, reminderDays: [6] };
    // Six days later is a Sunday; the invitation ends on Monday at nine.
    expect(reminderAt(sentTo(tuesday, 'ES'), late.reminderDays, wednesday)).toBeUndefined();
    expect(reminderAt(sentTo(monday, 'ES'), [4], wednesday)).toEqual(hour('2026-03-06T09:00:00Z'));
  });

  it('is planned for the very time at which the rule reminds', () => {
    const drawn = fc.record({
      country: fc.constantFrom('ES', 'US', 'SA', 'IN', 'NP', 'NZ', 'CL', 'BV'),
      sent: fc.integer({ min: 0, max: 365 * 24 * 60 }),
      waited: fc.integer({ min: 0, max: 8 * 24 * 60 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(drawn, ({ country, sent, waited, days }) => {
        const sentAt = new Date(monday.getTime() + sent * 60_000);
        const now = new Date(sentAt.getTime() + waited * 60_000);
        const expiresAt = new Date(sentAt.getTime() + 7 * 86_400_000);
        const relationship = history(
          { ...drafted, at: sentAt, expiresAt, customer: { ...contoso, country } },
          { ...shared, at: sentAt },
        );
        const situation = { partner: { ...fabrikam, reminderDays: days }, relationship };
        const at = reminderAt(relationship, days, now);
        const isDueNow = at?.getTime() === now.getTime();
        expect(decide(byTheClock, situation, now).length).toBe(isDueNow ? 1 : 0);
        if (at) expect(decide(byTheClock, situation, at)).toHaveLength(1);
      }),
    );
  });
});

describe('extending an invitation', () => {
  const extend = { type: 'extend', by: diego, invitationId, days: 7 } as const;
  const later = new Date(nextMonday.getTime() + 7 * 86_400_000);

  it('gives the customer more days from the end it had', () => {
    given(sent)
      .when(extend, tuesday)
      .then([{ type: 'invitation-extended', invitationId, at: tuesday, by: diego, expiresAt: later }]);
  });

  it('never lets a link live longer than thirty days in all', () => {
    const latest = new Date(monday.getTime() + 30 * 86_400_000);
    given(sent)
      .when({ ...extend, days: 24 }, tuesday)
      .then({ code: 'extension-too-long', latest });
    given(sent)
      .when({ ...extend, days: 23 }, tuesday)
      .then([{ type: 'invitation-extended', invitationId, at: tuesday, by: diego, expiresAt: latest }]);
  });

  it.each([0, -1, 31, Number.NaN])('is refused for %s days', (days) => {
    given(sent)
      .when({ ...extend, days }, tuesday)
      .then({ code: 'life-out-of-range', shortest: 1, longest: 30 });
  });

  it('does not bring back what has expired', () => {
    given(sent).when(extend, nextTuesday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });
});

describe('handing an invitation over', () => {
  const handover = { type: 'handover', by: dana, invitationId, to: lee } as const;

  it('changes who looks after it, and not who asked for it', () => {
    const { invitation } = history(drafted, {
      type: 'invitation-handed-over',
      invitationId,
      at: tuesday,
      by: dana,
      to: lee,
    });
    expect([ownerOf(invitation).name, invitation.createdBy.name]).toEqual(['Lee Gu', 'Dana Souza']);
  });

  it('is the Admin agent’s, or that of the one who has it', () => {
    const given1 = given(sent);
    given1
      .when(handover, tuesday)
      .then([{ type: 'invitation-handed-over', invitationId, at: tuesday, by: dana, to: lee }]);
    given1.when({ ...handover, by: diego }, tuesday).then({ code: 'role-required', needed: ['admin'] });
    const owned = history(
      { ...drafted, by: diego },
      { type: 'invitation-handed-over', invitationId, at: monday, by: dana, to: diego },
    );
    given(owned)
      .when({ ...handover, by: diego }, tuesday)
      .then([{ type: 'invitation-handed-over', invitationId, at: tuesday, by: diego, to: lee }]);
  });

  it('to whoever has it already is nothing new', () => {
    given(sent)
      .when({ ...handover, to: dana }, tuesday)
      .then([]);
  });
});

describe('a link in other hands', () => {
  const stray = { type: 'stray', by: henrietta, invitationId } as const;

  it('is told once', () => {
    const event = { type: 'invitation-strayed', invitationId, at: tuesday, by: henrietta } as const;
    given(sent).when(stray, tuesday).then([event]);
    given(history(drafted, shared, event))
      .when(stray, wednesday)
      .then([]);
  });

  it('is that of a guest too', () => {
    given(sent)
      .when({ ...stray, by: danaAsGuest }, tuesday)
      .then([{ type: 'invitation-strayed', invitationId, at: tuesday, by: danaAsGuest }]);
  });

  it.each([
    ['the customer’s own people', adele],
    ['the partner’s own people', danaOnThePage],
  ])('is not that of %s', (_, by) => {
    given(sent)
      .when({ ...stray, by }, tuesday)
      .then([]);
  });

  it('no longer matters once there is nothing to answer', () => {
    given(sent).when(stray, nextMonday).then([]);
    given(undefined).when(stray, tuesday).then([]);
    expect(contoso.tenantId).not.toBe(henrietta.tenantId);
  });
});
