import type { Proof } from '../event.ts';
import type { Authority } from '../partner.ts';
import type { CustomerPerson } from '../people.ts';

/**
 * What lets this person answer for the customer under the partner's setting; undefined when nothing does. Holds only
 * for a person of the customer's own tenant, which the caller has checked.
 */
export function proofOfAuthority(
  person: CustomerPerson,
  authority: Authority,
  contact: string | undefined,
): Proof | undefined {
  if (authority === 'contact' && isContact(person, contact)) return 'contact';
  if (person.isAdministrator) return 'administrator';
  return authority === 'member' ? 'member' : undefined;
}

function isContact(person: CustomerPerson, contact: string | undefined): boolean {
  if (contact === undefined) return false;
  return person.emails.some((email) => email.toLowerCase() === contact.toLowerCase());
}
