import { describe, expect, it } from 'vitest';
import type { FailMail, SendMail, Unsubscribe } from '../../src/relationship/command.ts';
import type { InvitationMailQueued, InvitationShared } from '../../src/relationship/event.ts';
import {
  contoso,
  dana,
  drafted,
  given,
  history,
  lee,
  monday,
  nestor,
  nextMonday,
  share,
  shared,
  standings,
  tokenHashOf,
  tuesday,
  viewed,
} from '../support/given.ts';

const invitationId = 'R-7K2M';
const { tokenHash } = drafted;
const to = 'adele@contoso.com';
const mail: SendMail = { type: 'mail', by: dana, invitationId, tokenHash };
const fail: FailMail = {
  type: 'fail-mail',
  by: { kind: 'clock' },
  invitationId,
  failure: 'refused',
  answer: '550 no',
};
const unsubscribe: Unsubscribe = { type: 'unsubscribe', by: { kind: 'recipient', name: to }, invitationId };

const queued: InvitationMailQueued = {
  type: 'invitation-mail-queued',
  invitationId,
  at: monday,
  by: dana,
  to,
};
const mailed: InvitationShared = {
  type: 'invitation-shared',
  invitationId,
  at: tuesday,
  by: dana,
  way: 'mail',
  mailId: 'm1',
};
const failed = {
  type: 'invitation-mail-failed',
  invitationId,
  at: tuesday,
  by: { kind: 'clock' },
  to,
  failure: 'refused',
} as const;
const unsubscribed = {
  type: 'invitation-unsubscribed',
  invitationId,
  at: tuesday,
  by: unsubscribe.by,
} as const;

describe('sending the link by mail', () => {
  it('is on its way to the contact, and the invitation stays a draft', () => {
    given(standings['a draft']).when(mail, monday).then([queued]);
    expect(history(drafted, queued).invitation).toMatchObject({
      status: 'draft',
      mailing: { status: 'queued', to },
    });
  });

  it('keeps the words and the address for answers of the agent', () => {
    const more = { words: { above: 'Hello', below: '' }, replyTo: 'dana@fabrikam.com' };
    given(standings['a draft'])
      .when({ ...mail, ...more }, monday)
      .then([{ ...queued, ...more }]);
  });

  it('goes once, however often it is asked for', () => {
    given(history(drafted, queued)).when(mail, tuesday).then([]);
    given(history(drafted, queued, mailed))
      .when(mail, tuesday)
      .then([]);
  });

  it('can be asked for again when it did not arrive', () => {
    given(history(drafted, queued, failed))
      .when(mail, monday)
      .then([queued]);
  });

  it('needs a contact, and the link of this very invitation', () => {
    const { contact: _, ...terms } = drafted.terms;
    given(history({ ...drafted, terms }))
      .when(mail, monday)
      .then({ code: 'no-contact', invitationId });
    given(standings['a draft'])
      .when({ ...mail, tokenHash: tokenHashOf('another') }, monday)
      .then({ code: 'link-unknown', invitationId });
  });

  it.each([lee, nestor])('is not for $role', (by) => {
    given(standings['a draft'])
      .when({ ...mail, by }, monday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });

  it('is over with the invitation', () => {
    given(standings['a draft'])
      .when(mail, nextMonday)
      .then({ code: 'invitation-over', expiredAt: nextMonday });
  });
});

describe('a mail that the server has taken', () => {
  const command = { ...share, way: 'mail', mailId: 'm1' } as const;

  it('is what makes the invitation sent', () => {
    given(history(drafted, queued)).when(command, tuesday).then([mailed]);
    const { invitation } = history(drafted, queued, mailed);
    expect(invitation).toMatchObject({
      status: 'sent',
      sentAt: tuesday,
      mailing: { status: 'sent', to, mailId: 'm1' },
    });
  });

  it('does not undo that it was read before anybody noticed that it went out', () => {
    const { invitation } = history(drafted, queued, viewed, mailed);
    expect(invitation).toMatchObject({ status: 'viewed', mailing: { status: 'sent' } });
  });

  it('is remembered when the invitation is shared in another way too', () => {
    const { invitation } = history(drafted, queued, mailed, shared);
    expect(invitation).toMatchObject({ status: 'sent', mailing: { status: 'sent' } });
  });
});

describe('a mail that does not arrive', () => {
  it('is noted for an invitation that waits, and nothing else changes', () => {
    given(history(drafted, queued))
      .when(fail, tuesday)
      .then([{ ...failed, answer: '550 no' }]);
    expect(history(drafted, queued, failed).invitation).toMatchObject({
      status: 'draft',
      mailing: { status: 'failed', to, failure: 'refused' },
    });
  });

  it.each(['a draft', 'a withdrawn invitation', 'an accepted invitation', 'an added customer'] as const)(
    'is nothing to note for %s without one',
    (standing) => given(standings[standing]).when(fail, tuesday).then([]),
  );
});

describe('asking for no more reminders by mail', () => {
  it('is noted once, for the invitation whose mail it was', () => {
    given(history(drafted, queued, mailed))
      .when(unsubscribe, tuesday)
      .then([unsubscribed]);
    given(history(drafted, queued, mailed, unsubscribed))
      .when(unsubscribe, tuesday)
      .then([]);
    given(history(drafted, queued, mailed))
      .when({ ...unsubscribe, invitationId: 'R-9999' }, tuesday)
      .then([]);
    given(history(drafted, shared)).when(unsubscribe, tuesday).then([]);
  });

  it('leaves the invitation open', () => {
    const { status, customer, invitation } = history(drafted, queued, mailed, unsubscribed);
    expect([status, customer, invitation.status]).toEqual(['invited', contoso, 'sent']);
  });
});
