import type { Mailing, Remark } from '../../relationship/relationship.ts';
import { type Asker, askers, replyAt } from '../../relationship/rules/reply-mails.ts';
import { cut } from '../../relationship/values/clean-text.ts';
import { mailingLine } from '../../words/mailing-words.ts';
import { mailto } from '../../words/messages/customer-message.ts';
import type { Row } from '../../words/request-words.ts';
import { listed, type Reader, say, type WordKey } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import type { InvitationShown } from './invitation-card.ts';
import { LONGEST_ON_CARD } from './remarks-part.ts';

/** The partner's living card of a reply: its readers, and how far its mails have come; undefined without a reply. */
export function replyCard(shown: InvitationShown, repliedAt: Date): Card | undefined {
  const { relationshipId, relationship, reader } = shown;
  const { invitation, customer } = relationship;
  const { remarks = [] } = invitation;
  const reply = replyAt(remarks, repliedAt);
  if (!reply) return undefined;
  const { language } = reader;
  const asked = askers(remarks.slice(0, remarks.indexOf(reply)));
  const names = asked.map(({ by }) => by.name);
  const { title, text, tone } = LOOKS[progress(reply.mailings)];
  const said = say(language, title);
  return fill('reply', {
    language,
    title: said,
    summary: said,
    tone,
    text: say(language, text, { name: names.length > 0 ? listed(language, names) : customer.name }),
    rows: replyRows(asked, reply, reader),
    footer: `${invitation.id} · ${customer.name}`,
    actions: [
      ...openReply(asked[0]?.by.emails[0], reply, shown),
      ...actions([
        {
          title: say(language, 'button.details'),
          verb: 'show',
          data: { relationshipId, invitationId: invitation.id },
        },
      ]),
    ],
  });
}

type ReplyProgress = 'by hand' | Mailing['status'];

// A failed mail decides the title, then a waiting one, then a sent one.
function progress(mailings: readonly Mailing[] = []): ReplyProgress {
  const of = (status: Mailing['status']) => mailings.find((one) => one.status === status)?.status;
  return of('failed') ?? of('queued') ?? of('sent') ?? 'by hand';
}

type ReplyLook = { readonly title: WordKey; readonly text: WordKey; readonly tone: string };

const LOOKS: Readonly<Record<ReplyProgress, ReplyLook>> = {
  'by hand': { title: 'reply.title', text: 'reply.text', tone: 'emphasis' },
  queued: { title: 'reply.title-queued', text: 'reply.text-queued', tone: 'accent' },
  sent: { title: 'reply.title-sent', text: 'reply.text-sent', tone: 'good' },
  failed: { title: 'reply.title-failed', text: 'reply.text-failed', tone: 'attention' },
};

function replyRows(asked: readonly Asker[], { text, mailings = [] }: Remark, reader: Reader): Row[] {
  const row = (label: WordKey, value: string): Row => {
    return { label: say(reader.language, label), value: cut(value, LONGEST_ON_CARD) };
  };
  return [
    ...asked.flatMap((one) => one.asked.map((question) => row('fact.question', question))),
    row('fact.reply', text),
    ...mailings.map((mailing) => row('fact.mailing', mailingLine(mailing, reader))),
  ];
}

// Where the bot does not send the reply by mail, the agent can do it by hand.
function openReply(
  address: string | undefined,
  { text, mailings }: Remark,
  shown: InvitationShown,
): object[] {
  const { relationship, reader } = shown;
  const { id, terms } = relationship.invitation;
  const isMailed = mailings?.every(({ status }) => status !== 'failed');
  if (isMailed) return [];
  const subject = say(terms.language, 'reply.subject', { id });
  const title = say(reader.language, 'button.open-mail');
  return [{ type: 'Action.OpenUrl', title, url: mailto({ to: address ?? terms.contact, subject, text }) }];
}
