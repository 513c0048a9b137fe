import { describe, expect, it } from 'vitest';
import { ANNOUNCEMENTS, announce, isAlerted, topicFor } from '../../src/delivery/announcements.ts';
import type { Event } from '../../src/relationship/event.ts';
import type { PostedCard } from '../../src/store/documents.ts';
import {
  accepted,
  dana,
  declined,
  drafted,
  expired,
  replied,
  revoked,
  shared,
  viewed,
} from '../support/given.ts';

const thread = '19:pipeline@thread.tacv2;messageid=1';
const pipeline = '19:pipeline@thread.tacv2';
const sales = '19:sales@thread.tacv2';
const danasChat = 'a:dana';

const card: PostedCard = {
  conversationId: thread,
  activityId: '1700000000001',
  relationshipId: 'relationship',
  invitationId: 'R-7K2M',
  audience: 'partner',
  language: 'en',
};
const customersCard: PostedCard = { ...card, conversationId: '19:shared@thread.tacv2', audience: 'customer' };

const mailFailed: Event = {
  ...{ type: 'invitation-mail-failed', invitationId: 'R-7K2M', at: viewed.at, by: { kind: 'clock' } },
  ...{ to: 'megan@contoso.com', failure: 'refused' },
};
const strayed: Event = { ...viewed, type: 'invitation-strayed' };

const updateOf = (one: PostedCard) => {
  return { kind: 'update', key: `update:${one.conversationId}:1700000000001`, card: one };
};
const alertIn = (conversationId: string, isOrigin: boolean) => {
  return { kind: 'post', key: `alert:${conversationId}`, what: 'alert', conversationId, isOrigin };
};

describe('a new invitation', () => {
  it('is posted where it was asked for, with its link', () => {
    expect(announce(recorded(drafted, thread), nobody)).toStrictEqual([
      { kind: 'post', key: `draft:${thread}`, what: 'draft', conversationId: thread, isOrigin: true },
    ]);
  });

  it('is posted nowhere when it was not asked for in Teams', () => {
    expect(announce(recorded(drafted, null), { ...nobody, subscribed: [sales] })).toStrictEqual([]);
  });
});

describe('sharing an invitation', () => {
  it('in a chat posts the customer’s card there and brings the living cards up to date', () => {
    const event: Event = { ...shared, way: 'chat' };
    expect(announce(recorded(event, danasChat), { ...nobody, cards: [card] })).toStrictEqual([
      { kind: 'post', key: 'request:a:dana', what: 'request', conversationId: 'a:dana', isOrigin: true },
      updateOf(card),
    ]);
  });

  it('as a message only brings the living cards up to date', () => {
    const audience = { ...nobody, askedIn: thread, subscribed: [sales], cards: [card, customersCard] };
    expect(announce(recorded(shared, danasChat), audience)).toStrictEqual([
      updateOf(card),
      updateOf(customersCard),
    ]);
  });
});

describe('an invitation that nobody looks after', () => {
  const escalated: Event = {
    ...{ type: 'invitation-escalated', invitationId: 'R-7K2M', at: viewed.at, by: { kind: 'clock' } },
    ...{ reason: 'no-role', owner: { objectId: 'lee', name: 'Lee Gu' } },
  };
  const audience = { ...nobody, askedIn: thread, subscribed: [sales], cards: [card] };

  it('is told where it was asked for and to an Admin agent, and to no channel that asked for answers', () => {
    expect(announce(recorded(escalated, danasChat), audience)).toStrictEqual([
      alertIn(thread, true),
      alertIn(danasChat, false),
      updateOf(card),
    ]);
  });

  it('is told once where an Admin agent asked for it in that chat, and at all where nobody can be reached', () => {
    const here = { ...audience, askedIn: danasChat, cards: [] };
    expect(announce(recorded(escalated, danasChat), here)).toStrictEqual([alertIn(danasChat, true)]);
    expect(announce(recorded(escalated, null), { ...audience, cards: [] })).toStrictEqual([
      alertIn(thread, true),
    ]);
    expect(announce(recorded(escalated, danasChat), { ...nobody })).toStrictEqual([
      alertIn(danasChat, false),
    ]);
  });
});

