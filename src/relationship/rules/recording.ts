import type { End, RecordAccess, RecordAgreement } from '../command.ts';
import type { AccessRecorded, AgreementRecorded, Event, RelationshipEnded } from '../event.ts';
import type { Relationship } from '../relationship.ts';
import type { Effect } from './effects.ts';
import { refuse, requireKnown, type Situation } from './guards.ts';

// Records that the Microsoft Customer Agreement is signed (S2); an attested date may not lie in the future.
function decideAgreement({ by, attestation }: RecordAgreement, situation: Situation, now: Date): Event[] {
  requireKnown(situation);
  if (attestation && attestation.agreedOn > now) refuse({ code: 'date-in-future' });
  return [{ type: 'agreement-recorded', at: now, by, ...(attestation === undefined ? {} : { attestation }) }];
}

// Records how far admin access has come (S4); what is recorded already leads to no event.
function decideAccess({ by, access }: RecordAccess, situation: Situation, now: Date): Event[] {
  const { adminAccess } = requireKnown(situation);
  return adminAccess === access ? [] : [{ type: 'access-recorded', at: now, by, access }];
}

// Ends an active relationship; the typed confirmation must be the customer's domain.
function decideEnd({ by, confirmation }: End, situation: Situation, now: Date): Event[] {
  const { status, customer } = requireKnown(situation);
  if (status !== 'active') refuse({ code: 'not-active', customer: customer.name });
  const { domain } = customer;
  if (confirmation.trim().toLowerCase() !== domain) refuse({ code: 'not-confirmed', domain });
  return [{ type: 'relationship-ended', at: now, by }];
}

// The agreement is accepted with Microsoft, or attested by the partner.
const afterAgreementRecorded: Effect<AgreementRecorded> = (relationship, event) => {
  return { ...existing(relationship, event), agreement: event.attestation ? 'attested' : 'accepted' };
};

// Admin access has come as far as the event says.
const afterAccessRecorded: Effect<AccessRecorded> = (relationship, event) => {
  return { ...existing(relationship, event), adminAccess: event.access };
};

// The relationship has ended. Throws unless it was active: no rule lets that happen.
const afterEnded: Effect<RelationshipEnded> = (relationship, event) => {
  const known = existing(relationship, event);
  if (known.status !== 'active') throw new Error('No active relationship to end');
  const { origin: _, ...rest } = known;
  return { ...rest, status: 'ended', since: event.at, by: event.by };
};

function existing(relationship: Relationship | undefined, { type }: Event): Relationship {
  if (!relationship) throw new Error(`No relationship for ${type}`);
  return relationship;
}

/** The rules of this concern, by command; `decide` joins them. */
export const RECORDING_RULES = {
  agreement: decideAgreement,
  access: decideAccess,
  end: decideEnd,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const RECORDING_EFFECTS = {
  'agreement-recorded': afterAgreementRecorded,
  'access-recorded': afterAccessRecorded,
  'relationship-ended': afterEnded,
};
