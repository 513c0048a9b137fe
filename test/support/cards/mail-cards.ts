import type { MailFailure } from '../../../src/relationship/command.ts';
import type {
  Event,
  InvitationMailFailed,
  QuestionAnswered,
  ReplyMailFailed,
} from '../../../src/relationship/event.ts';
import type { WithInvitation } from '../../../src/relationship/relationship.ts';
import { alertCard } from '../../../src/teams/cards/alert-card.ts';
import { invitationCard } from '../../../src/teams/cards/invitation-card.ts';
import { reminderCard } from '../../../src/teams/cards/reminder-card.ts';
import { replyCard } from '../../../src/teams/cards/reply-card.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

/** The cards of a bot that sends mails itself. */
export function mailCards(story: CardStory): CardKinds {
  const { events, states, after, shows, link } = story;
  const { queued, refused, unreachable, lost, sent, unsubscribed } = mailEvents(story);
  const seen = (state: WithInvitation) => ({ ...shows(state), canMail: true });
  const of = (...some: readonly Event[]) => invitationCard(seen(after(...some)));
  const alerted = (event: InvitationMailFailed, ...before: readonly Event[]) =>
    alertCard(event, seen(after(queued, ...before, event)));
  return {
    reply: replies(story),
    mail: {
      'draft with its link': invitationCard({ ...seen(states.draft), link }),
      'on its way': of(queued),
      'not accepted': of(queued, refused),
      'no server took it': of(queued, unreachable),
      'link no longer readable': of(queued, lost),
      sent: of(queued, sent),
      'no more reminders': of(queued, sent, unsubscribed),
      'alert: not accepted': alerted(refused),
      'alert: no server took it': alerted(unreachable),
      'alert: link no longer readable': alerted(lost),
      'alert: a reminder not accepted': alerted(refused, sent),
      'reminder asked for': reminderCard(events.reminded, seen(after(queued, sent))),
      'reminder by the calendar': reminderCard(events.remindedByClock, seen(after(queued, sent))),
      'reminder, unsubscribed': reminderCard(events.reminded, seen(after(queued, sent, unsubscribed))),
    },
  };
}

// Two people ask one question each, and one reply answers both.
function replies(story: CardStory) {
  const { events, after, shows, called } = story;
  const { answered, answerMailed, answerRefused } = mailEvents(story);
  const other = {
    ...events.question,
    by: { ...events.question.by, objectId: 'Alex', name: called('Alex Wilber') },
  };
  const asked = [events.shared, events.question, other] as const;
  const of = (reply: QuestionAnswered, ...more: readonly Event[]) => {
    const card = replyCard(shows(after(...asked, reply, ...more)), reply.at);
    if (!card) throw new Error('A reply has its card');
    return card;
  };
  return {
    'to be told by hand': of(events.answer),
    'on its way': of(answered),
    sent: of(answered, answerMailed),
    'not accepted': of(answered, answerRefused),
    'alert: not accepted': alertCard(answerRefused, shows(after(...asked, answered, answerRefused))),
  };
}

/** The events that the mail of an invitation can have. */
export function mailEvents({ events: { drafted, answer }, called, now: at }: CardStory) {
  const to = called('adele@contoso.com');
  const about = { invitationId: drafted.invitationId, at };
  const failure = (why: MailFailure): InvitationMailFailed => {
    const by = { kind: 'clock' } as const;
    const answer = called('550 5.1.1 No such user');
    return { ...about, type: 'invitation-mail-failed', by, to, failure: why, answer };
  };
  const mails = [{ to, name: called('Megan Bowen'), asked: [called('Do our subscriptions move?')] }];
  const answered: QuestionAnswered = { ...answer, mails };
  const ofReply = { ...about, by: { kind: 'clock' }, to, repliedAt: answered.at } as const;
  const answerRefused: ReplyMailFailed = {
    ...ofReply,
    type: 'reply-mail-failed',
    failure: 'refused',
    answer: called('550 5.1.1 No such user'),
  };
  return {
    answered,
    answerMailed: { ...ofReply, type: 'reply-mailed', mailId: 'm2' },
    answerRefused,
    queued: { ...about, type: 'invitation-mail-queued', by: drafted.by, to },
    refused: failure('refused'),
    unreachable: failure('unreachable'),
    lost: failure('link-lost'),
    sent: { ...about, type: 'invitation-shared', by: drafted.by, way: 'mail', mailId: 'm1' },
    unsubscribed: { ...about, type: 'invitation-unsubscribed', by: { kind: 'recipient', name: to } },
  } as const;
}
