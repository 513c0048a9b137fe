import type { Event } from '../../relationship/event.ts';
import type { Customer } from '../../relationship/people.ts';
import { isAboutInvitation } from '../../relationship/relationship.ts';
import { isOpen, standing } from '../../relationship/standing.ts';
import { customerRows } from '../../words/customer-words.ts';
import type { Row } from '../../words/request-words.ts';
import { missingLines, relationshipLine, relationshipTone } from '../../words/status-words.ts';
import { say } from '../../words/words.ts';
import { run } from './button.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import { shortRow } from './history-card.ts';
import type { Shown } from './invitation-card.ts';
import { nextSteps, readinessRows } from './readiness-part.ts';

/** How many events the card of a customer tells of, the newest ones. */
export const MOST_RECENT = 5;

/** What the card of a customer is drawn from. `recent`: the latest events, the newest last. */
export type CustomerShown = Shown & { readonly recent: readonly Event[] };

/**
 * The partner's living card of a customer: relationship, agreement, admin access, what is missing, and the latest
 * events.
 */
export function customerCard(shown: CustomerShown): Card {
  const { relationship, reader, now, recent } = shown;
  const { language } = reader;
  const { customer, status } = relationship;
  const values = { customer: customer.name };
  return fill('customer', {
    language,
    title: say(language, 'customer.title'),
    summary: say(language, 'customer.summary', values),
    customer: customer.name,
    status: relationshipLine(relationship, reader, now),
    tone: relationshipTone(relationship, now),
    rows: customerFacts(shown),
    missingLabel: say(language, 'invitation.missing'),
    missing: status === 'active' ? missingLines(relationship, reader) : [],
    recentLabel: say(language, 'customer.recent'),
    recent: recent.map((event) => shortRow(event, reader)),
    note: status === 'active' ? say(language, 'note.recorded') : '',
    actions: actions(customerButtons(shown)),
  });
}

function customerFacts({ relationship, reader }: Shown): Row[] {
  return [...customerRows(relationship, reader), ...readinessRows(relationship, reader)];
}

function customerButtons({ relationshipId, relationship, reader, now }: Shown): Button[] {
  const { customer, status } = relationship;
  const history = run({ command: 'history', given: customer.domain, title: 'button.history' }, reader);
  if (status === 'active') {
    const end = { title: say(reader.language, 'button.end'), verb: 'ask-end', data: { relationshipId } };
    return [...nextSteps(relationship, reader), history, end];
  }
  const isWaiting = isAboutInvitation(relationship) && isOpen(standing(relationship, now));
  const next = isWaiting
    ? run({ command: 'status', given: relationship.invitation.id, title: 'button.details' }, reader)
    : run({ command: 'invite', given: invitedAs(customer), title: 'button.invite' }, reader);
  return [next, history];
}

function invitedAs({ name, domain, country }: Customer): string {
  return `"${name.replaceAll('"', '')}" ${domain} country:${country}`;
}
