import type { Role } from '../relationship/partner.ts';
import type { Reason, RefusalCode } from '../relationship/refusal.ts';
import { countryName } from './countries.ts';
import { nameOf } from './status-words.ts';
import { listed, moment, type Reader, say, type WordKey } from './words.ts';

/** The words of a refusal, for the person who was refused: why, and what to do instead. */
export function refusalText(reason: Reason, reader: Reader): string {
  return say(reader.language, refusalKey(reason), factsOfCode(reason.code)(reason, reader));
}

function refusalKey(reason: Reason): WordKey {
  if (reason.code === 'invitation-closed') return `refusal.closed-${reason.invitation.status}`;
  const isNamed = reason.code === 'no-authority' && reason.contact !== undefined;
  return isNamed ? 'refusal.no-authority-contact' : `refusal.${reason.code}`;
}

type RefusalFacts = Readonly<Record<string, string | number>>;
type FactsOfCode<C extends RefusalCode> = (
  reason: Extract<Reason, { readonly code: C }>,
  reader: Reader,
) => RefusalFacts;

const noFacts = (): RefusalFacts => ({});
const ofDomain = ({ domain }: { readonly domain: string }): RefusalFacts => ({ domain });
const ofInvitation = ({ invitationId: id }: { readonly invitationId: string }): RefusalFacts => ({ id });

// What the words of each code name, as the reader writes it; names, domains and ids stay as they are.
const FACTS: { readonly [C in RefusalCode]: FactsOfCode<C> } = {
  'role-required': ({ needed }, reader) => ({ roles: anyRoleOf(needed, reader) }),
  'partner-not-set-up': noFacts,
  'own-tenant': ofDomain,
  'tenant-unknown': ({ domain, cloud }, { language }) => {
    return { domain, cloud: say(language, `cloud.${cloud}`) };
  },
  'other-cloud': ({ domain, partner, customer }, { language }) => {
    return {
      domain,
      partner: say(language, `in-cloud.${partner}`),
      customer: say(language, `in-cloud.${customer}`),
    };
  },
  'other-region': ({ partner, customer }, { language }) => {
    return { partner: countryName(language, partner), customer: countryName(language, customer) };
  },
  'azure-not-offered': noFacts,
  'tenant-lookup-failed': ofDomain,
  'life-out-of-range': ({ shortest, longest }) => ({ from: shortest, to: longest }),
  'extension-too-long': ({ latest }, reader) => ({ at: moment(reader, latest) }),
  'date-in-future': noFacts,
  'not-sent-yet': ofInvitation,
  'mail-off': noFacts,
  'no-contact': ofInvitation,
  'link-unknown': ofInvitation,
  'link-edited-out': noFacts,
  'not-active': ({ customer }) => ({ customer }),
  'not-confirmed': ofDomain,
  'nothing-to-hand-over': ({ from }) => ({ from }),
  'looked-after': ({ by }) => ({ by }),
  ambiguous: ({ what }) => ({ what }),
  'already-invited': ({ invitationId: id, customer, by, expiresAt }, reader) => {
    return { id, customer, by, at: moment(reader, expiresAt) };
  },
  'already-active': ({ customer, since }, reader) => ({ customer, at: moment(reader, since) }),
  'not-found': ({ what }) => ({ what }),
  'invitation-over': ({ expiredAt }, reader) => ({ at: moment(reader, expiredAt) }),
  'invitation-closed': ({ invitation: { by, at } }, reader) => ({ by: nameOf(by), at: moment(reader, at) }),
  'question-empty': noFacts,
  'text-too-long': ({ most }) => ({ most }),
  'too-many-questions': noFacts,
  'invitation-replaced': noFacts,
  'other-organisation': noFacts,
  'own-invitation': noFacts,
  'no-authority': ({ contact }) => (contact === undefined ? {} : { contact }),
};

// Generic, because the compiler does not see that a reason and the facts of its code go together.
function factsOfCode<C extends RefusalCode>(code: C): FactsOfCode<C> {
  return FACTS[code];
}

function anyRoleOf(needed: readonly Role[], { language }: Reader): string {
  const names = needed.map((role) => say(language, `role.${role}`));
  return listed(language, names, 'disjunction');
}
