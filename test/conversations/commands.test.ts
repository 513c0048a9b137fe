import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { useDanasChat, useInvitation, useWorld } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

describe('a partner’s commands', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world, 'en-US');
  const link = useInvitation(world);
  let id = '';

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(async () => {
    id = link.invitationId;
    await world.says(world.dana, world.sales, 'invite "Woodgrove" woodgrovebank.com country:PT');
    await world.settled();
  });

  /** Posts the customer’s card in the sales channel. */
  const share = async () => {
    await world.says(world.dana, world.sales, `share ${id}`);
    await world.settled();
  };

  it('help shows every command with an example, in the reader’s language', async () => {
    const lines = await asks('help');
    expect(lines[0]).toBe('What you can ask Vínculo');
    expect(lines).toContain('invite  ask an existing Microsoft customer; makes the message and its link');
    expect(lines).toContain('invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    expect(await asks('Ayuda', 'es-ES')).toContain(
      'invitar  solicita la relación a un cliente de Microsoft; crea el mensaje y su vínculo',
    );
    expect(await asks('help revoke')).toEqual([
      'What you can ask Vínculo',
      expect.stringMatching(/^Vínculo asks existing Microsoft customers/),
      'revoke  withdraw an open invitation',
      'revoke R-7K2M wrong contact',
      'A command without its arguments opens a form. English and Spanish are always understood.',
    ]);
  });

  it('status finds an invitation by its id, however it is written, and by the domain', async () => {
    expect((await asks(`status ${id.toLowerCase().replace('-', '')}`))[0]).toBe(`Invitation ${id}`);
    expect((await asks('estado contoso.com', 'es-MX'))[0]).toBe(`Invitación ${id}`);
    expect(await asks('status adatum.com')).toEqual([
      'Not found',
      'There is nothing called “adatum.com” here. “list” shows your invitations, “customers” your customers.',
    ]);
  });

  it('list and customers show what matches', async () => {
    expect(await asks('list open mine')).toEqual([
      '2 invitations',
      '[Show Woodgrove]',
      'Woodgrove',
      expect.stringMatching(/^woodgrovebank\.com · R-\w{4} · Invited · Dana Souza$/),
      '✎ Draft – not sent yet',
      '[Show Contoso]',
      'Contoso',
      `contoso.com · ${id} · Invited · Dana Souza`,
      '✎ Draft – not sent yet',
    ]);
    expect((await asks('lista aceptadas', 'es-ES')).slice(0, 2)).toEqual([
      'Invitaciones',
      'Ninguna invitación coincide. «invitar» crea la primera.',
    ]);
    expect((await asks('customers woodgr')).slice(0, 3)).toEqual([
      '1 customer',
      '[Show Woodgrove]',
      'Woodgrove',
    ]);
  });

  it('a row of a list opens the living card below', async () => {
    await asks('list');
    const list = chat.messages.at(-1)?.card;
    const { body } = await world.presses(world.dana, chat, { button: buttonIn(list, 'Show Contoso') });
    expect(body).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: `Invitation ${id} to Contoso`,
    });
    expect(newest(chat)[0]).toBe(`Invitation ${id}`);
  });

  it('a long list has pages that turn in place', async () => {
    const { db, dana, presses } = world;
    const template = await db.collection('relationships').findOne({ 'state.customer.domain': 'contoso.com' });
    const copies = Array.from({ length: 10 }, (_, at) => {
      const text = JSON.stringify(template).replaceAll(String(template?._id), `copy-${at}`);
      const copy = JSON.parse(text.replaceAll('contoso.com', `copy${at}.com`).replaceAll(id, `R-99${at}`));
      copy.links[0].tokenHash = `copy ${at}`;
      copy.customerKey = `copy ${at}`;
      copy.state.invitation.expiresAt = new Date(copy.state.invitation.expiresAt);
      copy.updatedAt = new Date(copy.updatedAt);
      return copy;
    });
    await db.collection('relationships').insertMany(copies);
    expect((await asks('customers')).slice(-2)).toEqual(['Page 1 of 2', '[Next]']);
    const next = buttonOn(chat, 'Next');
    const { body } = await presses(dana, chat, { button: next });
    expect(read(body.value).slice(-2)).toEqual(['Page 2 of 2', '[Previous]']);
    const back = await presses(dana, chat, { button: buttonIn(body.value, 'Previous') });
    expect(read(back.body.value).slice(-2)).toEqual(['Page 1 of 2', '[Next]']);
    const byNumber = await presses(dana, chat, {
      button: { ...next, data: { ...next.data, place: undefined } },
    });
    expect(read(byNumber.body.value)).toEqual(read(body.value));
    await db.collection('relationships').deleteMany({ 'links.tokenHash': /^copy/ });
  });

  it('share posts the customer’s card in this chat, in the customer’s language, and the invitation is sent', async () => {
    const { sales } = world;
    const before = sales.messages.length;
    await share();
    expect(sales.messages).toHaveLength(before + 1);
    expect(newest(sales)[0]).toBe('Request for a reseller relationship');
    expect((await asks(`status ${id}`))[2]).toMatch(/^→ Sent by Dana Souza, .* – waiting for an answer$/);
  });

  it('the partner’s own people cannot answer on that card', async () => {
    const { dana, sales, presses } = world;
    await share();
    const { body } = await presses(dana, sales, { button: buttonOn(sales, 'Accept Fabrikam') });
    expect(read(body.value)[0]).toBe('Only the customer can answer');
  });

  it('revoke asks once, then closes the invitation, and every card says so', async () => {
    const { dana, presses, settled, sales } = world;
    await share();
    expect(await asks(`revoke ${id} wrong contact`)).toEqual([
      `Withdraw ${id}?`,
      'The link for Contoso stops working at once. This cannot be undone; you can invite again.',
      'Reason (optional, stays with you): wrong contact',
      '[Yes, withdraw it]',
      '[No, keep it]',
    ]);
    const inputs = { reason: 'wrong contact' };
    const { body } = await presses(dana, chat, { button: buttonOn(chat, 'Yes, withdraw it'), inputs });
    expect(read(body.value)[2]).toMatch(/^↩ Withdrawn by Dana Souza, /);
    await settled();
    expect(newest(sales)[2]).toMatch(/^↩ The partner withdrew this request, /);
    expect(newest(sales).join(' ')).not.toContain('wrong contact');
  });

  it('a form leads to the same as the typed command', async () => {
    const { dana, presses, settled } = world;
    await asks('invite');
    const button = buttonOn(chat, 'Create invitation');
    const incomplete = await presses(dana, chat, {
      button,
      inputs: { name: 'Tailspin', country: 'Atlantis' },
    });
    expect(read(incomplete.body.value).slice(1, 6)).toEqual([
      'For organisations that already have Microsoft: customers of another partner or of Microsoft directly. They keep their tenant, so there is one to manage and nothing to migrate.',
      '⚠ Missing: Customer’s domain',
      '⚠ Not understood: Customer’s country',
      'Customer’s name: Tailspin',
      'Customer’s domain: ',
    ]);
    const inputs = { name: 'Tailspin', domain: 'tailspintoys.com', country: 'Spain', scope: 'azure' };
    const { body } = await presses(dana, chat, { button, inputs });
    expect(read(body.value)).toEqual(['Done', 'The answer is below.']);
    await settled();
    expect(newest(chat).slice(1, 3)).toEqual(['Tailspin', '✎ Draft – not sent yet']);
  });

  it('a form that the rules refuse stays, with what was written, why, and what can be done instead', async () => {
    const { dana, presses, settled } = world;
    await asks('invite');
    const button = buttonOn(chat, 'Create invitation');
    const inputs = { name: 'Nowhere', domain: 'nowhere.example', country: 'Spain', reference: 'PO 1' };
    const unknown = read((await presses(dana, chat, { button, inputs })).body.value);
    expect(unknown[2]).toMatch(/^⚠ nowhere\.example has no Microsoft tenant \(public cloud\)/);
    expect(unknown).toContain('Your reference: PO 1');
    expect(unknown.slice(-2)).toEqual(['[Create invitation]', '[Add as new customer]']);
    const mended = { ...inputs, name: 'Adatum', domain: 'adatum.com', country: 'Portugal' };
    await presses(dana, chat, { button, inputs: mended });
    await settled();
    expect(newest(chat).slice(1, 3)).toEqual(['Adatum', '✎ Draft – not sent yet']);
  });

  it('suggestions can be pressed', async () => {
    const { dana, presses } = world;
    expect(await asks('costumers')).toContain('[customers]');
    await presses(dana, chat, { button: buttonOn(chat, 'customers') });
    expect(newest(chat)[0]).toMatch(/^\d customers$/);
  });

  it('greetings and thanks are answered, edits are not run again', async () => {
    const { dana, send, activity } = world;
    expect((await asks('¡Hola!', 'es-ES')).slice(0, 1)).toEqual(['¡Hola!']);
    expect((await asks('thanks'))[0]).toBe('You are welcome.');
    const edit = { ...activity(dana, chat, {}), type: 'messageUpdate', text: 'list' };
    await send({ ...edit, channelData: { ...edit.channelData, eventType: 'editMessage' } }, {});
    expect(newest(chat)[0]).toBe('Edited messages are not run again');
  });

  it('reading needs a role too', async () => {
    const { lee, says, chat: open } = world;
    const leesChat = open(lee);
    for (const line of ['list', 'customers', `status ${id}`, 'alerts on', 'setup "Evil" country:ES']) {
      await says(lee, leesChat, line);
      expect(newest(leesChat)[0]).toBe('Not with your role');
    }
  });

  it('are not for customers, who get their own help', async () => {
    const { megan, says, chat: open } = world;
    const hers = open(megan);
    await says(megan, hers, 'customers');
    expect(newest(hers)[0]).toBe('That is for partners');
    await says(megan, hers, 'invite Contoso');
    expect(newest(hers)[0]).toBe('That is for partners');
    await says(megan, hers, 'help');
    expect(newest(hers)).toEqual([
      'Requests from Microsoft partners',
      expect.stringMatching(/^A Microsoft partner can ask/),
      'help  what can be asked',
      'invitations  the open requests to your organisation',
      'language  the language in which I answer you',
      'language es',
    ]);
  });
});
