import type { Role } from '../relationship/partner.ts';
import type { Reason } from '../relationship/refusal.ts';
import { nameOf } from './status-words.ts';
import { countryName, moment, type Reader, say } from './words.ts';

/** The words of a refusal, for whoever has been refused. */
export function refusalText(reason: Reason, reader: Reader): string {
  const { language } = reader;
  switch (reason.code) {
    case 'role-required':
      return say(language, 'refusal.role-required', { roles: roles(reason.needed, reader) });
    case 'other-cloud':
      return say(language, 'refusal.other-cloud', {
        domain: reason.domain,
        partner: say(language, `in-cloud.${reason.partner}`),
        customer: say(language, `in-cloud.${reason.customer}`),
      });
    case 'tenant-unknown':
      return say(language, 'refusal.tenant-unknown', {
        domain: reason.domain,
        cloud: say(language, `cloud.${reason.cloud}`),
      });
    case 'other-region':
      return say(language, 'refusal.other-region', {
        partner: countryName(language, reason.partner),
        customer: countryName(language, reason.customer),
      });
    case 'own-tenant':
    case 'tenant-lookup-failed':
      return say(language, `refusal.${reason.code}`, { domain: reason.domain });
    case 'life-out-of-range':
      return say(language, 'refusal.life-out-of-range', { from: reason.shortest, to: reason.longest });
    case 'no-authority': {
      const { contact = '' } = reason;
      return say(language, contact === '' ? 'refusal.no-authority' : 'refusal.no-authority-contact', {
        contact,
      });
    }
    case 'not-found':
      return say(language, 'refusal.not-found', { what: reason.what });
    case 'azure-not-offered':
    case 'date-in-future':
    case 'partner-not-set-up':
    case 'invitation-replaced':
    case 'other-organisation':
    case 'own-invitation':
      return say(language, `refusal.${reason.code}`);
    default:
      return timed(reason, reader);
  }
}

type Timed = Extract<
  Reason,
  { code: 'already-invited' | 'already-active' | 'invitation-over' | 'invitation-closed' }
>;

function timed(reason: Timed, reader: Reader): string {
  const { language } = reader;
  switch (reason.code) {
    case 'already-invited': {
      const { invitationId: id, customer, by, expiresAt } = reason;
      return say(language, 'refusal.already-invited', { id, customer, by, at: moment(reader, expiresAt) });
    }
    case 'already-active': {
      const { customer, since } = reason;
      return say(language, 'refusal.already-active', { customer, at: moment(reader, since) });
    }
    case 'invitation-over':
      return say(language, 'refusal.invitation-over', { at: moment(reader, reason.expiredAt) });
    case 'invitation-closed': {
      const { status, at, by } = reason.invitation;
      return say(language, `refusal.closed-${status}`, { by: nameOf(by), at: moment(reader, at) });
    }
  }
}

function roles(needed: readonly Role[], { language }: Reader): string {
  const names = needed.map((role) => say(language, `role.${role}`));
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
}
