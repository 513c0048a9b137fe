import type { Role } from '../relationship/partner.ts';
import type { Reason } from '../relationship/refusal.ts';
import { countryName } from './countries.ts';
import { nameOf } from './status-words.ts';
import { listed, moment, type Reader, say, type WordKey } from './words.ts';

/** The words of a refusal, for whoever has been refused. */
export function refusalText(reason: Reason, reader: Reader): string {
  return say(reader.language, keyOf(reason), { ...plainFacts(reason), ...facts(reason, reader) });
}

function keyOf(reason: Reason): WordKey {
  if (reason.code === 'invitation-closed') return `refusal.closed-${reason.invitation.status}`;
  const isNamed = reason.code === 'no-authority' && reason.contact !== undefined;
  return isNamed ? 'refusal.no-authority-contact' : `refusal.${reason.code}`;
}

type Facts = Readonly<Record<string, string | number>>;

// Names, domains and ids go into the words as they are.
function plainFacts(reason: Reason): Facts {
  return Object.fromEntries(Object.entries(reason).filter(([, value]) => typeof value === 'string'));
}

// What has to be put into words or written as the reader writes it.
function facts(reason: Reason, reader: Reader): Facts {
  const { language } = reader;
  switch (reason.code) {
    case 'role-required':
      return { roles: roles(reason.needed, reader) };
    case 'other-cloud':
      return {
        partner: say(language, `in-cloud.${reason.partner}`),
        customer: say(language, `in-cloud.${reason.customer}`),
      };
    case 'tenant-unknown':
      return { cloud: say(language, `cloud.${reason.cloud}`) };
    case 'other-region':
      return {
        partner: countryName(language, reason.partner),
        customer: countryName(language, reason.customer),
      };
    case 'life-out-of-range':
      return { from: reason.shortest, to: reason.longest };
    case 'text-too-long':
      return { most: reason.most };
    case 'not-sent-yet':
    case 'no-contact':
    case 'link-unknown':
      return { id: reason.invitationId };
    default:
      return timed(reason, reader);
  }
}

function timed(reason: Reason, reader: Reader): Facts {
  switch (reason.code) {
    case 'already-invited':
      return { id: reason.invitationId, at: moment(reader, reason.expiresAt) };
    case 'already-active':
      return { at: moment(reader, reason.since) };
    case 'extension-too-long':
      return { at: moment(reader, reason.latest) };
    case 'invitation-over':
      return { at: moment(reader, reason.expiredAt) };
    case 'invitation-closed':
      return { by: nameOf(reason.invitation.by), at: moment(reader, reason.invitation.at) };
    default:
      return {};
  }
}

function roles(needed: readonly Role[], { language }: Reader): string {
  const names = needed.map((role) => say(language, `role.${role}`));
  return listed(language, names, 'disjunction');
}
