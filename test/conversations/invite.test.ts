import { beforeEach, describe, expect, it } from 'vitest';
import { forgetAll, INVITE_CONTOSO } from '../support/world/invited.ts';
import { forgetPartners } from '../support/world/stored.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

describe('inviting', () => {
  const world = useFabrikam('setup "Fabrikam" country:Spain partner-id:1234567');

  beforeEach(() => forgetAll(world));

  it('needs the company’s profile first', async () => {
    const { dana, sales, says, db } = world;
    await forgetPartners(db);
    await says(dana, sales, INVITE_CONTOSO);
    expect(newest(sales)).toEqual([
      'Your company’s profile is missing',
      'Before the first invitation an Admin agent types “setup” and fills in the company’s profile.',
      '[setup]',
    ]);
    await says(dana, sales, 'setup "Fabrikam" country:Spain partner-id:1234567');
    expect(newest(sales)).toEqual([
      '✓ Profile saved',
      ...['Company', 'Fabrikam', 'Country', 'Spain', 'Microsoft cloud', 'Public'],
      ...['Microsoft Partner ID', '1234567', 'Language of your channels', 'English'],
      ...['Who may answer', 'Contact or administrator', 'Invitations valid for', '7 days'],
      ...['Reminders', 'none', 'Unattended invitations', 'none', 'Microsoft’s link', 'none'],
      ...['[Invite…]', '[Change…]'],
    ]);
  });

  it('is refused to people without a role, who are told whom to ask', async () => {
    const { lee, sales, says, db } = world;
    await says(lee, sales, INVITE_CONTOSO);
    expect(newest(sales)).toEqual([
      'Not with your role',
      'This needs the role Admin agent or Sales agent. An Admin agent of your company can give it to you.',
    ]);
    expect(await db.collection('relationships').countDocuments()).toBe(0);
  });

  it('asks with a filled-in form for what is missing', async () => {
    const { dana, sales, says } = world;
    await says(dana, sales, 'invite Contoso scope:azure colour:red');
    expect(newest(sales)).toEqual([
      'Invite a customer',
      'For organisations that already have Microsoft: customers of another partner or of Microsoft directly. They keep their tenant, so there is one to manage and nothing to migrate.',
      '⚠ There is no “colour:” here',
      'Customer’s name: Contoso',
      'Customer’s domain: ',
      'Customer’s country: ',
      'Contact’s e-mail (may answer): ',
      'Scope: Only Azure you provision',
      'Buys today from: ',
      'Microsoft cloud: ',
      'Days it is valid (1–30): ',
      'Customer’s language: ',
      'Your reference: ',
      '[Create invitation]',
    ]);
  });

  it('offers the nearest commands for a typing slip', async () => {
    const { dana, sales, says } = world;
    await says(dana, sales, 'invtie contoso.com');
    expect(newest(sales)).toEqual(['I did not understand that', 'Did you mean one of these?', '[invite]']);
  });

  it('refuses a domain that nobody has at Microsoft', async () => {
    const { dana, sales, says } = world;
    await says(dana, sales, 'invite "Nowhere" nowhere.example country:ES');
    expect(newest(sales)[0]).toBe('No Microsoft customer there');
  });

  it('refuses a customer of another cloud and the partner itself', async () => {
    const { dana, sales, says } = world;
    await says(dana, sales, 'invite "Northwind" northwind.example country:US');
    expect(newest(sales)).toEqual([
      'Different clouds',
      'northwind.example is in the Microsoft Cloud for US Government, your company in the public cloud. A relationship needs both in the same cloud.',
    ]);
    await says(dana, sales, 'invite "Us" fabrikam.com country:ES');
    expect(newest(sales)[0]).toBe('That is your own organisation');
  });

  it('refuses a customer of another region before a link exists', async () => {
    const { dana, sales, says, db } = world;
    await says(dana, sales, 'invite "Adatum" adatum.com country:US');
    expect(newest(sales)).toEqual([
      'Another region',
      'Your company sells in Spain, the customer’s country is United States. Microsoft allows a reseller relationship only inside one region, so no invitation was created. A partner of the customer’s region can ask.',
    ]);
    expect(await db.collection('relationships').countDocuments()).toBe(0);
  });

  it('posts the draft with the message, its unique link and what can be done now', async () => {
    const { dana, sales, says, settled, db } = world;
    await says(dana, sales, INVITE_CONTOSO);
    await settled();
    const lines = newest(sales);
    const link = lines.find((line) => line.startsWith('Unique link: '))?.slice(13) ?? '';
    expect(link).toMatch(/^http:\/\/localhost:3978\/i\/[\w-]{43}$/);
    expect(lines.slice(0, 13)).toEqual([
      expect.stringMatching(/^Invitation R-[0-9A-Z]{4}$/),
      'Contoso',
      '✎ Draft – not sent yet',
      'Domain',
      'contoso.com',
      'Country',
      'Spain',
      'Contact',
      'megan@contoso.com',
      'Scope',
      'Reseller relationship',
      'Asked for by',
      'Dana Souza',
    ]);
    expect(lines.slice(-4)).toEqual([
      '[Open in e-mail]',
      '[I have sent it]',
      '[Post in this chat]',
      '[Withdraw…]',
    ]);
    const stored = JSON.stringify([
      await db.collection('relationships').find().toArray(),
      await db.collection('events').find().toArray(),
    ]);
    expect(stored).not.toContain(link.slice(-43));
  });

  it('is refused while an invitation is open, naming it', async () => {
    const { dana, sales, says, settled } = world;
    await says(dana, sales, INVITE_CONTOSO);
    await settled();
    await says(dana, sales, INVITE_CONTOSO);
    expect(newest(sales)).toEqual([
      'Already invited',
      expect.stringMatching(
        /^Contoso has an open invitation: R-\w{4}, from Dana Souza, valid until .*CE?S?T\. /,
      ),
      '[Show invitation]',
    ]);
  });

  it('answers a Spanish speaker in Spanish', async () => {
    const { dana, sales, says, settled } = world;
    const line = 'invitar “Woodgrove” woodgrovebank.com país:Portugal para:ana@woodgrovebank.com idioma:es';
    await says(dana, sales, line, { locale: 'es-ES' });
    await settled();
    expect(newest(sales).slice(0, 3)).toEqual([
      expect.stringMatching(/^Invitación R-/),
      'Woodgrove',
      '✎ Borrador: aún sin enviar',
    ]);
    expect(newest(sales).join('\n')).toContain('Mensaje para el cliente: Hola:');
    expect(newest(sales).slice(-4)).toEqual([
      '[Abrir en el correo]',
      '[Ya lo he enviado]',
      '[Publicar en este chat]',
      '[Retirar…]',
    ]);
  });

  it('happens once however often Teams sends the activity', async () => {
    const { dana, sales, says, settled } = world;
    const before = sales.messages.length;
    const line = 'invite "Tailspin" tailspintoys.com country:ES';
    await Promise.all([1, 2, 3].map(() => says(dana, sales, line, { id: 'redelivered' })));
    await says(dana, sales, line, { id: 'redelivered' });
    await settled();
    expect(sales.messages.slice(before).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Invitation R-\w{4} to Tailspin$/),
    ]);
  });
});
