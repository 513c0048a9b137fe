import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { forgetAll, inviteAndSend, openInvitations } from '../support/world/invited.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { read } from '../support/world/world.ts';

describe('what is missing to sell and manage', () => {
  const world = useWorld();
  const { asks } = useDanasChat(world, 'en-US');

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(async () => {
    await forgetAll(world);
    await inviteAndSend(world);
    const { megan, presses, settled } = world;
    const hers = await openInvitations(world, megan);
    await presses(megan, hers, { button: buttonOn(hers, 'Accept Fabrikam') });
    await settled();
  });

  const pairs = (lines: string[], label: string) => lines[lines.indexOf(label) + 1];

  it('is recorded by command, and every card of the invitation follows', async () => {
    const lines = await asks('agreement contoso.com accepted');
    expect(pairs(lines, 'Customer agreement')).toBe('signed with Microsoft');
    expect(pairs(lines, 'Can purchase')).toBe('Yes');
    expect(pairs(lines, 'Can manage')).toBe('Not yet');
    const [first] = world.sales.messages;
    expect(pairs(read(first?.card), 'Can purchase')).toBe('Yes');
  });

  it('asks who signed and when, if the partner attests it', async () => {
    expect(await asks('agreement contoso.com attested')).toEqual([
      'Customer agreement',
      '⚠ Missing: Signed by (when attested)',
      '⚠ Missing: Their e-mail (when attested)',
      '⚠ Missing: Signed on (when attested)',
      'Invitation or domain: contoso.com',
      'How it was signed: Attested by us',
      'Signed by (when attested): ',
      'Their e-mail (when attested): ',
      'Signed on (when attested): ',
      '[Record]',
    ]);
    const line =
      'contrato contoso.com atestiguado por:"Megan Bowen" correo:megan@contoso.com fecha:01/11/2025';
    expect(pairs(await asks(line, 'es-ES'), 'Contrato de cliente')).toBe('confirmado por el partner');
    const stored = await world.db.collection('events').findOne({ 'event.attestation.name': 'Megan Bowen' });
    expect(stored?.['event'].attestation.agreedOn).toEqual(new Date('2025-11-01'));
  });

  it('refuses an agreement of tomorrow', async () => {
    const line = 'agreement contoso.com attested by:"Megan Bowen" email:megan@contoso.com date:2999-01-01';
    expect((await asks(line))[0]).toBe('That date is still to come');
  });

  it('can be managed once admin access is granted', async () => {
    await asks('agreement contoso.com accepted');
    const lines = await asks('access contoso.com granted');
    expect(pairs(lines, 'Admin access')).toBe('granted');
    expect(pairs(lines, 'Can manage')).toBe('Yes');
    expect(lines).not.toContain('Still missing');
  });

  it('says so when there is no such customer', async () => {
    expect((await asks('access adatum.com granted'))[0]).toBe('Not found');
  });
});
