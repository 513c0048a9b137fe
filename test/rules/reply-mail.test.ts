import { describe, expect, it } from 'vitest';
import type { RecordReplyMail, Reply } from '../../src/relationship/command.ts';
import type { Event, QuestionAnswered, QuestionAsked, ReplyMailed } from '../../src/relationship/event.ts';
import type { CustomerPerson } from '../../src/relationship/people.ts';
import {
  adele,
  alex,
  asked,
  dana,
  drafted,
  expired,
  given,
  history,
  megan,
  replied,
  revoked,
  shared,
  tokenHashOf,
  tuesday,
  wednesday,
} from '../support/given.ts';

const invitationId = 'R-7K2M';
const to = 'alex@contoso.com';
const reply: Reply = { type: 'reply', by: dana, invitationId, text: replied.text, byMail: {} };
const mails = [{ to, name: 'Alex Wilber', asked: ['Do our subscriptions move?'] }];
const answered: QuestionAnswered = { ...replied, mails };
const sent: RecordReplyMail = {
  ...{ type: 'reply-mail', by: { kind: 'clock' }, invitationId, repliedAt: tuesday, to },
  outcome: { status: 'sent', mailId: 'm1' },
};
const failed: RecordReplyMail = {
  ...sent,
  outcome: { status: 'failed', failure: 'refused', answer: '550 no' },
};
const mailed: ReplyMailed = {
  ...{ type: 'reply-mailed', invitationId, at: wednesday, by: { kind: 'clock' } },
  ...{ repliedAt: tuesday, to, mailId: 'm1' },
};
const question = (by: CustomerPerson, text: string): QuestionAsked => ({ ...asked, by, text });
const following = (...events: readonly Event[]) => history(drafted, shared, ...events);
const addressed = (by: CustomerPerson): readonly string[] | undefined => {
  let found: readonly string[] | undefined;
  given(following(question(by, 'Why?')))
    .when(reply, tuesday)
    .then(
      expect.toSatisfy(([event]: QuestionAnswered[]) => {
        found = event?.mails?.map((mail) => mail.to);
        return true;
      }),
    );
  return found;
};

describe('a reply by mail', () => {
  it('goes to whoever asked, with what they asked', () => {
    given(following(asked)).when(reply, tuesday).then([answered]);
    given(following(asked))
      .when({ ...reply, byMail: { replyTo: 'dana@fabrikam.com' } }, tuesday)
      .then([{ ...answered, replyTo: 'dana@fabrikam.com' }]);
  });

  it('goes to all whose questions wait, each with their own, and not to those who have a reply', () => {
    const questions = [question(megan, 'Who bills us?'), asked, question(megan, 'Since when?')];
    const both = [
      { to: 'megan@contoso.com', name: 'Megan Bowen', asked: ['Who bills us?', 'Since when?'] },
      ...mails,
    ];
    given(following(...questions))
      .when(reply, tuesday)
      .then([{ ...replied, mails: both }]);
    given(following(question(megan, 'Who bills us?'), answered, asked))
      .when(reply, tuesday)
      .then([answered]);
  });

  it('that follows up on another goes to whoever asked last', () => {
    given(following(question(megan, 'Who bills us?'), asked, answered))
      .when(reply, tuesday)
      .then([answered]);
  });

  it.each([
    ['nobody has asked', following()],
    ['nobody’s address is known', following(question({ ...alex, emails: [] }, 'Why?'))],
  ])('goes to nobody when %s', (_, relationship) => {
    given(relationship).when(reply, tuesday).then([replied]);
  });

  it('is none where the bot does not send mail', () => {
    const { byMail: _, ...byHand } = reply;
    given(following(asked)).when(byHand, tuesday).then([replied]);
  });

  it.each([
    ['expired', expired],
    ['withdrawn', revoked],
  ])('goes out for a request that is %s too', (_, closing) => {
    given(following(closing, asked)).when(reply, tuesday).then([answered]);
  });
});

describe('the address that a reply goes to', () => {
  const called = (...emails: readonly string[]) => addressed({ ...alex, emails });

  it('is the contact’s as the invitation names it, when they asked', () => {
    expect(addressed({ ...adele, emails: ['av@contoso.com', 'ADELE@contoso.com'] })).toEqual([
      'adele@contoso.com',
    ]);
  });

  it('is one under the domain that was invited, before any other', () => {
    expect(called('alex@contoso.onmicrosoft.com', 'Alex@Contoso.com')).toEqual(['Alex@Contoso.com']);
    expect(called('alex@contoso.com.evil.example', 'alex@elsewhere.example')).toEqual([
      'alex@contoso.com.evil.example',
    ]);
  });

  it('is the name that they signed in with, and nothing else that a directory says', () => {
    expect(called('alex@contoso.es', 'alex@elsewhere.example')).toEqual(['alex@contoso.es']);
    expect(called('+34 600 000 000', 'alex@elsewhere.example')).toBeUndefined();
  });

  it.each([
    'alex',
    'alex@contoso',
    'alex@contoso.com, mallory@evil.example',
    'alex@contoso.com\r\nBcc: mallory@evil.example',
    '<alex@contoso.com>',
    'alex\u202E@contoso.com',
    `${'a'.repeat(250)}@contoso.com`,
  ])('is not %j', (email) => {
    expect(called(email)).toBeUndefined();
  });
});

describe('a mail with a reply', () => {
  const waiting = following(asked, answered);

  it('that the server has taken is noted once', () => {
    given(waiting).when(sent, wednesday).then([mailed]);
    given(following(asked, answered, mailed))
      .when(sent, wednesday)
      .then([]);
    given(following(asked, answered, mailed))
      .when(failed, wednesday)
      .then([]);
    const { remarks } = following(asked, answered, mailed).invitation;
    expect(remarks?.at(-1)?.mailings).toEqual([{ status: 'sent', to, at: wednesday, mailId: 'm1' }]);
  });

  it('that does not arrive is noted with the server’s words, and nothing else changes', () => {
    const { outcome, type: _, ...about } = failed;
    const { status: __, ...why } = outcome as Extract<typeof outcome, { status: 'failed' }>;
    const event = { type: 'reply-mail-failed', ...about, at: wednesday, ...why } as const;
    given(waiting).when(failed, wednesday).then([event]);
    const { invitation, ...rest } = following(asked, answered, event);
    const { invitation: before, ...same } = waiting;
    expect(rest).toEqual(same);
    expect({ ...invitation, remarks: [] }).toEqual({ ...before, remarks: [] });
    expect(invitation.remarks?.at(-1)?.mailings).toMatchObject([{ status: 'failed', failure: 'refused' }]);
  });

  it('is told apart from those of other replies and to others', () => {
    given(waiting)
      .when({ ...sent, to: 'megan@contoso.com' }, wednesday)
      .then([]);
    given(waiting)
      .when({ ...sent, repliedAt: wednesday }, wednesday)
      .then([]);
  });

  it('of an invitation that was replaced meanwhile is noted, and the new one stays as it is', () => {
    const next = [
      asked,
      answered,
      revoked,
      { ...drafted, invitationId: 'R-9Q3D', tokenHash: tokenHashOf('other') },
    ];
    const newer = following(...next);
    given(newer).when(sent, wednesday).then([mailed]);
    expect(newer.invitation.remarks).toBeUndefined();
    expect(following(...next, mailed)).toEqual(newer);
    given(undefined).when(sent, wednesday).then([]);
  });
});
