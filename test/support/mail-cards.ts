import type { MailFailure } from '../../src/relationship/command.ts';
import type { Event, InvitationMailFailed } from '../../src/relationship/event.ts';
import type { WithInvitation } from '../../src/relationship/relationship.ts';
import { alertCard } from '../../src/teams/cards/alert-card.ts';
import { historyCard } from '../../src/teams/cards/history-card.ts';
import { invitationCard } from '../../src/teams/cards/invitation-card.ts';
import { reminderCard } from '../../src/teams/cards/reminder-card.ts';
import type { CardStory } from './card-story.ts';
import type { CardKinds } from './every-card.ts';
import { pageOfHistory } from './living-cards.ts';

/** What shows how far the mail of an invitation has come. */
export function mailCards(story: CardStory): CardKinds {
  const { events, states, shows, reader, link } = story;
  const { queued, refused, unreachable, lost, sent, unsubscribed } = mailEvents(story);
  const after = (...others: readonly Event[]) => story.after(queued, ...others);
  const of = (state: WithInvitation) => ({ ...shows(state), canMail: true });
  const alert = (event: InvitationMailFailed) => alertCard(event, of(after(event)));
  const history = [queued, refused, unreachable, lost, sent, unsubscribed];
  return {
    mail: {
      'draft that can be sent': invitationCard({ ...of(states.draft), link }),
      'on its way': invitationCard(of(after())),
      sent: invitationCard(of(after(sent))),
      'no more reminders': invitationCard(of(after(sent, unsubscribed))),
      refused: invitationCard(of(after(refused))),
      unreachable: invitationCard(of(after(unreachable))),
      'link lost': invitationCard(of(after(lost))),
      'alert: refused': alert(refused),
      'alert: unreachable': alert(unreachable),
      'alert: link lost': alert(lost),
      'alert: reminder refused': alertCard(refused, of(after(sent, refused))),
      'reminder by the calendar': reminderCard(events.remindedByClock, of(after(sent))),
      'reminder asked for': reminderCard(events.reminded, of(after(sent))),
      'reminder, unsubscribed': reminderCard(events.reminded, of(after(sent, unsubscribed))),
      history: historyCard(
        after(sent),
        pageOfHistory(history.map((event) => ({ type: 'event', event }))),
        reader,
      ),
    },
  };
}

function mailEvents({ events: { drafted, shared }, called }: CardStory) {
  const about = { invitationId: drafted.invitationId, at: shared.at };
  const to = called('adele@contoso.com');
  const failed = (failure: MailFailure): InvitationMailFailed => {
    const answer = called('550 5.1.1 No such user');
    return { ...about, type: 'invitation-mail-failed', by: { kind: 'clock' }, to, failure, answer };
  };
  return {
    queued: { ...about, type: 'invitation-mail-queued', by: drafted.by, to },
    refused: failed('refused'),
    unreachable: failed('unreachable'),
    lost: failed('link-lost'),
    sent: { ...about, type: 'invitation-shared', by: drafted.by, way: 'mail', mailId: 'm1' },
    unsubscribed: { ...about, type: 'invitation-unsubscribed', by: { kind: 'recipient', name: to } },
  } as const;
}