describe.each([
  ['a yes', accepted],
  ['a no', declined],
  ['the end of its time', expired],
])('%s', (_, event) => {
  it('is told where the invitation was asked for, then to the sales channels, then on the cards', () => {
    const audience = { askedIn: thread, subscribed: [sales], cards: [card, customersCard] };
    expect(announce(recorded(event, null), audience)).toStrictEqual([
      alertIn(thread, true),
      alertIn(sales, false),
      updateOf(card),
      updateOf(customersCard),
    ]);
  });

  it('is told once in a channel that asked for it and is a sales channel besides', () => {
    const audience = { ...nobody, askedIn: thread, subscribed: [pipeline, sales] };
    expect(announce(recorded(event, null), audience)).toStrictEqual([
      alertIn(thread, true),
      alertIn(sales, false),
    ]);
  });

  it('is told once in a personal chat that asked for it and hears of everything', () => {
    const audience = { ...nobody, askedIn: danasChat, subscribed: [danasChat] };
    expect(announce(recorded(event, null), audience)).toStrictEqual([alertIn(danasChat, true)]);
  });

  it('is told to the sales channels even when nobody knows where it was asked for', () => {
    expect(announce(recorded(event, null), { ...nobody, subscribed: [sales] })).toStrictEqual([
      alertIn(sales, false),
    ]);
  });

  it('does not go where the answer was given', () => {
    expect(announce(recorded(event, '19:contoso@thread.tacv2'), nobody)).toStrictEqual([]);
  });
});

describe('a reply', () => {
  const failed = {
    ...{ type: 'reply-mail-failed', invitationId: 'R-7K2M', at: replied.at, by: { kind: 'clock' } },
    ...{ repliedAt: replied.at, to: 'alex@contoso.com', failure: 'refused' },
  } as const satisfies Event;

  it('has its card where it was given, and comes to the customer’s card and the living ones', () => {
    const audience = { askedIn: thread, subscribed: [sales], cards: [card, customersCard] };
    expect(announce(recorded(replied, danasChat), audience)).toStrictEqual([
      { kind: 'post', key: 'reply:a:dana', what: 'reply', conversationId: 'a:dana', isOrigin: true },
      ...[customersCard].map(({ conversationId }) => {
        return {
          kind: 'post',
          key: `request:${conversationId}`,
          what: 'request',
          conversationId,
          isOrigin: false,
        };
      }),
      updateOf(card),
      updateOf(customersCard),
      { kind: 'mail', key: 'mail' },
    ]);
  });

  it('whose mail went out is shown on its card only; one that did not is told besides', () => {
    const { failure: _, ...sent } = failed;
    const audience = { askedIn: thread, subscribed: [sales], cards: [card] };
    const mailed: Event = { ...sent, type: 'reply-mailed', mailId: 'm1' };
    expect(announce(recorded(mailed, null), audience)).toStrictEqual([updateOf(card)]);
    expect(announce(recorded(failed, null), audience)).toStrictEqual([alertIn(thread, true), updateOf(card)]);
  });
});

describe('reading an invitation', () => {
  it('is told only where somebody subscribed to it, the cards first', () => {
    const audience = { askedIn: thread, subscribed: [sales], cards: [card] };
    expect(announce(recorded(viewed, null), audience)).toStrictEqual([updateOf(card), alertIn(sales, false)]);
  });

  it('is told in the channel that asked for it too, if that one subscribed', () => {
    const audience = { ...nobody, askedIn: thread, subscribed: [pipeline] };
    expect(announce(recorded(viewed, null), audience)).toStrictEqual([alertIn(pipeline, false)]);
  });
});

