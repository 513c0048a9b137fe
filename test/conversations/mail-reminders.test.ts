import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { type CardElement, elements } from '../support/cards/card-rules.ts';
import { ask } from '../support/world/ask-http.ts';
import { openBrowser } from '../support/world/browser-visit.ts';
import { forgetAll, INVITE_CONTOSO, type Invited, invitedIn } from '../support/world/invited.ts';
import { useDanasChat, useMailbox, useWorld } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

// Nobody knows the working hours of Bouvet Island, where nobody lives.
const DUE_AT_ANY_HOUR = { remindAt: new Date(0), 'state.customer.country': 'BV' };
const DAY = 86_400_000;

describe('reminding by mail', () => {
  const mailbox = useMailbox();
  const world = useWorld(() => ({ environment: mailbox.environment }));
  const { chat, asks } = useDanasChat(world);
  let link: Invited;

  beforeAll(() => asks('setup "Fabrikam" country:ES reminders:3,6'));
  beforeEach(async () => {
    await forgetAll(world);
    mailbox.forget();
    chat.messages.length = 0;
    await mailed(INVITE_CONTOSO);
  });

  async function mailed(line: string): Promise<void> {
    await world.says(world.dana, chat, line);
    await world.settled();
    link = invitedIn(chat);
    const letter = [...elements(chat.messages[0]?.card)].find(({ id }: CardElement) => id === 'letter');
    const inputs = { letter: String(letter?.['value']) };
    await world.presses(world.dana, chat, { button: buttonOn(chat, 'Send by e-mail'), inputs });
    await world.settled();
    await until(() => mailbox.taken.length === 1, 'the mail is there');
    await world.settled();
  }

  async function daysLater(days: number): Promise<void> {
    const sentAt = new Date(Date.now() - days * DAY - 60_000);
    await world.db
      .collection<{ _id: string }>('relationships')
      .updateOne(
        { _id: link.relationshipId },
        { $set: { 'state.invitation.sentAt': sentAt, ...DUE_AT_ANY_HOUR } },
      );
  }

  async function remindedBy(days: number): Promise<void> {
    await daysLater(days);
    const reminded = { 'event.type': 'invitation-reminded', 'event.day': days };
    const events = world.db.collection('events');
    await until(async () => (await events.countDocuments(reminded)) === 1, `day ${days} is kept`);
    await world.settled();
  }

  const last = () => mailbox.taken.at(-1);
  const unsubscribePath = () => {
    const list = last()?.mail.headers.get('list') as { unsubscribe?: { url?: string } } | undefined;
    return new URL(list?.unsubscribe?.url ?? '').pathname;
  };

  it('follows up in the thread of the first mail, without its link', async () => {
    await remindedBy(3);
    const [first, reminder] = mailbox.taken;
    expect(mailbox.taken).toHaveLength(2);
    expect(reminder?.to).toEqual(['megan@contoso.com']);
    expect(reminder?.mail.subject).toBe('Reminder: Fabrikam asks for a reseller relationship with Contoso');
    expect(reminder?.mail.inReplyTo).toBe(first?.mail.messageId);
    expect(reminder?.mail.references).toBe(first?.mail.messageId);
    expect(reminder?.mail.messageId).not.toBe(first?.mail.messageId);
    expect(reminder?.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(reminder?.mail.text).toMatch(
      /^Hello,\n\non \d+ \w+ \d{4} I sent you a message with the subject “Fabrikam/,
    );
    expect(reminder?.raw.replaceAll('=\r\n', '')).not.toContain(link.token);
    expect(newest(chat).slice(0, 2)).toEqual([
      '◷ No answer yet',
      expect.stringMatching(/^3 days have passed .* and a reminder goes to megan@contoso\.com by e-mail\.$/),
    ]);
    expect(newest(chat)).not.toContain('[Open in e-mail]');
  });

  it('is in the customer’s language', async () => {
    await forgetAll(world);
    mailbox.forget();
    chat.messages.length = 0;
    await mailed(`${INVITE_CONTOSO} lang:es`);
    await world.says(world.dana, chat, `remind ${link.invitationId}`);
    await world.settled();
    expect(last()?.mail.subject).toMatch(/^Recordatorio: Fabrikam solicita/);
    expect(last()?.mail.headers.get('auto-submitted')).toBeUndefined();
    expect(last()?.mail.text).toMatch(
      /Si no quieres más recordatorios de esta solicitud, abre esta página:\s+http/,
    );
    const page = await openBrowser(world, { 'accept-language': 'es' }).visit(unsubscribePath());
    expect(page.text).toContain('No enviarme más recordatorios');
  });

  describe('no more reminders', () => {
    const oneClick = (path: string, body = 'List-Unsubscribe=One-Click') =>
      ask(`${world.address.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    const isUnsubscribed = async () => {
      const found = { 'state.invitation.mailing.isUnsubscribed': true };
      return (await world.db.collection('relationships').countDocuments(found)) === 1;
    };

    beforeEach(() => remindedBy(3));

    it('is one click in the mail program', async () => {
      expect(last()?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
      expect((await oneClick(unsubscribePath())).status).toBe(200);
      await world.settled();
      expect(await isUnsubscribed()).toBe(true);
      await remindedBy(6);
      await world.settled();
      expect(mailbox.taken).toHaveLength(2);
      expect(newest(chat)).toContain('megan@contoso.com wants no more reminders by e-mail.');
      expect(read(chat.messages[0]?.card).join('\n')).toMatch(
        /Sent to megan@contoso\.com, .*; they want no more reminders by e-mail/,
      );
    });

    it('is a button on the page, which changes nothing by being opened', async () => {
      const browser = openBrowser(world);
      const page = await browser.visit(unsubscribePath());
      expect([page.status, await isUnsubscribed()]).toEqual([200, false]);
      expect(page.text).toContain('Send me no more reminders');
      expect(page.text).not.toMatch(/Contoso|Fabrikam|megan/i);
      const fields = { 'List-Unsubscribe': 'One-Click' };
      const done = await browser.submit(`${unsubscribePath()}?lang=en`, fields);
      expect([done.status, await isUnsubscribed()]).toEqual([200, true]);
      expect(done.text).toContain('You get no more reminders of this request by e-mail.');
      const again = await browser.submit(unsubscribePath(), fields);
      expect(again.status).toBe(200);
    });

    it('needs the whole link', async () => {
      const path = unsubscribePath();
      const wrong = [path.slice(0, -1), path.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), '/unsubscribe/x'];
      for (const one of wrong) expect((await oneClick(one)).status).toBe(404);
      expect((await oneClick(path, '')).status).toBe(404);
      expect(await isUnsubscribed()).toBe(false);
    });
  });

  it('ends where the server says that nobody is there, and the agent is told', async () => {
    mailbox.says({ at: 'recipient', code: 550, text: '5.1.1 No such user' });
    await remindedBy(3);
    await until(() => newest(chat)[0] === '✕ E-mail not accepted', 'the agent is told');
    expect(newest(chat)).toContain('550 5.1.1 No such user');
    expect(newest(chat)).toContain(
      'Next: the invitation itself had gone out. Remind them another way; no more reminders go to this address.',
    );
    await remindedBy(6);
    expect(mailbox.taken).toHaveLength(1);
    expect(newest(chat)).toContain('[Open in e-mail]');
  });
});

describe('without a mail server', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(async () => {
    await forgetAll(world);
    chat.messages.length = 0;
    await asks(INVITE_CONTOSO);
  });

  it('no card offers to send mail', () => {
    expect(JSON.stringify(chat.messages)).not.toContain('send-mail');
    expect(newest(chat)).toContain('[Open in e-mail]');
  });

  it('a press that says so all the same is refused', async () => {
    const { relationshipId, invitationId } = invitedIn(chat);
    const data = { verb: 'send-mail', relationshipId, invitationId, letter: 'x' };
    const { body } = await world.presses(world.dana, chat, { button: { verb: 'send-mail', data } });
    expect(read(body.value)[0]).toBe('Vínculo does not send mail here');
  });

  it('share by:mail says so', async () => {
    await world.says(world.dana, chat, `share ${invitedIn(chat).invitationId} by:mail`);
    expect(newest(chat)[0]).toBe('Vínculo does not send mail here');
  });
});
