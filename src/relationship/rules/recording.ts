import type { End, RecordAccess, RecordAgreement } from '../command.ts';
import type { Event } from '../event.ts';
import { refuse, requireKnown, type Situation } from './guards.ts';

/** The customer's agreement with Microsoft is signed. */
export function recordAgreement(
  { by, attestation }: RecordAgreement,
  situation: Situation,
  now: Date,
): Event[] {
  requireKnown(situation);
  if (attestation && attestation.agreedOn > now) refuse({ code: 'date-in-future' });
  return [{ type: 'agreement-recorded', at: now, by, ...(attestation === undefined ? {} : { attestation }) }];
}

/** Admin access is the Admin agent's to ask for and to record; recording what is known changes nothing. */
export function recordAccess({ by, access }: RecordAccess, situation: Situation, now: Date): Event[] {
  const { adminAccess } = requireKnown(situation);
  return adminAccess === access ? [] : [{ type: 'access-recorded', at: now, by, access }];
}

/** The relationship is over; whoever says so has typed the customer's domain. */
export function end({ by, confirmation }: End, situation: Situation, now: Date): Event[] {
  const { status, customer } = requireKnown(situation);
  if (status !== 'active') refuse({ code: 'not-active', customer: customer.name });
  const { domain } = customer;
  if (confirmation.trim().toLowerCase() !== domain) refuse({ code: 'not-confirmed', domain });
  return [{ type: 'relationship-ended', at: now, by }];
}
