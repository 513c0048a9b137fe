import { describe, expect, it } from 'vitest';
import { people } from '../../src/sandbox/world.ts';
import { pageText } from '../support/world/browser-visit.ts';
import { LATER, REPLY, useReplies } from '../support/world/replying.ts';
import { againUntil } from '../support/world/restart.ts';
import { newest, until } from '../support/world/world.ts';

const { alex } = people;

describe('a reply by mail, when something fails or changes meanwhile,', () => {
  const replying = useReplies();
  const { world, mailbox, link } = replying;

  it('is the same mail when it is tried again, and when Teams delivers the press again', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.says(LATER);
    await replying.replies({ id: 'one' });
    await until(() => mailbox.refused.length === 1, 'the mail is not taken for now');
    await replying.replies({ id: 'one' });
    await replying.retried();
    expect(mailbox.taken).toHaveLength(1);
    const answered = await world.db.collection('events').findOne({ 'event.type': 'question-answered' });
    const ids = [...mailbox.refused, ...mailbox.taken].map(({ mail }) => mail.messageId);
    expect(ids).toEqual([`<${answered?._id}@localhost>`, `<${answered?._id}@localhost>`]);
    expect(mailbox.taken[0]?.mail.text).toBe(mailbox.refused[0]?.mail.text);
  });

  it('has no link that has stopped to work, when the request is withdrawn meanwhile', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.says(LATER);
    await replying.replies();
    await until(() => mailbox.refused.length === 1, 'the mail is not taken for now');
    const { relationshipId, invitationId } = link;
    const button = { verb: 'revoke', data: { verb: 'revoke', relationshipId, invitationId } };
    await world.presses(world.dana, world.sales, { button });
    await replying.retried();
    expect(mailbox.refused[0]?.mail.text).toContain(link.token);
    expect(mailbox.taken[0]?.mail.text).toContain(REPLY);
    expect(mailbox.taken[0]?.raw).not.toMatch(/http|on its page/);
    expect(mailbox.taken[0]?.mail.messageId).toBe(mailbox.refused[0]?.mail.messageId);
  });

  it('is told to the agent when the server refuses it, and can still be sent by hand', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.says({ at: 'data', code: 550, text: `5.1.1 /i/${link.token} No such user` });
    await replying.replies();
    await until(() => newest(world.sales)[0] === '✕ E-mail not accepted', 'the agent is told');
    expect(newest(world.sales)).toEqual([
      '✕ E-mail not accepted',
      expect.stringMatching(
        /^The mail server did not accept the message about Contoso .* for alex@contoso\.com, /,
      ),
      ...['Reason', '550 5.1.1 … No such user'],
      'Next: the reply is on their page and on their card in Teams. Tell them another way that it is there.',
      expect.stringMatching(/^R-\w{4} · /),
      '[Show invitation]',
    ]);
    await world.settled();
    expect(replying.card()[0]).toBe('✕ Reply not sent by e-mail');
    expect(replying.card()).toContain('[Open in e-mail]');
    expect(replying.card()).toContainEqual(expect.stringMatching(/^Not accepted for alex@contoso\.com, /));
  });

  it('keeps link and addresses out of the log, and the link out of store and history', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    const waiting = await world.db.collection('relationships').findOne({ sealedLink: { $exists: true } });
    expect(waiting).not.toBeNull();
    mailbox.says({ at: 'data', code: 451, text: `<alex@contoso.com> Looks odd: /i/${link.token}` });
    await replying.replies();
    await until(() => mailbox.refused.length === 1, 'the mail is not taken for now');
    await replying.retried();
    expect(world.logged.join('')).toContain('A delivery failed');
    expect(world.logged.join('')).not.toMatch(/alex@contoso/);
    for (const name of ['relationships', 'events', 'deliveries']) {
      const all = await world.db.collection(name).find().toArray();
      expect(JSON.stringify(all)).not.toContain(link.token);
      expect(all.filter((one) => 'sealed' in (one['recorded'] ?? one) || 'sealedLink' in one)).toEqual([]);
    }
    const refused = await world.db
      .collection('events')
      .find({}, { projection: { event: 0 } })
      .toArray();
    expect(JSON.stringify(refused)).not.toContain('alex@contoso');
  });

  it('goes without its link when that can no longer be read', async () => {
    await replying.asks(alex.id, 'Do our subscriptions move?');
    // As after a change of the password that the key is made of.
    await world.db.collection('relationships').updateMany({}, { $set: { sealedLink: 'x'.repeat(95) } });
    await replying.replies();
    await world.settled();
    expect(mailbox.taken[0]?.mail.text).toContain(REPLY);
    expect(mailbox.taken[0]?.raw).not.toContain('http');
  });

  it('goes out after a restart, as the mail that it was', async () => {
    const browser = await replying.asks(alex.id, 'Do our subscriptions move?');
    mailbox.isSilent(true);
    await replying.replies();
    await until(() => mailbox.recipients.length === 1, 'the mail server is asked');
    expect(pageText(await browser.visit(`/i/${link.token}`))).toContain(REPLY);
    await world.stopProgram();
    mailbox.isSilent(false);
    await againUntil(world, () => mailbox.taken.length === 1, 'the mail is there');
    const answered = await world.db.collection('events').findOne({ 'event.type': 'question-answered' });
    expect(mailbox.taken.map(({ mail }) => mail.messageId)).toEqual([`<${answered?._id}@localhost>`]);
    expect(mailbox.taken[0]?.mail.text).toContain(link.token);
    expect(replying.card()[0]).toBe('✓ Reply sent');
  });
});
