import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import type { EventType } from '../../src/relationship/event.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import { Refusal } from '../../src/relationship/refusal.ts';
import {
  hasInvitation,
  type Relationship,
  type WithInvitation,
} from '../../src/relationship/relationship.ts';
import { invitationCard } from '../../src/teams/cards/invitation-card.ts';
import { commandOf, PARTNERS, type Step, stories } from '../support/generators/random-commands.ts';
import { drafted, fabrikam, monday } from '../support/given.ts';

const HOUR = 3_600_000;
const MOST_LOOKS = 20;

// What a card of the invitation need not show, each with the reason.
const UNSEEN: readonly EventType[] = [
  // An alert tells it.
  'abuse-reported',
  // An alert tells it.
  'invitation-escalated',
  // The card says so from the moment on, before there is an event.
  'invitation-expired',
  // The reminder is a card of its own.
  'invitation-reminded',
  // An alert tells it.
  'invitation-strayed',
];

it('is seen on the card of the invitation, whatever a command changes', () => {
  const looks = new Map<EventType, boolean[]>();
  fc.assert(
    fc.property(stories({ minLength: 10, maxLength: 40 }), (steps) => {
      play(steps, (type, before, after, now) => {
        const known = looks.get(type) ?? [];
        looks.set(type, known);
        if (known.length < MOST_LOOKS && !known.includes(true))
          known.push(look(before, now) !== look(after, now));
      });
    }),
    { seed: 1, numRuns: 1000 },
  );
  const unseen = [...looks].filter(([, seen]) => !seen.includes(true)).map(([type]) => type);
  expect(unseen.filter((type) => !UNSEEN.includes(type))).toEqual([]);
  // The stories are good ones: cards were looked at before and after nearly everything that can happen.
  expect(looks.size).toBeGreaterThan(15);
});

type Seen = (type: EventType, before: Relationship, after: Relationship, now: Date) => void;

// Calls `seen` for every event that changes the relationship.
function play(steps: readonly Step[], seen: Seen): void {
  const states = new Map<string, Relationship>();
  let time = monday.getTime();
  for (const [at, one] of steps.entries()) {
    time += one.hours * HOUR;
    const key = `${one.partner}/${one.customer}`;
    const partner = PARTNERS[one.partner] ?? fabrikam;
    const id = states.get(key)?.invitation?.id ?? 'R-OLD';
    const now = new Date(time);
    const command = commandOf(one, { id, newId: `R-${at}` });
    for (const event of decided(() => decide(command, { partner, relationship: states.get(key) }, now))) {
      const before = states.get(key);
      const after = evolve(before, event);
      if (before && JSON.stringify(before) !== JSON.stringify(after)) seen(event.type, before, after, now);
      states.set(key, after);
    }
  }
}

function decided<Events>(decision: () => readonly Events[]): readonly Events[] {
  try {
    return decision();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function look(relationship: Relationship, now: Date): string {
  if (!hasInvitation(relationship)) return 'no card';
  const reader = { language: 'en', timeZone: 'Europe/Madrid' } as const;
  // The generator's hashes are no hexadecimal numbers, of which a card makes the verification code.
  const invitation = { ...relationship.invitation, tokenHash: drafted.tokenHash };
  const legible = { ...relationship, invitation } as WithInvitation;
  const shown = {
    relationshipId: 'one',
    relationship: legible,
    partner: fabrikam,
    reader,
    now,
    canMail: true,
  };
  return JSON.stringify(invitationCard(shown));
}
