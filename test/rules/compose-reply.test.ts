import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { replyMailOf } from '../../src/mail/compose.ts';
import type { QuestionAnswered } from '../../src/relationship/event.ts';
import type { Language } from '../../src/relationship/language.ts';
import { asked, dana, drafted, fabrikam, history, monday, replied, shared } from '../support/given.ts';
import { harmfulOf, onTheWire } from '../support/world/written-mail.ts';

const sender = { address: 'vinculo@fabrikam.com', publicUrl: 'https://vinculo.fabrikam.com' };
const link = `${sender.publicUrl}/i/${'A'.repeat(43)}`;
const mail = { to: 'alex@contoso.com', name: 'Alex Wilber', asked: ['Do our subscriptions move?', 'When?'] };
const event: QuestionAnswered = { ...replied, mails: [mail], replyTo: 'dana@fabrikam.com' };

function about(language: Language = 'en') {
  const relationship = history({ ...drafted, terms: { ...drafted.terms, language } }, shared, asked, event);
  return { eventId: 'e1', mailId: 'e1', partner: fabrikam, relationship, event, mail, link };
}

const hostile = harmfulOf(
  '\r\nBcc: mallory@evil.example',
  '\n.\n',
  '</blockquote><script>',
  '\u202E',
  '"',
  '<x@y>',
  '> ',
);

describe('the mail with a reply', () => {
  it('says what was asked, what was replied and by whom, and where both are', () => {
    const { subject, text, from, to, replyTo, messageId, headers } = replyMailOf(about(), sender);
    expect({ subject, from, to, replyTo, messageId, headers }).toEqual({
      subject: 'Fabrikam has replied to your question',
      from: { name: 'Dana Souza (Fabrikam)', address: sender.address },
      to: 'alex@contoso.com',
      replyTo: 'dana@fabrikam.com',
      messageId: '<e1@vinculo.fabrikam.com>',
      headers: { 'Content-Language': 'en' },
    });
    expect(text.split('\n\n')).toEqual([
      'Hello Alex Wilber,',
      'you asked about the request of Fabrikam to Contoso:',
      '> Do our subscriptions move?\n> \n> When?',
      'Dana Souza of Fabrikam replies:',
      '> No, they stay.',
      'You can read both again and answer the request on its page:',
      link,
      'If you have another question, answer this mail: it goes to Dana Souza.',
      'Kind regards,\nDana Souza, Fabrikam',
    ]);
  });

  it('is in the customer’s language', () => {
    const { subject, text, headers, html } = replyMailOf(about('es'), sender);
    expect([subject, headers['Content-Language']]).toEqual(['Fabrikam ha respondido a tu pregunta', 'es']);
    expect(text).toMatch(/^Hola, Alex Wilber:\n\nPreguntaste sobre la solicitud de Fabrikam a Contoso:/);
    expect(html).toMatch(/^<div lang="es" style="word-break:break-word"><p>Hola, Alex Wilber:<\/p>/);
  });

  it('speaks of no page without a link, and of no answer that would not reach whoever replied', () => {
    const { replyTo: _, ...event } = about().event;
    const { text, html } = replyMailOf({ ...about(), event, link: undefined }, sender);
    expect(text).not.toMatch(/page|answer this mail/);
    expect(html).not.toContain('<a ');
  });

  it('stands in the thread of the first mail for whom that went to', () => {
    const queued = {
      type: 'invitation-mail-queued',
      invitationId: event.invitationId,
      at: monday,
      by: dana,
    } as const;
    const taken = { ...shared, way: 'mail', mailId: 'm1' } as const;
    const inReplyTo = (to: string) => {
      const relationship = history(drafted, { ...queued, to }, taken, asked, event);
      return replyMailOf({ ...about(), relationship }, sender).inReplyTo;
    };
    expect(inReplyTo('alex@contoso.com')).toBe('<m1@vinculo.fabrikam.com>');
    expect(inReplyTo('adele@contoso.com')).toBeUndefined();
  });

  it('gets no header, no recipient and no markup from names or from what was written', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const by = { ...dana, name: text };
        const one = replyMailOf(
          {
            ...about(),
            partner: { ...fabrikam, name: text },
            event: { ...event, by, text },
            mail: { ...mail, name: text, asked: [text, text] },
          },
          sender,
        );
        const { headers, to, from, html } = await simpleParser(await onTheWire(one));
        expect([...headers.keys()].sort()).toEqual([
          ...['content-language', 'content-type', 'date', 'from', 'message-id', 'mime-version'],
          ...['reply-to', 'subject', 'to'],
        ]);
        expect([to].flat().flatMap((all) => all?.value ?? [])).toEqual([{ address: mail.to, name: '' }]);
        expect(from?.value.map(({ address }) => address)).toEqual([sender.address]);
        expect(String(html).match(/<(?!\/?(div|p|br|a|blockquote)\b)/g)).toBeNull();
        const [opened, closed] = ['<blockquote', '</blockquote>'].map(
          (tag) => String(html).split(tag).length,
        );
        expect(opened).toBe(closed);
      }),
      { numRuns: 300 },
    );
  });
});
