import type { Event, InvitationMailFailed, ReplyMailFailed } from '../../relationship/event.ts';
import type { Language } from '../../relationship/language.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { LONGEST_REMARK } from '../../relationship/rules/questions.ts';
import { missingLines, nameOf } from '../../words/status-words.ts';
import { moment, say, type WordKey } from '../../words/words.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';
import { nextSteps } from './readiness-part.ts';

/** The events that a sales channel is alerted of. */
export type Alerting = Extract<
  Event,
  {
    type:
      | 'invitation-accepted'
      | 'invitation-declined'
      | 'invitation-expired'
      | 'invitation-viewed'
      | 'invitation-strayed'
      | 'question-asked'
      | 'abuse-reported'
      | 'invitation-mail-failed'
      | 'reply-mail-failed';
  }
>;

/** Tells a channel what happened, who did it, when, what is missing to sell, and what comes next. */
export function alertCard(event: Alerting, { relationshipId, relationship, reader }: InvitationShown): Card {
  const { language } = reader;
  const { customer } = relationship;
  const words = isMailFailure(event) ? mailWords(event, relationship) : WORDS[event.type];
  const values = {
    customer: customer.name,
    domain: customer.domain,
    by: nameOf(event.by),
    to: isMailFailure(event) ? event.to : '',
    tenant: event.type === 'invitation-strayed' ? event.by.tenantId : '',
    // An expiry happened when the time was over, whenever somebody announced it.
    at: moment(reader, event.type === 'invitation-expired' ? relationship.invitation.expiresAt : event.at),
  };
  const isAccepted = event.type === 'invitation-accepted';
  const data = { relationshipId, invitationId: event.invitationId };
  return fill('alert', {
    language,
    title: say(language, words.title),
    tone: words.tone,
    summary: say(language, words.text, values),
    text: say(language, words.text, values),
    ...quotation(event, language),
    inputs: event.type === 'question-asked' ? [replyInput(language)] : [],
    missingLabel: say(language, 'alert.missing'),
    missing: isAccepted ? missingLines(relationship, reader) : [],
    next: say(
      language,
      isAccepted && relationship.agreement !== 'unknown' ? 'alert.accepted-order' : words.next,
    ),
    footer: say(language, 'alert.footer', { id: event.invitationId }),
    actions: actions([
      ...(event.type === 'question-asked' ? [replyButton(data, language)] : []),
      ...(isAccepted ? nextSteps(relationship, reader) : []),
      { title: say(language, 'button.details'), verb: 'show', data },
    ]),
  });
}

// What the customer's people wrote, or their mail server, whole.
function quotation(event: Alerting, language: Language) {
  if (event.type === 'question-asked') {
    return { reason: event.text, reasonLabel: say(language, 'fact.question') };
  }
  if (isMailFailure(event)) {
    return { reason: event.answer ?? '', reasonLabel: say(language, 'fact.reason') };
  }
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

type Words = {
  readonly title: WordKey;
  readonly text: WordKey;
  readonly next: WordKey;
  readonly tone: string;
};

type MailFailed = InvitationMailFailed | ReplyMailFailed;

function isMailFailure(event: Alerting): event is MailFailed {
  return event.type === 'invitation-mail-failed' || event.type === 'reply-mail-failed';
}

function mailWords(event: MailFailed, relationship: WithInvitation): Words {
  return {
    title: 'alert.mail-failed',
    text: `alert.mail-${event.failure}-text`,
    next: afterFailure(event, relationship),
    tone: 'attention',
  };
}

// Before the invitation went out there is something to send; after it only the reminders end.
function afterFailure({ type }: MailFailed, { invitation }: WithInvitation): WordKey {
  if (type === 'reply-mail-failed') return 'alert.mail-failed-reply';
  return invitation.sentAt ? 'alert.mail-failed-reminder' : 'alert.mail-failed-next';
}

const WORDS: Record<Exclude<Alerting['type'], MailFailed['type']>, Words> = {
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
