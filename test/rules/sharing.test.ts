import { describe, it } from 'vitest';
import {
  alex,
  diego,
  drafted,
  expire,
  given,
  history,
  justBefore,
  megan,
  nextMonday,
  nextTuesday,
  revoke,
  share,
  shared,
  standings,
  tuesday,
  view,
  viewed,
} from '../support/given.ts';

const sent = history(drafted, shared);

describe('sharing an invitation', () => {
  it.each(['message', 'chat'] as const)('records that it went out as a %s', (way) => {
    given(history(drafted))
      .when({ ...share, by: diego, way }, tuesday)
      .then([{ type: 'invitation-shared', invitationId: 'R-7K2M', at: tuesday, by: diego, way }]);
  });

  it('can be done again, even after it was read', () => {
    given(history(drafted, shared, viewed))
      .when({ ...share, way: 'chat' }, tuesday)
      .then([{ type: 'invitation-shared', invitationId: 'R-7K2M', at: tuesday, by: share.by, way: 'chat' }]);
  });

  it('is refused once its time is over', () => {
    given(sent).when(share, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });

  it('is refused for one that nobody made', () => {
    given(undefined).when(share, tuesday).then({ code: 'not-found', what: 'R-7K2M' });
  });

  it('is refused for one whose place a newer one has taken', () => {
    given(sent)
      .when({ ...share, invitationId: 'R-OLD1' }, tuesday)
      .then({ code: 'invitation-replaced' });
  });
});

describe('reading an invitation', () => {
  it('is recorded the first time', () => {
    given(sent)
      .when({ ...view, by: alex }, tuesday)
      .then([{ type: 'invitation-viewed', invitationId: 'R-7K2M', at: tuesday, by: alex }]);
  });

  it('is recorded even when nobody has said that it was sent', () => {
    given(history(drafted))
      .when(view, tuesday)
      .then([{ type: 'invitation-viewed', invitationId: 'R-7K2M', at: tuesday, by: megan }]);
  });

  it('is not recorded again for a second reader', () => {
    given(history(drafted, shared, viewed))
      .when(view, tuesday)
      .then([]);
  });

  it('is recorded up to the last instant, and not from then on', () => {
    const last = justBefore(nextMonday);
    given(sent)
      .when(view, last)
      .then([{ type: 'invitation-viewed', invitationId: 'R-7K2M', at: last, by: megan }]);
    given(sent).when(view, nextMonday).then([]);
  });

  it('changes nothing through the link of an earlier invitation', () => {
    given(sent)
      .when({ ...view, invitationId: 'R-OLD1' }, tuesday)
      .then([]);
  });
});

describe('withdrawing an invitation', () => {
  it('keeps the reason, and who did it', () => {
    given(sent)
      .when({ ...revoke, by: diego }, tuesday)
      .then([
        {
          type: 'invitation-revoked',
          invitationId: 'R-7K2M',
          at: tuesday,
          by: diego,
          reason: 'Wrong contact',
        },
      ]);
  });

  it('needs no reason', () => {
    given(history(drafted))
      .when({ type: 'revoke', by: diego, invitationId: 'R-7K2M' }, tuesday)
      .then([{ type: 'invitation-revoked', invitationId: 'R-7K2M', at: tuesday, by: diego }]);
  });

  it('is refused once its time is over', () => {
    given(sent).when(revoke, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });

  it('is refused once the customer has answered', () => {
    const { invitation } = standings['an accepted invitation'];
    if (invitation.status !== 'accepted') throw new Error('The invitation is accepted');
    given(standings['an accepted invitation'])
      .when(revoke, nextTuesday)
      .then({ code: 'invitation-closed', invitation });
  });
});

describe('the end of an invitation’s time', () => {
  it('is an event at the exact instant', () => {
    given(sent)
      .when(expire, nextMonday)
      .then([{ type: 'invitation-expired', invitationId: 'R-7K2M', at: nextMonday, by: { kind: 'clock' } }]);
  });

  it('has not come a millisecond earlier', () => {
    given(sent).when(expire, justBefore(nextMonday)).then([]);
  });

  it('is announced late when nobody looked in time', () => {
    given(history(drafted))
      .when(expire, nextTuesday)
      .then([{ type: 'invitation-expired', invitationId: 'R-7K2M', at: nextTuesday, by: { kind: 'clock' } }]);
  });

  it('is announced once', () => {
    given(standings['an expired invitation']).when(expire, nextTuesday).then([]);
  });

  it('means only the invitation that it names', () => {
    given(sent)
      .when({ ...expire, invitationId: 'R-OLD1' }, nextTuesday)
      .then([]);
  });
});
