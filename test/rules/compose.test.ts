import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { invitationMail, reminderMailOf } from '../../src/mail/compose.ts';
import type { InvitationMailQueued } from '../../src/relationship/event.ts';
import { dana, drafted, fabrikam, history, monday, tuesday } from '../support/given.ts';
import { harmfulOf, onTheWire } from '../support/world/written-mail.ts';

const sender = { address: 'vinculo@fabrikam.com', publicUrl: 'https://vinculo.fabrikam.com' };
const link = `${sender.publicUrl}/i/${'A'.repeat(43)}`;
const to = 'adele@contoso.com';
const event: InvitationMailQueued = {
  type: 'invitation-mail-queued',
  invitationId: 'R-7K2M',
  at: monday,
  by: dana,
  to,
};
const first = { status: 'sent', to, at: monday, mailId: 'm1' } as const;
const reminded = {
  type: 'invitation-reminded',
  invitationId: 'R-7K2M',
  at: tuesday,
  by: { kind: 'clock' },
  day: 3,
} as const;

const NAMES = [
  'content-language',
  'date',
  'from',
  'message-id',
  'mime-version',
  'content-type',
  'subject',
  'to',
];
const MORE = ['auto-submitted', 'in-reply-to', 'list', 'references'];

const named = (name: string) => ({
  eventId: 'e1',
  partner: { ...fabrikam, name },
  relationship: history({ ...drafted, by: { ...dana, name }, customer: { ...drafted.customer, name } }),
});

// Names as nobody should have them.
const hostile = harmfulOf(
  '\r\nBcc: mallory@evil.example',
  '\n\n<script>',
  '\u2028',
  '\u202E',
  '"',
  '>',
  '<x@y>',
  '=?utf-8?q?=0ABcc:?=',
);

describe('a mail', () => {
  it('has the Message-ID of its event, whatever the attempt', () => {
    const mail = () => invitationMail({ ...named('Fabrikam'), event, link }, sender);
    expect(mail().messageId).toBe('<e1@vinculo.fabrikam.com>');
    expect(mail()).toEqual(mail());
  });

  it('gets no header and no recipient from a name, in the first mail', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const raw = await onTheWire(invitationMail({ ...named(name), event, link }, sender));
        const { headers, to: recipients, from, text } = await simpleParser(raw);
        expect([...headers.keys()].sort()).toEqual([...NAMES].sort());
        expect([recipients].flat().flatMap((one) => one?.value ?? [])).toEqual([{ address: to, name: '' }]);
        expect(from?.value.map(({ address }) => address)).toEqual([sender.address]);
        expect(text?.split(link)).toHaveLength(2);
      }),
      { numRuns: 300 },
    );
  });

  it('nor in a reminder', async () => {
    const unsubscribeUrl = `${sender.publicUrl}/unsubscribe/x`;
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const mail = reminderMailOf({ ...named(name), event: reminded, first, unsubscribeUrl }, sender);
        const { headers, html } = await simpleParser(await onTheWire(mail));
        expect([...headers.keys()].sort()).toEqual([...NAMES, ...MORE].sort());
        expect(String(html)).not.toMatch(/<script/i);
      }),
      { numRuns: 300 },
    );
  });

  it('says where an answer goes, and which mail a reminder follows', async () => {
    const about = {
      ...named('Fabrikam'),
      event: reminded,
      unsubscribeUrl: `${sender.publicUrl}/unsubscribe/x`,
    };
    const mail = reminderMailOf({ ...about, first: { ...first, replyTo: 'dana@fabrikam.com' } }, sender);
    const raw = await onTheWire(mail);
    expect(raw).toContain('\r\nReply-To: dana@fabrikam.com\r\n');
    expect(raw).toContain(
      '\r\nIn-Reply-To: <m1@vinculo.fabrikam.com>\r\nReferences: <m1@vinculo.fabrikam.com>\r\n',
    );
    expect(raw).toContain('\r\nList-Unsubscribe: <https://vinculo.fabrikam.com/unsubscribe/x>\r\n');
    expect(raw).not.toContain(link);
  });
});
