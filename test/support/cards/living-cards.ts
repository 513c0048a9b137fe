import type { AlertedEvent } from '../../../src/delivery/announcements.ts';
import type { Event } from '../../../src/relationship/event.ts';
import type { WithInvitation } from '../../../src/relationship/relationship.ts';
import { alertCard } from '../../../src/teams/cards/alert-card.ts';
import { customerCard } from '../../../src/teams/cards/customer-card.ts';
import { invitationCard } from '../../../src/teams/cards/invitation-card.ts';
import { type Listing, relationshipsCard } from '../../../src/teams/cards/relationships-card.ts';
import { reminderCard } from '../../../src/teams/cards/reminder-card.ts';
import { replacedCard } from '../../../src/teams/cards/replaced-card.ts';
import { reportCard } from '../../../src/teams/cards/report-card.ts';
import { requestCard } from '../../../src/teams/cards/request-card.ts';
import type { CardKinds } from './card-kinds.ts';
import { added, type CardStory } from './card-story.ts';

/** The cards that show the present state: living cards, alerts, lists, history, report. */
export function livingCards(story: CardStory): CardKinds {
  return {
    invitation: invitations(story),
    request: requests(story),
    alert: alerts(story),
    customer: customers(story),
    list: lists(story),
    report: reports(story),
    reminder: reminders(story),
    replaced: replaced(story),
  };
}

function invitations({ events, states, after, shows, link }: CardStory) {
  const of = (state: WithInvitation) => invitationCard(shows(state));
  const { shared, accepted } = events;
  return {
    'draft with its link': invitationCard({ ...shows(states.draft), link }),
    draft: of(states.draft),
    sent: of(states.sent),
    read: of(states.read),
    'handed over': of(after(shared, events.handedOver)),
    'a question': of(after(shared, events.viewed, events.question)),
    'question and reply': of(after(shared, events.viewed, events.question, events.answer)),
    'reported as an abuse': of(after(shared, events.viewed, events.reported)),
    accepted: of(states.accepted),
    'accepted by the contact': of(after(shared, events.acceptedByContact)),
    'accepted by a member': of(after(shared, events.acceptedByMember)),
    'agreement signed': of(after(shared, accepted, events.signed)),
    'ready to sell and manage': of(after(shared, accepted, events.signed, events.granted)),
    declined: of(states.declined),
    withdrawn: of(states.withdrawn),
    replaced: of(states.replaced),
    expired: of(states.expired),
    'relationship ended': of(after(shared, accepted, events.ended)),
    'only Azure, bought directly': of(azureOf(states.sent)),
  };
}

function azureOf(state: WithInvitation): WithInvitation {
  const terms = { ...state.invitation.terms, scope: 'azure', buys: 'direct' } as const;
  return { ...state, invitation: { ...state.invitation, terms } } as WithInvitation;
}

function requests({ events, states, after, shows, partner }: CardStory) {
  const linked = { ...partner, microsoftLink: 'https://admin.microsoft.com/Adminportal/Home' };
  const of = (state: WithInvitation) => requestCard(shows(state));
  const government = {
    ...states.accepted,
    customer: { ...states.accepted.customer, cloud: 'usgov' },
  } as const;
  return {
    open: of(states.sent),
    'question and reply': of(after(events.shared, events.question, events.answer)),
    'only for Azure': of(azureOf(states.sent)),
    accepted: of(states.accepted),
    'accepted, US Government': of(government),
    'accepted, to be accepted at Microsoft too': requestCard({ ...shows(states.accepted), partner: linked }),
    declined: of(states.declined),
    withdrawn: of(states.withdrawn),
    expired: of(states.expired),
  };
}

