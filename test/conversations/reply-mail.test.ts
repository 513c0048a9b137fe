import { describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { LATER, REPLY, useReplies } from '../support/world/replying.ts';
import { newest, read, until } from '../support/world/world.ts';

const { megan, alex } = people;

describe('a reply by mail', () => {
  const replying = useReplies();
  const { world, mailbox, link } = replying;

  it('reaches whoever asked, once, as text and HTML, with question, reply and link', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?\nAnd <b>who</b> bills us?');
    const { body } = await replying.replies();
    expect(read(body.value)[0]).toBe('Done');
    await world.settled();
    const [first] = mailbox.taken;
    expect(mailbox.taken).toHaveLength(1);
    expect(first?.to).toEqual(['alex@contoso.com']);
    expect(first?.mail.subject).toBe('Fabrikam has replied to your question');
    expect(first?.mail.from?.value).toEqual([
      { name: 'Dana Souza (Fabrikam)', address: 'vinculo@fabrikam.com' },
    ]);
    expect(first?.mail.replyTo?.value).toEqual([{ name: '', address: 'dana@fabrikam.com' }]);
    const url = `http://localhost:3978/i/${link.token}`;
    expect(first?.mail.text?.trim().split('\n')).toEqual([
      ...['Hello Alex Wilber,', '', 'you asked about the request of Fabrikam to Contoso:', ''],
      ...['> Do our subscriptions move?', '> And <b>who</b> bills us?', ''],
      ...['Dana Souza of Fabrikam replies:', '', `> ${REPLY}`, ''],
      ...['You can read both again and answer the request on its page:', '', url, ''],
      ...['If you have another question, answer this mail: it goes to Dana Souza.', ''],
      ...['Kind regards,', 'Dana Souza, Fabrikam'],
    ]);
    expect(first?.mail.html).toContain(`<a href="${url}" rel="noopener noreferrer">${url}</a>`);
    expect(first?.mail.html).toContain('And &lt;b&gt;who&lt;/b&gt; bills us?');
    expect(first?.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(first?.raw).not.toMatch(/<img|List-Unsubscribe|X-Mailer/i);
  });

  it('shows on its card how far it has come, in the thread where it was given', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.says({ ...LATER, at: 'recipient' });
    await replying.replies();
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    await until(() => replying.card().length > 0, 'the card is posted');
    expect(replying.card()).toEqual([
      '→ Reply on its way',
      'It goes to Alex Wilber by e-mail as soon as the mail server takes it. It is already on the page behind their link and on their card in Teams.',
      ...['Question', 'Do our subscriptions move?', 'Reply', REPLY],
      ...['E-mail', expect.stringMatching(/^On its way to alex@contoso\.com, since /)],
      `${link.invitationId} · Contoso`,
      '[Show invitation]',
    ]);
    await replying.retried();
    expect(replying.card()[0]).toBe('✓ Reply sent');
    expect(replying.card()).toContainEqual(expect.stringMatching(/^Sent to alex@contoso\.com, /));
    const chat = world.chat(world.dana);
    await world.says(world.dana, chat, `history ${link.invitationId}`);
    expect(newest(chat).join(' ')).toContain(`${link.invitationId}: reply sent by e-mail`);
  });

  it('goes to all who wait, each with their own question, one by one', async () => {
    await replying.asks(megan.id, 'Who bills us?');
    await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.says(LATER);
    await replying.replies();
    await until(() => mailbox.refused.length === 1, 'one of the mails is not taken for now');
    await until(() => mailbox.taken.length === 1, 'the other one is');
    await replying.retried();
    const told = mailbox.taken.map(({ to, mail }) => [to[0], /> (\w+)/.exec(mail.text ?? '')?.[1]]);
    expect(told.sort()).toEqual([
      ['alex@contoso.com', 'Do'],
      ['megan@contoso.com', 'Who'],
    ]);
    expect(new Set(mailbox.taken.map(({ mail }) => mail.messageId)).size).toBe(2);
    expect(replying.card().filter((line) => line.startsWith('Sent to '))).toHaveLength(2);
  });

  it('asked on the card has no link, because nobody knows it there', async () => {
    await world.says(world.dana, world.sales, `share ${link.invitationId}`);
    await world.settled();
    const theirs = world.chat(world.alex);
    await world.says(world.alex, theirs, 'invitations');
    await world.presses(world.alex, theirs, {
      button: buttonOn(theirs, 'Send question'),
      inputs: { question: 'Who are you?' },
    });
    await world.settled();
    await replying.replies();
    await world.settled();
    expect(mailbox.taken[0]?.to).toEqual(['alex@contoso.com']);
    expect(mailbox.taken[0]?.raw).not.toMatch(/http|on its page/);
  });

  it('is in the customer’s language, and its card in that of whoever replied', async () => {
    await replying.invites('lang:es');
    await replying.asks(alex.id, '¿Quién factura?');
    const chat = world.chat(world.dana);
    const typed = `responder ${link.invitationId} Facturamos nosotros.`;
    await world.says(world.dana, chat, typed, { locale: 'es-ES' });
    await world.settled();
    await until(() => newest(chat)[0] === '✓ Respuesta enviada', 'the card says that it is sent');
    const [first] = mailbox.taken;
    expect(first?.mail.subject).toBe('Fabrikam ha respondido a tu pregunta');
    expect(first?.mail.headers.get('content-language')).toBe('es');
    expect(first?.mail.text).toMatch(
      /^Hola, Alex Wilber:\n\nPreguntaste sobre la solicitud de Fabrikam a Contoso:/,
    );
    expect(first?.mail.text).toMatch(
      /> ¿Quién factura\?\n\nDana Souza, de Fabrikam, responde:\n\n> Facturamos nosotros\./,
    );
  });

  it('is not the business of Helpdesk or of a colleague without a role', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    const { body } = await replying.replies({ by: world.lee });
    expect(read(body.value)[0]).toBe('Not with your role');
    await world.settled();
    expect(mailbox.recipients).toEqual([]);
  });
});
