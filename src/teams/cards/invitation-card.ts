import type { Partner } from '../../relationship/partner.ts';
import { readiness } from '../../relationship/readiness.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { customerMessage, mailto } from '../../words/customer-message.ts';
import type { Row } from '../../words/request-words.ts';
import { isOpen, missingLines, type Standing, standing, statusLine, tone } from '../../words/status-words.ts';
import { countryName, moment, type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill, type Press } from './card.ts';

/** What a living card shows. */
export type Shown = {
  readonly relationshipId: string;
  readonly relationship: Relationship;
  readonly partner: Partner;
  readonly reader: Reader;
  readonly now: Date;
  /** The customer's link; only the first card of a draft has it. */
  readonly link?: string;
};

/** The partner's living card of an invitation: state, who, when, what is missing, and what can be done now. */
export function invitationCard(shown: Shown): Card {
  const { relationship, partner, reader, now, link } = shown;
  const { language } = reader;
  const { customer, invitation } = relationship;
  const status = standing(relationship, now);
  const letter = link === undefined ? undefined : customerMessage({ relationship, partner, link });
  const values = { id: invitation.id, customer: customer.name };
  return fill('invitation', {
    language,
    title: say(language, 'invitation.title', values),
    summary: say(language, 'invitation.summary', values),
    customer: customer.name,
    status: statusLine(relationship, reader, now),
    tone: tone(status),
    rows: rows(shown),
    linkLabel: say(language, 'invitation.link'),
    link: link ?? '',
    letterLabel: say(language, 'invitation.letter'),
    letterHint: say(language, 'invitation.letter-hint'),
    letter: letter?.body ?? '',
    missingLabel: say(language, 'invitation.missing'),
    missing: status === 'accepted' ? missingLines(relationship, reader) : [],
    note: note(shown, status),
    actions: [...(letter ? [openMail(letter, shown)] : []), ...actions(presses(shown, status))],
  });
}

// S2 and S4: what the relationship is good for now.
function readinessRows(relationship: Relationship, language: Reader['language']): Row[] {
  const { canPurchase, canManage } = readiness(relationship);
  const yesNo = (is: boolean) => say(language, is ? 'yes' : 'no');
  return [
    { label: say(language, 'fact.agreement'), value: say(language, `agreement.${relationship.agreement}`) },
    { label: say(language, 'fact.access'), value: say(language, `access.${relationship.adminAccess}`) },
    { label: say(language, 'fact.can-purchase'), value: yesNo(canPurchase) },
    { label: say(language, 'fact.can-manage'), value: yesNo(canManage) },
  ];
}

function rows({ relationship, reader }: Shown): Row[] {
  const { language } = reader;
  const { customer, invitation } = relationship;
  const { terms } = invitation;
  const row = (label: Parameters<typeof say>[1], value: string | undefined): Row[] =>
    value === undefined ? [] : [{ label: say(language, label), value }];
  return [
    ...row('fact.domain', customer.domain),
    ...row('fact.country', countryName(language, customer.country)),
    ...row('fact.contact', terms.contact),
    ...row('fact.scope', say(language, terms.scope === 'azure' ? 'scope.azure' : 'scope.full')),
    ...row('fact.buys', terms.buys === 'unknown' ? undefined : say(language, `buys.${terms.buys}`)),
    ...row('fact.asked-by', invitation.createdBy.name),
    ...row('fact.expires', moment(reader, invitation.expiresAt)),
    ...(relationship.status === 'active' ? readinessRows(relationship, language) : []),
    ...row('fact.reference', terms.reference),
    ...row('fact.reason', 'reason' in invitation ? invitation.reason : undefined),
    ...row(
      'fact.proof',
      invitation.status === 'accepted' ? say(language, `proof.${invitation.proof}`) : undefined,
    ),
  ];
}

function note({ reader: { language }, link }: Shown, status: Standing): string {
  if (status === 'draft') return say(language, link === undefined ? 'note.link-gone' : 'note.draft');
  if (status === 'accepted') return say(language, 'note.recorded');
  if (status === 'sent' || status === 'viewed') return say(language, 'note.waiting');
  return say(language, 'note.invite-again');
}

function presses(shown: Shown, status: Standing): Press[] {
  const { relationshipId, relationship, reader } = shown;
  const { language } = reader;
  const { id: invitationId } = relationship.invitation;
  const data = { relationshipId, invitationId };
  const renew = { title: say(language, 'button.reissue'), verb: 'reissue', data };
  if (status === 'accepted') return [];
  if (!isOpen(status)) return [renew];
  const sent = { title: say(language, 'button.mark-sent'), verb: 'share', data: { ...data, way: 'message' } };
  return [
    ...(status === 'draft' ? [sent] : []),
    { title: say(language, 'button.share-here'), verb: 'share', data: { ...data, way: 'chat' } },
    // While the link can be read on this card nobody needs another.
    ...(shown.link === undefined ? [renew] : []),
    { title: say(language, 'button.revoke'), verb: 'ask-revoke', data },
  ];
}

function openMail(letter: { subject: string; body: string }, { relationship, reader }: Shown): object {
  return {
    type: 'Action.OpenUrl',
    title: say(reader.language, 'button.open-mail'),
    style: 'positive',
    url: mailto({ ...letter, to: relationship.invitation.terms.contact }),
  };
}
