import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { type CardElement, elements } from '../support/cards/card-rules.ts';
import { forgetAll, INVITE_CONTOSO, invitedIn, statusOf } from '../support/world/invited.ts';
import { againUntil } from '../support/world/restart.ts';
import { isSettled } from '../support/world/stored.ts';
import { useDanasChat, useMailbox, useWorld } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

describe('sending the invitation by mail', () => {
  const mailbox = useMailbox();
  const world = useWorld(() => ({ environment: mailbox.environment }));
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(async () => {
    await forgetAll(world);
    mailbox.forget();
    world.logged.length = 0;
    chat.messages.length = 0;
  });

  async function drafted(line = INVITE_CONTOSO) {
    await world.says(world.dana, chat, line);
    await world.settled();
    const letter = [...elements(chat.messages[0]?.card)].find(({ id }: CardElement) => id === 'letter');
    return {
      ...invitedIn(chat),
      letter: String(letter?.['value']),
      button: buttonOn(chat, 'Send by e-mail'),
    };
  }
  type Drafted = Awaited<ReturnType<typeof drafted>>;

  const send = ({ button, letter }: Pick<Drafted, 'button' | 'letter'>, more = {}) =>
    world.presses(world.dana, chat, { button, inputs: { letter, link: '' }, ...more });
  const card = () => read(chat.messages[0]?.card);
  const value = (label: string) => card()[card().indexOf(label) + 1];

  it('goes out once, as text and HTML, to the contact, from the agent in the partner’s name', async () => {
    const draft = await drafted();
    await send(draft);
    await world.settled();
    const [first] = mailbox.taken;
    expect(mailbox.taken).toHaveLength(1);
    expect(first?.to).toEqual(['megan@contoso.com']);
    expect(first?.mail.subject).toBe('Fabrikam asks for a reseller relationship with Contoso');
    expect(first?.mail.from?.value).toEqual([
      { name: 'Dana Souza (Fabrikam)', address: 'vinculo@fabrikam.com' },
    ]);
    expect(first?.mail.replyTo?.value).toEqual([{ name: '', address: 'dana@fabrikam.com' }]);
    expect(first?.mail.text?.trim()).toBe(draft.letter);
    const link = `http://localhost:3978/i/${draft.token}`;
    expect(first?.mail.html).toContain(`<a href="${link}" rel="noopener noreferrer">${link}</a>`);
    expect(first?.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(first?.raw).not.toMatch(/<img|List-Unsubscribe|X-Mailer/i);
  });

  it('counts as sent, by whom, once the mail server has it', async () => {
    const draft = await drafted();
    mailbox.says({ at: 'recipient', code: 451, text: 'Greylisted, come back' });
    const { body } = await send(draft);
    expect(read(body.value)).toContain('✎ Draft – not sent yet');
    expect(read(body.value).find((line) => line.startsWith('On its way to megan@contoso.com'))).toBeDefined();
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    expect(await statusOf(world, draft)).toBe('draft');
    await retried();
    expect(card().find((line) => line.startsWith('→'))).toMatch(
      /^→ Sent by Dana Souza, .* waiting for an answer$/,
    );
    expect(value('E-mail')).toMatch(/^Sent to megan@contoso\.com, /);
    await world.says(world.dana, chat, `history ${draft.invitationId}`);
    expect(newest(chat).join(' ')).toMatch(/sent \(by e-mail\).*e-mail on its way/);
  });

  it('is the same mail when it is tried again', async () => {
    const draft = await drafted();
    const later = { at: 'data', code: 452, text: 'Out of room' } as const;
    mailbox.says(later);
    await send(draft);
    await until(() => mailbox.refused.length === 1, 'the mail is not taken for now');
    await retried();
    expect(mailbox.taken).toHaveLength(1);
    const ids = [...mailbox.refused, ...mailbox.taken].map(({ mail }) => mail.messageId);
    const queued = await world.db.collection('events').findOne({ 'event.type': 'invitation-mail-queued' });
    expect(ids).toEqual([`<${queued?._id}@localhost>`, `<${queued?._id}@localhost>`]);
  });

  it('goes out once however often it is pressed or delivered again', async () => {
    const draft = await drafted();
    mailbox.says({ at: 'recipient', code: 451, text: 'Later' });
    await Promise.all([send(draft, { id: 'one' }), send(draft, { id: 'one' }), send(draft, { id: 'two' })]);
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    await retried();
    await send(draft);
    await world.settled();
    expect(mailbox.taken).toHaveLength(1);
  });

  it('is in the customer’s language, with the words that the agent has changed', async () => {
    const draft = await drafted(`${INVITE_CONTOSO} lang:es`);
    const letter = draft.letter
      .replace('Hola:', 'Hola, Megan:')
      .replace(/Un saludo,[\s\S]*$/, 'Hasta pronto, {{link}} <b>Dana</b>');
    await send({ ...draft, letter });
    await world.settled();
    const [first] = mailbox.taken;
    expect(first?.mail.subject).toBe('Fabrikam solicita una relación de revendedor con Contoso');
    expect(first?.mail.headers.get('content-language')).toBe('es');
    expect(first?.mail.text?.trim()).toBe(letter);
    expect(first?.mail.html).toContain('<p>Hasta pronto, {{link}} &lt;b&gt;Dana&lt;/b&gt;</p>');
    expect(first?.mail.html).toMatch(/<div lang="es" style="word-break:break-word"><p>Hola, Megan:<\/p>/);
  });

  it.each([
    ['taken out', (letter: string) => letter.replace(/http\S+/, '')],
    ['cut', (letter: string) => letter.replace(/(\/i\/\S{40})\S+/, '$1')],
    ['there twice', (letter: string) => letter.replace(/(http\S+)/, '$1\n$1')],
  ])('is refused with its link %s, and nothing goes out (S11)', async (_, change) => {
    const draft = await drafted();
    const { body } = await send({ ...draft, letter: change(draft.letter) });
    expect(read(body.value)).toEqual([
      'The link is not in the message',
      'The message has to hold its link, complete and once. Put it back and send again; nothing was sent.',
    ]);
    await world.settled();
    expect([mailbox.recipients, await statusOf(world, draft)]).toEqual([[], 'draft']);
  });

  it('is refused when its message has grown too long, and nothing goes out', async () => {
    const draft = await drafted();
    const { body } = await send({ ...draft, letter: `${draft.letter}\n${'x'.repeat(10_000)}` });
    expect(read(body.value)).toEqual(['Too long', 'Write at most 10,000 characters; nothing was sent.']);
    await world.settled();
    expect([mailbox.recipients, await statusOf(world, draft)]).toEqual([[], 'draft']);
  });

  it('is refused with the link of another invitation', async () => {
    const draft = await drafted();
    const { body } = await send({ ...draft, letter: draft.letter.replace(draft.token, 'x'.repeat(43)) });
    expect(read(body.value)[0]).toBe('The link is no longer known');
    expect(buttonIn(body.value, 'New link').data).toMatchObject({ text: `reissue ${draft.invitationId}` });
    await world.settled();
    expect(mailbox.recipients).toEqual([]);
  });

  it('leads to us, wherever the text led', async () => {
    const draft = await drafted();
    const letter = draft.letter.replace('http://localhost:3978', 'https://evil.example');
    await send({ ...draft, letter });
    await world.settled();
    expect(mailbox.taken[0]?.raw).not.toContain('evil.example');
    expect(mailbox.taken[0]?.mail.text).toContain(`http://localhost:3978/i/${draft.token}`);
  });

  it('is told to the agent when the server refuses it, and the invitation stays a draft', async () => {
    const draft = await drafted();
    const text = `5.7.1 Spam: http://localhost:3978/i/${draft.token} is listed`;
    mailbox.says({ at: 'data', code: 554, text });
    await send(draft);
    await world.settled();
    await until(() => newest(chat)[0] === '✕ E-mail not accepted', 'the agent is told');
    expect(newest(chat)).toEqual([
      '✕ E-mail not accepted',
      expect.stringMatching(
        /^The mail server did not accept the message about Contoso \(contoso\.com\) for megan@contoso\.com, /,
      ),
      'Reason',
      '554 5.7.1 Spam: … is listed',
      expect.stringMatching(/^Next: “New link” makes another message to send\./),
      expect.stringMatching(/^R-\w{4} · /),
      '[Show invitation]',
    ]);
    await world.settled();
    expect(await statusOf(world, draft)).toBe('draft');
    expect(value('E-mail')).toMatch(/^Not accepted for megan@contoso\.com, /);
  });

  it('is not sent any more once the invitation is withdrawn', async () => {
    const draft = await drafted();
    mailbox.says({ at: 'recipient', code: 451, text: 'Later' });
    await send(draft);
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    const { relationshipId, invitationId } = draft;
    const button = { verb: 'revoke', data: { verb: 'revoke', relationshipId, invitationId } };
    await world.presses(world.dana, chat, { button });
    await retried();
    expect([mailbox.taken, await statusOf(world, draft)]).toEqual([[], 'revoked']);
  });

  it('keeps the link out of the log, the history and, once it is out, the store', async () => {
    const draft = await drafted();
    mailbox.says(
      { at: 'data', code: 451, text: `Looks odd: /i/${draft.token}` },
      { at: 'data', code: 550, text: `Looks odd: /i/${draft.token}` },
    );
    await send(draft);
    await until(() => mailbox.refused.length === 1, 'the mail is not taken for now');
    const waiting = await world.db.collection('deliveries').findOne({ 'recorded.sealed': { $exists: true } });
    expect(waiting).not.toBeNull();
    expect(JSON.stringify(waiting)).not.toContain(draft.token);
    await retried();
    await until(() => newest(chat)[0] === '✕ E-mail not accepted', 'the agent is told');
    await world.settled();
    expect(world.logged.join('')).toContain('A delivery failed');
    expect(world.logged.join('')).not.toContain(draft.token);
    const sealed = { 'recorded.sealed': { $exists: true } };
    expect(await world.db.collection('deliveries').countDocuments(sealed)).toBe(0);
    for (const name of ['events', 'deliveries'])
      expect(JSON.stringify(await world.db.collection(name).find().toArray())).not.toContain(draft.token);
  });

  it('reaches addresses under domains of any script', async () => {
    const draft = await drafted('invite "Contoso" contoso.com country:ES to:megan@müller.example');
    await send(draft);
    await world.settled();
    // The test's server writes it out again; what it was told is in ASCII.
    expect(mailbox.taken[0]?.to).toEqual(['megan@müller.example']);
    expect(mailbox.taken[0]?.raw).toContain('\r\nTo: megan@xn--mller-kva.example\r\n');
  });

  it('is told to be lost when its link can no longer be read', async () => {
    const draft = await drafted();
    mailbox.says({ at: 'recipient', code: 451, text: 'Later' });
    await send(draft);
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    // As after a change of the password that the key is made of.
    await world.db
      .collection('deliveries')
      .updateMany({ 'recorded.sealed': { $exists: true } }, { $set: { 'recorded.sealed': 'x'.repeat(95) } });
    await retried();
    await until(() => newest(chat)[0] === '✕ E-mail not accepted', 'the agent is told');
    expect(newest(chat)[1]).toMatch(
      /^The message about Contoso .* was not sent: its link could no longer be read/,
    );
    expect([mailbox.taken, await statusOf(world, draft)]).toEqual([[], 'draft']);
  });

  it('can be asked for with a new link when it did not arrive', async () => {
    const { invitationId } = await drafted();
    await world.says(world.dana, chat, `share ${invitationId} by:mail`);
    expect(newest(chat)[0]).toBe('The link is no longer known');
    await world.says(world.dana, chat, `compartir ${invitationId} por:correo`, { locale: 'es-ES' });
    expect(newest(chat)[0]).toBe('El vínculo ya no se conoce');
    const renew = buttonOn(chat, 'Vínculo nuevo');
    chat.messages.length = 0;
    await world.presses(world.dana, chat, { button: renew });
    await world.settled();
    const at = chat.messages.findIndex(({ card: one }) => JSON.stringify(one).includes('"letter"'));
    const shown = chat.messages[at]?.card;
    const letter = [...elements(shown)].find(({ id }: CardElement) => id === 'letter');
    await send({ button: buttonIn(shown, 'Send by e-mail'), letter: String(letter?.['value']) });
    await world.settled();
    expect(mailbox.taken).toHaveLength(1);
  });

  it('goes out after a restart, as the mail that it was, and holds up nothing while its server is silent', async () => {
    mailbox.isSilent(true);
    const draft = await drafted();
    await send(draft);
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    await world.says(world.dana, chat, 'invite "Woodgrove" woodgrovebank.com country:PT');
    await until(() => newest(chat)[1] === 'Woodgrove', 'the next invitation is there', 4000);
    await world.stopProgram();
    expect(await statusOf(world, draft)).toBe('draft');
    mailbox.isSilent(false);
    await againUntil(world, () => mailbox.taken.length === 1, 'the mail is there');
    const queued = await world.db.collection('events').findOne({ 'event.type': 'invitation-mail-queued' });
    expect(mailbox.taken.map(({ mail }) => mail.messageId)).toEqual([`<${queued?._id}@localhost>`]);
    expect(mailbox.taken[0]?.mail.text).toContain(draft.token);
    expect(await statusOf(world, draft)).toBe('sent');
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  async function retried(): Promise<void> {
    await until(async () => {
      await world.hurry();
      return isSettled(world.db);
    }, 'what was let go is done');
  }
});
