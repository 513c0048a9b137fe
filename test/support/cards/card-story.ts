import type { Terms } from '../../../src/relationship/command.ts';
import type { Event, InvitationDrafted } from '../../../src/relationship/event.ts';
import { evolve } from '../../../src/relationship/evolve.ts';
import type { Language } from '../../../src/relationship/language.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { Customer } from '../../../src/relationship/people.ts';
import type { Relationship, WithInvitation } from '../../../src/relationship/relationship.ts';
import type { Shown } from '../../../src/teams/cards/invitation-card.ts';
import type { Reader } from '../../../src/words/words.ts';
import * as given from '../given.ts';

/** The story of `given.ts` as one reader sees it; with a `name`, all people and all things that people name have it. */
export type CardStory = ReturnType<typeof cardStory>;

/** Makes the story, with fixed times. */
export function cardStory(language: Language, name?: string) {
  const called = (usual: string): string => name ?? usual;
  const reader: Reader = { language, timeZone: 'Europe/Madrid' };
  const partner: Partner = { ...given.fabrikam, name: called('Fabrikam') };
  const customer: Customer = { ...given.contoso, name: called('Contoso') };
  const events = eventsOf(language, called, customer);
  const { drafted } = events;
  const states = statesOf(events);
  return {
    ...{ called, reader, partner, customer, events, states },
    now: given.tuesday,
    later: given.nextTuesday,
    relationshipId: 'relationship',
    link: `https://vinculo.fabrikam.com/i/${'A'.repeat(43)}`,
    /** The relationship after the draft and these events. */
    after: (...others: readonly Event[]) => given.history(drafted, ...others),
    shows: <State extends Relationship>(relationship: State): Shown & { readonly relationship: State } => ({
      ...{ relationshipId: 'relationship', relationship, partner, reader },
      now: given.tuesday,
    }),
  };
}

/** Returns the story's `name`, or the usual name without one. */
type Called = (usual: string) => string;

function eventsOf(language: Language, called: Called, customer: Customer) {
  const megan = { ...given.megan, name: called('Megan Bowen') };
  const dana = { ...given.dana, name: called('Dana Souza') };
  const terms: Terms = {
    ...given.terms,
    contact: called('adele@contoso.com'),
    reference: called('PO 4411'),
    language,
  };
  const about = { invitationId: given.drafted.invitationId, at: given.tuesday, by: dana };
  const clock = { by: { kind: 'clock' }, at: given.wednesday } as const;
  return {
    drafted: { ...given.drafted, by: dana, customer, terms },
    shared: { ...given.shared, by: dana },
    sharedInChat: { ...given.shared, by: dana, way: 'chat' },
    viewed: { ...given.viewed, by: megan },
    strayed: {
      ...about,
      type: 'invitation-strayed',
      by: { ...given.henrietta, name: called('Henrietta Mueller') },
    },
    reminded: { ...about, type: 'invitation-reminded' },
    remindedByClock: { ...about, ...clock, type: 'invitation-reminded', day: 3 },
    extended: { ...about, type: 'invitation-extended', expiresAt: given.nextTuesday },
    handedOver: {
      ...about,
      type: 'invitation-handed-over',
      to: { ...given.diego, name: called('Diego Siciliani') },
    },
    unattended: {
      ...about,
      ...clock,
      ...{ type: 'invitation-escalated', reason: 'unattended', days: 3 },
      owner: { objectId: dana.objectId, name: dana.name },
    },
    ownerless: {
      ...about,
      ...clock,
      ...{ type: 'invitation-escalated', reason: 'no-role' },
      owner: { objectId: dana.objectId, name: dana.name },
    },
    accepted: { ...given.accepted, by: megan },
    acceptedByContact: { ...given.accepted, by: megan, proof: 'contact' },
    acceptedByMember: { ...given.accepted, by: megan, proof: 'member' },
    declined: { ...given.declined, by: megan, reason: called('Too early') },
    revoked: { ...given.revoked, by: dana, reason: called('Wrong contact') },
    question: { ...given.asked, by: megan, text: called('Do our subscriptions move?') },
    answer: { ...given.replied, by: dana, text: called('No, they stay.') },
    reported: { ...given.reported, by: megan, reason: called('Never heard of them') },
    superseded: { ...about, type: 'invitation-superseded' },
    expired: given.expired,
    added: { ...given.added, by: dana, customer },
    signed: { type: 'agreement-recorded', at: given.wednesday, by: dana },
    attested: {
      type: 'agreement-recorded',
      at: given.wednesday,
      by: dana,
      attestation: { name: called('Megan Bowen'), email: 'megan@contoso.com', agreedOn: given.tuesday },
    },
    asked: { type: 'access-recorded', at: given.wednesday, by: dana, access: 'requested' },
    granted: { type: 'access-recorded', at: given.wednesday, by: dana, access: 'granted' },
    removed: { type: 'access-recorded', at: given.wednesday, by: dana, access: 'removed' },
    ended: { ...given.relationshipEnded, by: dana },
  } as const satisfies Record<string, Event>;
}

type Events = ReturnType<typeof eventsOf>;

// Every state of the invitation; together they fill a page of a list.
function statesOf({ drafted, ...then }: Events & { readonly drafted: InvitationDrafted }) {
  const after = (...others: readonly Event[]): WithInvitation => given.history(drafted, ...others);
  return {
    draft: after(),
    sent: after(then.shared),
    read: after(then.shared, then.viewed),
    accepted: after(then.shared, then.accepted),
    declined: after(then.shared, then.declined),
    withdrawn: after(then.shared, then.revoked),
    replaced: after(then.shared, then.superseded),
    expired: after(then.shared, then.expired),
  } as const;
}

/** A new customer who was never invited (S3), after these events. */
export function added({ events }: CardStory, ...others: readonly Event[]): Relationship {
  return others.reduce(evolve, evolve(undefined, events.added));
}