function alerts({ events, after, shows }: CardStory) {
  const of = (event: AlertedEvent, ...others: readonly Event[]) =>
    alertCard(event, shows(after(event, ...others)));
  return {
    accepted: of(events.accepted),
    'accepted, agreement signed': of(events.accepted, events.signed),
    declined: of(events.declined),
    expired: of(events.expired),
    read: of(events.viewed),
    'opened by another organisation': of(events.strayed),
    question: of(events.question),
    abuse: of(events.reported),
    'nobody looks after it': of(events.unattended),
    'nobody may look after it': of(events.ownerless),
  };
}

function customers(story: CardStory) {
  const { events, states, after, shows } = story;
  const recent = [events.drafted, events.shared, events.viewed, events.accepted, events.signed];
  const of = (state: Parameters<typeof customerCard>[0]['relationship'], some: readonly Event[] = recent) =>
    customerCard({ ...shows(state), recent: some });
  return {
    invited: of(states.sent),
    declined: of(states.declined),
    accepted: of(states.accepted),
    'everything there': of(after(events.accepted, events.signed, events.granted)),
    'admin access asked for': of(after(events.accepted, events.attested, events.asked)),
    'admin access removed': of(after(events.accepted, events.attested, events.removed)),
    'admin access expired': of({ ...states.accepted, adminAccess: 'expired' }),
    added: of(added(story), [events.added]),
    ended: of(added(story, events.ended), [events.added, events.ended]),
    'tenant unknown': of(withoutTenant(story), [events.added]),
  };
}

function withoutTenant(story: CardStory) {
  const { tenantId: _, ...customer } = story.customer;
  return { ...added(story), customer };
}

function lists(story: CardStory) {
  const { reader, now, later, called } = story;
  const rows: Listing['rows'] = rowsOf(story);
  const of = (title: 'list' | 'customers', some: Listing['rows'], { page = 1, total = some.length } = {}) => {
    const again = { command: 'customers', given: { text: called('contoso') } };
    const words = { title: `${title}.title`, empty: `${title}.empty` } as const;
    const listing = { ...words, rows: some, total, page, pageSize: 8, again };
    return relationshipsCard(listing, reader, total > 8 ? later : now);
  };
  return {
    invitations: of('list', rows.slice(0, 3)),
    'one invitation': of('list', rows.slice(0, 1)),
    'no invitation': of('list', []),
    customers: of('customers', rows, { page: 2, total: 20 }),
    'added and ended customers': of('customers', [
      { relationshipId: 'relationship', state: added(story) },
      { relationshipId: 'relationship', state: added(story, story.events.ended) },
    ]),
    'no customer': of('customers', []),
  };
}

const rowsOf = ({ states }: CardStory) =>
  Object.values(states).map((state: WithInvitation) => ({ relationshipId: 'relationship', state }));

function reports(story: CardStory) {
  const { reader, now } = story;
  const some = { sent: 40, viewed: 31, accepted: 18, declined: 4, expired: 6, withdrawn: 2, open: 10 };
  const none = { sent: 0, viewed: 0, accepted: 0, declined: 0, expired: 0, withdrawn: 0, open: 0 };
  const of = (report: typeof some & { medianHours?: number }, stale: ReturnType<typeof rowsOf> = []) =>
    reportCard({ days: 30, report, stale, staleDays: 5 }, reader, now);
  return {
    'with figures': of({ ...some, medianHours: 52 }, rowsOf(story).slice(1, 3)),
    'answered within hours': of({ ...some, medianHours: 5 }),
    'answered at once': of({ ...some, medianHours: 0.5 }),
    empty: of(none),
  };
}

function reminders({ events, states, shows }: CardStory) {
  return {
    'asked for': reminderCard(events.reminded, shows(states.sent)),
    'by the calendar': reminderCard(events.remindedByClock, shows(states.read)),
  };
}

function replaced({ reader }: CardStory) {
  const about = { invitationId: 'R-7K2M', current: 'R-9Q3D' } as const;
  return {
    'at the partner’s': replacedCard({ ...about, audience: 'partner' }, reader),
    'at the customer’s': replacedCard({ ...about, audience: 'customer' }, reader),
  };
}
