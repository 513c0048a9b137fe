import type { Partner } from '../../relationship/partner.ts';
import type { Relationship, WithInvitation } from '../../relationship/relationship.ts';
import { isWaitingForReply } from '../../relationship/rules/questions.ts';
import { isOpen, type Standing, standing } from '../../relationship/standing.ts';
import { verificationCode } from '../../relationship/values/verification-code.ts';
import { countryName } from '../../words/countries.ts';
import { mailingLine } from '../../words/mailing-words.ts';
import { customerMessage, mailto, type PlainMessage } from '../../words/messages/customer-message.ts';
import type { Row } from '../../words/request-words.ts';
import {
  missingLines,
  relationshipLine,
  relationshipTone,
  statusLine,
  tone,
} from '../../words/status-words.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { run } from './button.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import { nextSteps, readinessRows } from './readiness-part.ts';
import { remarksPart } from './remarks-part.ts';

/** What a living card is drawn from. */
export type Shown = {
  readonly relationshipId: string;
  readonly relationship: Relationship;
  readonly partner: Partner;
  readonly reader: Reader;
  readonly now: Date;
  /** Whether the bot can send mail. */
  readonly canMail?: boolean;
  /** The customer's link; only the first card of an open invitation has it. */
  readonly link?: string;
};

/** What a card of an invitation is drawn from. */
export type InvitationShown = Shown & { readonly relationship: WithInvitation };

/** The partner's living card of an invitation: state, people, dates, what is missing, and what the agent can do now. */
export function invitationCard(shown: InvitationShown): Card {
  const { relationship, partner, reader, now, link } = shown;
  const { language } = reader;
  const { customer, invitation } = relationship;
  const status = standing(relationship, now);
  const isEnded = relationship.status === 'ended';
  const letter = link === undefined ? undefined : customerMessage({ relationship, partner, link });
  const values = { id: invitation.id, customer: customer.name };
  return fill('invitation', {
    language,
    title: say(language, 'invitation.title', values),
    summary: say(language, 'invitation.summary', values),
    customer: customer.name,
    status: isEnded ? relationshipLine(relationship, reader, now) : statusLine(relationship, reader, now),
    tone: isEnded ? relationshipTone(relationship, now) : tone(status),
    rows: invitationFacts(shown),
    linkLabel: say(language, 'invitation.link'),
    link: link ?? '',
    letterLabel: say(language, 'invitation.letter'),
    letterHint: letterHint(shown),
    letter: letter?.text ?? '',
    missingLabel: say(language, 'invitation.missing'),
    missing: relationship.status === 'active' ? missingLines(relationship, reader) : [],
    ...remarksPart(relationship, reader),
    note: note(shown, status),
    actions: [
      ...(letter ? [...actions(sendMail(shown)), openMail(letter, shown)] : []),
      ...actions(invitationButtons(shown, status)),
    ],
  });
}

function invitationFacts({ relationship, reader }: InvitationShown): Row[] {
  const { language } = reader;
  const { customer, invitation } = relationship;
  const { terms } = invitation;
  const row = (label: Parameters<typeof say>[1], value: string | undefined): Row[] =>
    value === undefined ? [] : [{ label: say(language, label), value }];
  return [
    ...row('fact.domain', customer.domain),
    ...row('fact.country', countryName(language, customer.country)),
    ...row('fact.contact', terms.contact),
    ...row('fact.mailing', invitation.mailing && mailingLine(invitation.mailing, reader)),
    ...row('fact.scope', say(language, terms.scope === 'azure' ? 'scope.azure' : 'scope.full')),
    ...row('fact.buys', terms.buys === 'unknown' ? undefined : say(language, `buys.${terms.buys}`)),
    ...row('fact.asked-by', invitation.createdBy.name),
    ...row('fact.owner', invitation.owner?.name),
    ...row('fact.verification-code', verificationCode(invitation.tokenHash)),
    ...row('fact.expires', moment(reader, invitation.expiresAt)),
    ...(relationship.status === 'active' ? readinessRows(relationship, reader) : []),
    ...row('fact.reference', terms.reference),
    ...row('fact.reason', 'reason' in invitation ? invitation.reason : undefined),
    ...row(
      'fact.proof',
      invitation.status === 'accepted' ? say(language, `proof.${invitation.proof}`) : undefined,
    ),
  ];
}

function note(shown: InvitationShown, status: Standing): string {
  const { relationship, reader } = shown;
  const { language } = reader;
  if (status === 'draft') return draftNote(shown);
  if (relationship.status === 'active') return say(language, 'note.recorded');
  if (relationship.status === 'ended') return '';
  if (status === 'sent' || status === 'viewed') return say(language, 'note.waiting');
  return say(language, 'note.invite-again');
}

function draftNote(shown: InvitationShown): string {
  const { language } = shown.reader;
  if (shown.relationship.invitation.mailing?.status === 'queued') return say(language, 'note.mail-queued');
  if (shown.link === undefined) return say(language, 'note.link-gone');
  return say(language, canBeMailed(shown) ? 'note.draft-mail' : 'note.draft');
}

function invitationButtons(shown: InvitationShown, status: Standing): Button[] {
  const { relationshipId, relationship, reader } = shown;
  const { language } = reader;
  const { id: invitationId } = relationship.invitation;
  const data = { relationshipId, invitationId };
  const renew = { title: say(language, 'button.reissue'), verb: 'reissue', data };
  const answer = isWaitingForReply(relationship.invitation.remarks)
    ? [run({ command: 'reply', given: invitationId, title: 'button.reply-form' }, reader)]
    : [];
  if (relationship.status === 'active') return [...answer, ...nextSteps(relationship, reader)];
  if (!isOpen(status)) return relationship.status === 'ended' ? answer : [...answer, renew];
  const isDraft = status === 'draft';
  const sent = { title: say(language, 'button.mark-sent'), verb: 'share', data: { ...data, way: 'message' } };
  return [
    ...answer,
    ...(isDraft ? [sent] : [run({ command: 'remind', given: invitationId, title: 'button.remind' }, reader)]),
    { title: say(language, 'button.share-here'), verb: 'share', data: { ...data, way: 'chat' } },
    // While this card shows the link, the agent needs no new one.
    ...(shown.link === undefined ? [renew] : []),
    ...(isDraft ? [] : [run({ command: 'extend', given: invitationId, title: 'button.extend' }, reader)]),
    { title: say(language, 'button.revoke'), verb: 'ask-revoke', data },
  ];
}

function canBeMailed({ relationship, canMail }: InvitationShown): boolean {
  return canMail === true && relationship.invitation.terms.contact !== undefined;
}

function letterHint(shown: InvitationShown): string {
  const { language } = shown.reader;
  return say(language, canBeMailed(shown) ? 'invitation.letter-hint-mail' : 'invitation.letter-hint');
}

function sendMail(shown: InvitationShown): Button[] {
  if (!canBeMailed(shown)) return [];
  const { relationshipId, relationship, reader } = shown;
  const data = { relationshipId, invitationId: relationship.invitation.id };
  const title = say(reader.language, 'button.send-mail');
  return [{ title, verb: 'send-mail', data, style: 'positive', takesInputs: true }];
}

function openMail(letter: PlainMessage, shown: InvitationShown): object {
  const { relationship, reader } = shown;
  return {
    type: 'Action.OpenUrl',
    title: say(reader.language, 'button.open-mail'),
    style: canBeMailed(shown) ? 'default' : 'positive',
    url: mailto({ ...letter, to: relationship.invitation.terms.contact }),
  };
}
