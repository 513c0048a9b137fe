import type { RelationshipAttempt, RuleCode } from '../../../src/relationship/attempt.ts';
import type { Event } from '../../../src/relationship/event.ts';
import type { HistoryEntry } from '../../../src/relationship/history-entry.ts';
import { historyCard } from '../../../src/teams/cards/history-card.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';
import { mailEvents } from './mail-cards.ts';

/** The pages of a history with all events and all refused attempts; the compiler reports a refusal that is missing. */
export function historyCards(story: CardStory): CardKinds {
  const { events } = story;
  const told = [events.drafted, events.shared, events.viewed, events.accepted];
  const all: Event[] = [...Object.values<Event>(events), ...Object.values<Event>(mailEvents(story))];
  return {
    history: {
      'of an invitation': page(story, told.map(happened), 1),
      ...pages(story, 'what can happen', all.map(happened)),
      ...pages(story, 'what can be refused', attempts(story)),
    },
  };
}

const PAGE_SIZE = 20;

function pages(story: CardStory, title: string, rows: readonly HistoryEntry[]) {
  const count = Math.ceil(rows.length / PAGE_SIZE);
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const some = rows.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE);
      return [`${title}, page ${at + 1}`, page(story, some, count)];
    }),
  );
}

function page({ reader, states }: CardStory, rows: readonly HistoryEntry[], pageCount: number) {
  const again = { command: 'history', given: { target: 'contoso.com' } };
  const paged = { total: PAGE_SIZE * pageCount, page: 1, pageSize: PAGE_SIZE, again };
  return historyCard(states.accepted, { ...paged, rows }, reader);
}

const happened = (event: Event): HistoryEntry => ({ type: 'event', event });

function attempts({ events, now: at }: CardStory): HistoryEntry[] {
  const { by } = events.drafted;
  const commands = Object.keys(ATTEMPTS) as RelationshipAttempt[];
  const codes = Object.keys(RULE_CODES) as RuleCode[];
  return Array.from({ length: Math.max(commands.length, codes.length) }, (_, index) => {
    const command = commands[index % commands.length] ?? 'invite';
    const code = codes[index % codes.length] ?? 'role-required';
    return { type: 'refused', at, by, command, code };
  });
}

/** All attempts to change a relationship that can be refused. */
export const ATTEMPTS: Readonly<Record<RelationshipAttempt, true>> = {
  invite: true,
  add: true,
  share: true,
  mail: true,
  reissue: true,
  remind: true,
  extend: true,
  handover: true,
  'take-over': true,
  accept: true,
  decline: true,
  ask: true,
  reply: true,
  'report-abuse': true,
  revoke: true,
  agreement: true,
  access: true,
  end: true,
};

/** All codes of refusals that a history shows. */
export const RULE_CODES: Readonly<Record<RuleCode, true>> = {
  'role-required': true,
  'own-tenant': true,
  'tenant-unknown': true,
  'other-cloud': true,
  'other-region': true,
  'azure-not-offered': true,
  'not-sent-yet': true,
  'not-active': true,
  'looked-after': true,
  'already-invited': true,
  'already-active': true,
  'not-found': true,
  'invitation-over': true,
  'invitation-closed': true,
  'too-many-questions': true,
  'invitation-replaced': true,
  'other-organisation': true,
  'own-invitation': true,
  'no-authority': true,
};