describe('withdrawing an invitation', () => {
  it('is shown on the cards and told to nobody', () => {
    const audience = { askedIn: thread, subscribed: [sales], cards: [card, customersCard] };
    expect(announce(recorded(revoked, danasChat), audience)).toStrictEqual([
      updateOf(card),
      updateOf(customersCard),
    ]);
  });
});

describe('the table of announcements', () => {
  it('posts nothing but edits the cards for what the partner does or knows by itself', () => {
    const quiet = Object.entries(ANNOUNCEMENTS).filter(
      ([, { follows }]) => String(follows) === 'living-cards',
    );
    expect(quiet.map(([type]) => type)).toStrictEqual([
      ...['invitation-unsubscribed', 'invitation-extended'],
      ...['invitation-handed-over', 'invitation-revoked', 'invitation-superseded', 'reply-mailed'],
      ...['customer-added', 'agreement-recorded', 'access-recorded', 'relationship-ended'],
    ]);
  });

  it.each<[string, Event]>([
    ['a mail that does not arrive', mailFailed],
    ['another organisation that opens the link', strayed],
  ])('tells %s only where the invitation was asked for', (_, event) => {
    const audience = { ...nobody, askedIn: thread, subscribed: [sales] };
    expect(announce(recorded(event, null), audience)).toStrictEqual([alertIn(thread, true)]);
  });

  it.each<[string, Event['by'], string]>([
    ['the agent who reminds, in the same chat', dana, danasChat],
    ['the thread of the invitation, by the clock', { kind: 'clock' }, thread],
  ])('shows a reminder to the customer again and tells %s', (_, by, conversationId) => {
    const reminded = { type: 'invitation-reminded', invitationId: 'R-7K2M', at: viewed.at, by } as Event;
    const given = by.kind === 'clock' ? null : danasChat;
    const audience = { askedIn: thread, subscribed: [sales], cards: [customersCard] };
    expect(announce(recorded(reminded, given), audience)).toStrictEqual([
      {
        kind: 'post',
        key: `request:${customersCard.conversationId}`,
        what: 'request',
        conversationId: customersCard.conversationId,
        isOrigin: false,
      },
      {
        kind: 'post',
        key: `reminder:${conversationId}`,
        what: 'reminder',
        conversationId,
        isOrigin: true,
      },
      updateOf(customersCard),
      { kind: 'mail', key: 'mail' },
    ]);
  });

  it('alerts of just the events that have the card of an alert', () => {
    const alerted = [accepted, declined, expired, viewed, mailFailed, strayed].map(isAlerted);
    expect(alerted).toStrictEqual([true, true, true, true, true, true]);
    expect([drafted, shared, revoked, replied].map(isAlerted)).toStrictEqual([false, false, false, false]);
  });
});

describe('the deliveries of one event', () => {
  it('have the same keys when the event is claimed again, each its own', () => {
    const audience = { askedIn: thread, subscribed: [sales, pipeline], cards: [card, customersCard] };
    const keys = announce(recorded(accepted, null), audience).map(({ key }) => key);
    expect(announce(recorded(accepted, null), audience).map(({ key }) => key)).toStrictEqual(keys);
    expect([...new Set(keys)]).toStrictEqual(keys);
  });
});

describe('the topic that channels subscribe to', () => {
  it.each<[Event, string | undefined]>([
    [drafted, undefined],
    [shared, undefined],
    [viewed, 'viewed'],
    [accepted, 'accepted'],
    [declined, 'declined'],
    [revoked, undefined],
    [expired, 'expired'],
  ])('of $type', (event, topic) => {
    expect(topicFor(recorded(event, null))).toBe(topic);
  });
});

const nobody = { askedIn: undefined, subscribed: [], cards: [] };

function recorded(event: Event, conversationId: string | null) {
  const about = { id: 'event', partnerId: 'fabrikam', relationshipId: 'relationship' };
  return { ...about, event, conversationId };
}
