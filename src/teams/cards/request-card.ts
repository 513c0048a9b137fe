import { LONGEST_REASON } from '../../relationship/rules/guards.ts';
import { LONGEST_REMARK } from '../../relationship/rules/questions.ts';
import { isOpen, type Standing, standing } from '../../relationship/standing.ts';
import { questionWords } from '../../words/remark-words.ts';
import {
  type Next,
  requestLead,
  requestMeans,
  requestNext,
  requestRows,
  requestStatus,
} from '../../words/request-words.ts';
import { tone } from '../../words/status-words.ts';
import { say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';
import { remarksPart } from './remarks-part.ts';

/** The customer's card: who asks for what, what it allows and what not, and the answer. */
export function requestCard(shown: InvitationShown): Card {
  const { relationship, partner, reader, now } = shown;
  const { language } = reader;
  const { customer } = relationship;
  const status = standing(relationship, now);
  const values = { partner: partner.name, customer: customer.name };
  const next = requestNext({ partner, relationship, status }, reader);
  return fill('request', {
    language,
    title: say(language, 'request.title'),
    summary: say(language, 'request.summary', values),
    asks: requestLead({ partner, relationship, status }, reader),
    status: requestStatus(relationship, reader, status),
    tone: tone(status),
    rows: requestRows({ partner, relationship, status }, reader),
    meansLabel: say(language, status === 'accepted' ? 'request.means-accepted' : 'request.means'),
    means: requestMeans(relationship, reader, status),
    next: next?.text ?? '',
    ...remarksPart(relationship, reader),
    actions: [...(isOpen(status) ? answers(shown) : []), ...openLink(next), asking(shown, status)],
  });
}

function openLink(next: Next | undefined): object[] {
  return next?.link ? [{ type: 'Action.OpenUrl', style: 'positive', ...next.link }] : [];
}

// Also of a request that is closed: its time may have ended too soon.
function asking({ relationshipId, relationship, reader }: InvitationShown, status: Standing): object {
  const { language } = reader;
  const { title, text } = questionWords(status, reader);
  const data = { relationshipId, invitationId: relationship.invitation.id };
  const send = { title: say(language, 'button.ask-send'), verb: 'ask', data, takesInputs: true };
  const input = {
    type: 'Input.Text',
    id: 'question',
    label: say(language, 'ask.label'),
    isMultiline: true,
    maxLength: LONGEST_REMARK,
    ...(text === '' ? {} : { value: text }),
  };
  const card = { type: 'AdaptiveCard', version: '1.5', body: [input], actions: actions([send]) };
  return { type: 'Action.ShowCard', title, card };
}

function answers({ relationshipId, relationship, partner, reader }: InvitationShown): object[] {
  const { language } = reader;
  const data = { relationshipId, invitationId: relationship.invitation.id };
  const decline = actions([
    {
      title: say(language, 'button.decline-confirm'),
      verb: 'decline',
      data,
      style: 'destructive',
      takesInputs: true,
    },
  ]);
  const reason = {
    type: 'Input.Text',
    id: 'reason',
    label: say(language, 'decline.reason'),
    isMultiline: true,
    maxLength: LONGEST_REASON,
  };
  const card = { type: 'AdaptiveCard', version: '1.5', body: [reason], actions: decline };
  return [
    ...actions([
      {
        title: say(language, 'button.accept', { partner: partner.name }),
        verb: 'accept',
        data,
        style: 'positive',
      },
    ]),
    { type: 'Action.ShowCard', title: say(language, 'button.decline'), card },
  ];
}
