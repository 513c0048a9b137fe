import type { AlertedEvent } from '../../delivery/announcements.ts';
import type { InvitationEscalated, InvitationMailFailed, ReplyMailFailed } from '../../relationship/event.ts';
import type { Language } from '../../relationship/language.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { LONGEST_REMARK } from '../../relationship/rules/questions.ts';
import { missingLines, nameOf } from '../../words/status-words.ts';
import { moment, say, type WordKey } from '../../words/words.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';
import { nextSteps } from './readiness-part.ts';

/** The alert for a channel: what happened, who did it and when, what is missing to sell, and what comes next. */
export function alertCard(
  event: AlertedEvent,
  { relationshipId, relationship, reader }: InvitationShown,
): Card {
  const { language } = reader;
  const words = wordsOf(event, relationship);
  const { title, text, reason, reasonLabel } = alertFacts(event, { relationship, reader });
  const isAccepted = event.type === 'invitation-accepted';
  const data = { relationshipId, invitationId: event.invitationId };
  return fill('alert', {
    language,
    title,
    tone: words.tone,
    summary: text,
    text,
    reason,
    reasonLabel,
    inputs: event.type === 'question-asked' ? [replyInput(language)] : [],
    missingLabel: say(language, 'alert.missing'),
    missing: isAccepted ? missingLines(relationship, reader) : [],
    next: say(
      language,
      isAccepted && relationship.agreement !== 'unknown' ? 'alert.accepted-order' : words.next,
    ),
    footer: say(language, words.footer ?? 'alert.footer', { id: event.invitationId }),
    actions: actions([
      ...(event.type === 'question-asked' ? [replyButton(data, language)] : []),
      ...(isAccepted ? nextSteps(relationship, reader) : []),
      ...(event.type === 'invitation-escalated' ? [takeOverButton(data, language)] : []),
      { title: say(language, 'button.details'), verb: 'show', data },
    ]),
  });
}

/** What an alert says: what happened, who did it and when, and the customer's own words. */
export function alertFacts(
  event: AlertedEvent,
  { relationship, reader }: Pick<InvitationShown, 'relationship' | 'reader'>,
) {
  const { language } = reader;
  const { customer } = relationship;
  const words = wordsOf(event, relationship);
  const values = {
    customer: customer.name,
    domain: customer.domain,
    by: nameOf(event.by),
    to: isMailFailure(event) ? event.to : '',
    ...(event.type === 'invitation-escalated' ? escalated(event) : {}),
    tenant: event.type === 'invitation-strayed' ? event.by.tenantId : '',
    // An invitation expires when its time ends, however late the event is recorded.
    at: moment(reader, event.type === 'invitation-expired' ? relationship.invitation.expiresAt : event.at),
  };
  const title = say(language, words.title);
  return { title, text: say(language, words.text, values), ...quotation(event, language) };
}

function wordsOf(event: AlertedEvent, relationship: WithInvitation): AlertWords {
  if (event.type === 'invitation-escalated') return escalationWords(event);
  return isMailFailure(event) ? mailWords(event, relationship) : ALERT_WORDS[event.type];
}

function escalated(event: InvitationEscalated) {
  return { owner: event.owner.name, days: event.reason === 'unattended' ? event.days : 0 };
}

function escalationWords({ reason }: InvitationEscalated): AlertWords {
  return {
    title: 'alert.escalated',
    text: `alert.${reason}-text`,
    next: 'alert.escalated-next',
    footer: 'alert.escalated-footer',
    tone: 'warning',
  };
}

// The words of the customer's people or of their mail server, uncut.
function quotation(event: AlertedEvent, language: Language) {
  if (event.type === 'question-asked') {
    return { reason: event.text, reasonLabel: say(language, 'fact.question') };
  }
  if (isMailFailure(event)) {
    return { reason: event.answer ?? '', reasonLabel: say(language, 'fact.reason') };
  }
  if (event.type === 'invitation-escalated') return { reason: '', reasonLabel: '' };
  const reason = 'reason' in event ? (event.reason ?? '') : '';
  return { reason, reasonLabel: say(language, 'fact.reason') };
}

function replyInput(language: Language): object {
  return {
    type: 'Input.Text',
    id: 'reply',
    label: say(language, 'reply.label'),
    isMultiline: true,
    isRequired: true,
    errorMessage: say(language, 'reply.required'),
    maxLength: LONGEST_REMARK,
  };
}

function replyButton(data: Button['data'], language: Language): Button {
  const title = say(language, 'button.reply');
  return { title, verb: 'reply', ...(data ? { data } : {}), style: 'positive', takesInputs: true };
}

function takeOverButton(data: Button['data'], language: Language): Button {
  const title = say(language, 'button.take-over');
  return { title, verb: 'take-over', ...(data ? { data } : {}), style: 'positive' };
}

type AlertWords = {
  readonly title: WordKey;
  readonly text: WordKey;
  readonly next: WordKey;
  readonly footer?: WordKey;
  readonly tone: string;
};

type SpecialEvent = MailFailureEvent | InvitationEscalated;
type MailFailureEvent = InvitationMailFailed | ReplyMailFailed;

function isMailFailure(event: AlertedEvent): event is MailFailureEvent {
  return event.type === 'invitation-mail-failed' || event.type === 'reply-mail-failed';
}

function mailWords(event: MailFailureEvent, relationship: WithInvitation): AlertWords {
  return {
    title: 'alert.mail-failed',
    text: `alert.mail-${event.failure}-text`,
    next: afterFailure(event, relationship),
    tone: 'attention',
  };
}

// Before the invitation was sent, the agent can send it in another way; after that, only reminders are lost.
function afterFailure({ type }: MailFailureEvent, { invitation }: WithInvitation): WordKey {
  if (type === 'reply-mail-failed') return 'alert.mail-failed-reply';
  return invitation.sentAt ? 'alert.mail-failed-reminder' : 'alert.mail-failed-next';
}

const ALERT_WORDS: Record<Exclude<AlertedEvent['type'], SpecialEvent['type']>, AlertWords> = {
  'invitation-accepted': {
    title: 'alert.accepted',
    text: 'alert.accepted-text',
    next: 'alert.accepted-next',
    tone: 'good',
  },
  'invitation-declined': {
    title: 'alert.declined',
    text: 'alert.declined-text',
    next: 'alert.declined-next',
    tone: 'attention',
  },
  'invitation-expired': {
    title: 'alert.expired',
    text: 'alert.expired-text',
    next: 'alert.expired-next',
    tone: 'warning',
  },
  'invitation-strayed': {
    title: 'alert.strayed',
    text: 'alert.strayed-text',
    next: 'alert.strayed-next',
    tone: 'warning',
  },
  'question-asked': {
    title: 'alert.question',
    text: 'alert.question-text',
    next: 'alert.question-next',
    tone: 'accent',
  },
  'abuse-reported': {
    title: 'alert.abuse',
    text: 'alert.abuse-text',
    next: 'alert.abuse-next',
    tone: 'attention',
  },
  'invitation-viewed': {
    title: 'alert.viewed',
    text: 'alert.viewed-text',
    next: 'alert.viewed-next',
    tone: 'accent',
  },
};
