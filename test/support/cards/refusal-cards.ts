import type { CommandName } from '../../../src/grammar/commands/table.ts';
import type { Reason, RefusalCode } from '../../../src/relationship/refusal.ts';
import type { ClosedInvitation, WithInvitation } from '../../../src/relationship/relationship.ts';
import { nextButtons } from '../../../src/teams/answers/next-steps.ts';
import { refusalCard } from '../../../src/teams/cards/refusal-card.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

/** The cards of all refusals, with their buttons; the compiler reports a code that is missing. */
export function refusalCards({ reader, states, called, now, later }: CardStory): CardKinds {
  const name = called('Contoso');
  const written = called('contoso.com');
  const about = { domain: 'contoso.com', customer: name };
  const reasons: Readonly<Record<RefusalCode, Reason>> = {
    'role-required': { code: 'role-required', needed: ['admin', 'sales', 'helpdesk', 'none'] },
    'partner-not-set-up': { code: 'partner-not-set-up' },
    'own-tenant': { code: 'own-tenant', domain: written },
    'tenant-unknown': { code: 'tenant-unknown', domain: written, cloud: 'usgov' },
    'other-cloud': { code: 'other-cloud', domain: written, partner: 'public', customer: 'usgov' },
    'other-region': { code: 'other-region', partner: 'ES', customer: 'US' },
    'azure-not-offered': { code: 'azure-not-offered' },
    'tenant-lookup-failed': { code: 'tenant-lookup-failed', domain: written },
    'life-out-of-range': { code: 'life-out-of-range', shortest: 1, longest: 30 },
    'extension-too-long': { code: 'extension-too-long', latest: later },
    'date-in-future': { code: 'date-in-future' },
    'not-sent-yet': { code: 'not-sent-yet', invitationId: 'R-7K2M' },
    'not-active': { code: 'not-active', customer: name },
    'not-confirmed': { code: 'not-confirmed', domain: about.domain },
    'nothing-to-hand-over': { code: 'nothing-to-hand-over', from: called('Dana') },
    'looked-after': { code: 'looked-after', by: called('Dana') },
    ambiguous: { code: 'ambiguous', what: name, candidates: candidates(called) },
    'already-invited': {
      ...{ code: 'already-invited', invitationId: 'R-7K2M' },
      ...{ customer: name, by: called('Dana Souza'), expiresAt: later },
    },
    'already-active': { code: 'already-active', customer: name, since: now },
    'not-found': { code: 'not-found', what: called('Adatum') },
    'invitation-over': { code: 'invitation-over', expiredAt: later },
    'invitation-closed': { code: 'invitation-closed', invitation: closed(states.accepted) },
    'invitation-replaced': { code: 'invitation-replaced' },
    'mail-off': { code: 'mail-off' },
    'no-contact': { code: 'no-contact', invitationId: 'R-7K2M' },
    'link-unknown': { code: 'link-unknown', invitationId: 'R-7K2M' },
    'link-edited-out': { code: 'link-edited-out' },
    'question-empty': { code: 'question-empty' },
    'text-too-long': { code: 'text-too-long', most: 500 },
    'too-many-questions': { code: 'too-many-questions' },
    'other-organisation': { code: 'other-organisation' },
    'own-invitation': { code: 'own-invitation' },
    'no-authority': { code: 'no-authority' },
  };
  const of = (reason: Reason, command: CommandName = 'invite') => {
    const line = { command, given: { name, ...about, country: 'ES' } };
    return refusalCard(reason, reader, nextButtons(reason, line, reader));
  };
  return {
    refusal: {
      ...Object.fromEntries(Object.entries(reasons).map(([code, reason]) => [code, of(reason)])),
      'no authority, contact named': of({ code: 'no-authority', contact: called('adele@contoso.com') }),
      'role required, for the message': of({ code: 'role-required', needed: ['admin'] }, 'template'),
      ...Object.fromEntries(
        [states.declined, states.withdrawn, states.replaced, states.expired].map((state) => {
          const invitation = closed(state);
          return [`closed: ${invitation.status}`, of({ code: 'invitation-closed', invitation })];
        }),
      ),
    },
  };
}

const candidates = (called: CardStory['called']) => [
  { name: called('Contoso'), key: 'contoso.com' },
  { name: called('Contoso Ibérica'), key: 'contoso.es' },
];

function closed({ invitation }: WithInvitation): ClosedInvitation {
  const { status } = invitation;
  if (status === 'draft' || status === 'sent' || status === 'viewed') throw new Error('It is still open');
  return invitation;
}
