import { beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { inviteAndSend, openInvitations } from '../support/world/invited.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

describe('answering in the customer’s Teams', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES partner-id:1234567');
  let meganChat: TeamsConversation;

  beforeEach(async () => {
    await world.forget();
    await inviteAndSend(world);
    meganChat = await openInvitations(world, world.megan);
  });

  it('shows who asks for what, and what a yes means', () => {
    expect(newest(meganChat)).toEqual([
      'Request for a reseller relationship',
      'Fabrikam asks to become Contoso’s reseller of Microsoft services.',
      'Waiting for your answer',
      'Partner',
      'Fabrikam',
      'Microsoft Partner ID',
      '1234567',
      'Partner’s tenant',
      world.dana.tenantId,
      'Verification code',
      expect.stringMatching(/^\w{3}-\w{3}$/),
      'For',
      'Contoso (contoso.com)',
      'Asked for by',
      'Dana Souza',
      'Scope',
      'Reseller relationship',
      'Admin permission',
      'Not asked for',
      'Valid until',
      expect.stringMatching(/CES?T$/),
      'If you accept',
      '• The partner may buy Microsoft services for your organisation once the Microsoft Customer Agreement is signed.',
      '• The partner gets no administrator access. That would be a separate request.',
      '• Your subscriptions stay where they are and your other partners keep theirs.',
      '• Microsoft’s own confirmation and your list of partners are in the Microsoft 365 admin center; to end the relationship later, ask the partner.',
      '[Accept Fabrikam]',
      '[Decline…]',
      'Reason (optional, the partner sees it): ',
      '[Decline]',
      '[Ask a question…]',
      'Your question (the partner sees it with your name): ',
      '[Send question]',
    ]);
  });

  it('accepts, alerts the channel that asked, and brings every card up to date', async () => {
    const { megan, sales, presses, settled } = world;
    const { status, body } = await presses(megan, meganChat, {
      button: buttonOn(meganChat, 'Accept Fabrikam'),
    });
    expect([status, body.statusCode, body.type]).toEqual([
      200,
      200,
      'application/vnd.microsoft.card.adaptive',
    ]);
    expect(read(body.value)[2]).toMatch(/^✓ Accepted by Megan Bowen, /);
    await settled();
    expect(sales.messages).toHaveLength(2);
    expect(newest(sales)).toEqual([
      '✓ Invitation accepted',
      expect.stringMatching(
        /^Megan Bowen accepted for Contoso \(contoso\.com\), \d+ \w+ \d{4}, \d\d:\d\d CES?T\.$/,
      ),
      'Missing to sell and manage',
      '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
      '• Admin access: ask the customer for it separately if you are to manage their services.',
      'Next: ask the customer to sign the agreement, then place the first order.',
      expect.stringMatching(/^R-\w{4} · You get this where/),
      '[Agreement…]',
      '[Admin access…]',
      '[Show invitation]',
    ]);
    expect(read(sales.messages[0]?.card)[2]).toMatch(/^✓ Accepted by Megan Bowen, /);
    expect(newest(meganChat)[2]).toMatch(/^✓ Accepted by Megan Bowen, /);
    const left = newest(meganChat).filter((line) => line.startsWith('['));
    expect(left).toEqual(['[Ask a question…]', '[Send question]']);
  });

  it('shows the customer in the list at once', async () => {
    const { dana, megan, sales, says, presses, settled } = world;
    await presses(megan, meganChat, { button: buttonOn(meganChat, 'Accept Fabrikam') });
    await says(dana, sales, 'customers');
    await settled();
    const list = sales.messages.find(({ summary }) => summary === '1 customer');
    expect(list && read(list.card)).toEqual([
      '1 customer',
      '[Show Contoso]',
      'Contoso',
      expect.stringMatching(/^contoso\.com · R-\w{4} · Reseller relationship · Dana Souza$/),
      expect.stringMatching(/^✓ Accepted by Megan Bowen, /),
    ]);
  });

  it('declines with a reason that the channel hears', async () => {
    const { megan, sales, presses, settled } = world;
    const inputs = { reason: 'We have a [partner](https://evil.example) already' };
    await presses(megan, meganChat, { button: buttonOn(meganChat, 'Decline'), inputs });
    await settled();
    expect(newest(sales).slice(0, 4)).toEqual([
      '✕ Invitation declined',
      expect.stringMatching(/^Megan Bowen declined for Contoso/),
      'Reason',
      inputs.reason,
    ]);
  });

  it('changes nothing on a second click, a redelivery with the same id or with a new one', async () => {
    const { megan, sales, presses, settled, db } = world;
    const button = buttonOn(meganChat, 'Accept Fabrikam');
    const first = await presses(megan, meganChat, { button, id: 'once' });
    await settled();
    const answers = [
      await presses(megan, meganChat, { button, id: 'once' }),
      await presses(megan, meganChat, { button, id: 'a new id' }),
      await presses(megan, meganChat, { button }),
    ];
    await settled();
    for (const { body } of answers) expect(read(body.value)).toEqual(read(first.body.value));
    expect(sales.messages).toHaveLength(2);
    expect(await db.collection('events').countDocuments({ 'event.type': 'invitation-accepted' })).toBe(1);
  });

  it('lets one of many clicks at the same instant win, and shows all the same', async () => {
    const { megan, sales, presses, settled, db } = world;
    const accept = buttonOn(meganChat, 'Accept Fabrikam');
    const decline = buttonOn(meganChat, 'Decline');
    const clicks = [accept, decline, accept, decline, accept, decline];
    const answers = await Promise.all(clicks.map((button) => presses(megan, meganChat, { button })));
    await settled();
    const shown = new Set(answers.map(({ body }) => read(body.value)[2]));
    expect(shown.size).toBe(1);
    const closing = { 'event.type': { $in: ['invitation-accepted', 'invitation-declined'] } };
    expect(await db.collection('events').countDocuments(closing)).toBe(1);
    expect(sales.messages).toHaveLength(2);
  });

  it('says that the partner withdrew it, and changes nothing', async () => {
    const { dana, megan, sales, presses, settled } = world;
    const accept = buttonOn(meganChat, 'Accept Fabrikam');
    const asked = await presses(dana, sales, { button: buttonOn(sales, 'Withdraw…') });
    expect(read(asked.body.value)[0]).toMatch(/^Withdraw R-\w{4}\?$/);
    const confirm = { ...buttonOn(sales, 'Withdraw…'), verb: 'revoke' };
    const revoke = { ...confirm, data: { ...confirm.data, verb: 'revoke' } };
    await presses(dana, sales, { button: revoke, inputs: { reason: 'Wrong contact' } });
    await settled();
    expect(newest(meganChat)[2]).toMatch(/^↩ The partner withdrew this request, /);
    const { body } = await presses(megan, meganChat, { button: accept });
    expect(read(body.value)[2]).toMatch(/^↩ The partner withdrew this request, /);
    expect(sales.messages).toHaveLength(1);
  });

  it('tells people of another organisation nothing but that it is not theirs', async () => {
    const { stranger, chat, presses, db } = world;
    const { body } = await presses(stranger, chat(stranger), {
      button: buttonOn(meganChat, 'Accept Fabrikam'),
    });
    expect(read(body.value)).toEqual([
      'Not for your organisation',
      'This request is for another organisation. If you belong to it, sign in with that account. Nothing was changed.',
    ]);
    expect(await db.collection('events').countDocuments({ 'event.type': 'invitation-accepted' })).toBe(0);
  });

  it('asks somebody without authority to forward it', async () => {
    const { alex, chat, presses } = world;
    const { body } = await presses(alex, chat(alex), { button: buttonOn(meganChat, 'Accept Fabrikam') });
    expect(read(body.value)[0]).toBe('Please forward it');
    expect(read(body.value)[1]).toMatch(
      /^megan@contoso\.com or an administrator of your organisation has to answer/,
    );
  });

  it('takes a plain submission from clients without Universal Actions', async () => {
    const { megan, sales, submits, settled } = world;
    await submits(megan, meganChat, { button: buttonOn(meganChat, 'Accept Fabrikam') });
    await settled();
    expect(newest(meganChat)[2]).toMatch(/^✓ Accepted by Megan Bowen, /);
    expect(newest(sales)[0]).toBe('✓ Invitation accepted');
  });
});
