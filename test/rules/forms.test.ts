import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName } from '../../src/grammar/commands/table.ts';
import { request, understand } from '../../src/grammar/understand.ts';

describe('a command that lacks something', () => {
  it.each<[string, CommandName, Record<string, string>, string[]]>([
    ['invite', 'invite', {}, ['name', 'domain', 'country']],
    ['invitar "Contoso"', 'invite', { name: 'Contoso' }, ['domain', 'country']],
    [
      'invite contoso.com to:megan@contoso.com',
      'invite',
      { domain: 'contoso.com', contact: 'megan@contoso.com' },
      ['name', 'country'],
    ],
    ['configurar', 'setup', {}, ['name', 'country']],
    ['share', 'share', {}, ['id']],
    ['estado', 'status', {}, ['target']],
    ['revoke', 'revoke', {}, ['id']],
    ['revoke reason:"Wrong contact"', 'revoke', { reason: 'Wrong contact' }, ['id']],
    ['alertas', 'alerts', {}, ['state']],
  ])('asks for it and keeps the rest: %s', (line, command, given, missing) => {
    expect(understand(line)).toStrictEqual({
      type: 'form',
      command,
      given,
      problems: missing.map((argument) => ({ argument, kind: 'missing' })),
    });
  });

  it.each(COMMANDS)('never asks for nothing: %s', (name) => {
    const understood = request(name, {});
    if (understood.type !== 'form') expect(understood.type).toBe(name);
    else expect(understood.problems).not.toStrictEqual([]);
  });
});

describe('a command that says what cannot be', () => {
  const given = { name: 'Contoso', domain: 'contoso.com', country: 'ES' };

  it.each([
    ['domain', 'contoso'],
    ['domain', '127.1'],
    ['country', 'Nowhere'],
    ['contact', 'megan'],
    ['contact', 'megan@contoso'],
    ['contact', `${'m'.repeat(320)}@contoso.com`],
    ['scope', 'everything'],
    ['buys', 'somewhere'],
    ['cloud', 'heaven'],
    ['lifeDays', 'soon'],
    ['lifeDays', '-1'],
    ['lifeDays', '1.5'],
    ['lifeDays', '99999'],
    ['language', 'Klingon'],
    ['reference', 'x'.repeat(61)],
    ['name', 'x'.repeat(121)],
    ['name', 'x'.repeat(501)],
  ])('asks for it again and keeps what was written: %s %s', (argument, written) => {
    const asked = { ...given, [argument]: written };
    expect(request('invite', asked)).toStrictEqual({
      type: 'form',
      command: 'invite',
      given: asked,
      problems: [{ argument, kind: 'invalid' }],
    });
  });

  it.each([
    ['a Microsoft Partner ID that is a word', { partnerId: 'my-id' }],
    ['a Microsoft Partner ID of eleven digits', { partnerId: '12345678901' }],
    ['a link that is not https', { link: 'http://partner.microsoft.com/x' }],
    ['a link that is a script', { link: 'javascript:alert(1)' }],
    ['a link of 2,001 characters', { link: `https://partner.microsoft.com/${'x'.repeat(1972)}` }],
    ['an authority that there is not', { authority: 'everybody' }],
  ])('asks for the profile again: %s', (_, wrong) => {
    const asked = { name: 'Fabrikam', country: 'ES', ...wrong };
    expect(request('setup', asked)).toStrictEqual({
      type: 'form',
      command: 'setup',
      given: asked,
      problems: [{ argument: Object.keys(wrong)[0], kind: 'invalid' }],
    });
  });

  it('names everything that is wrong or missing at once', () => {
    expect(understand('invite contoso country:Nowhere to:megan expires:soon')).toStrictEqual({
      type: 'form',
      command: 'invite',
      given: { name: 'contoso', country: 'Nowhere', contact: 'megan', lifeDays: 'soon' },
      problems: [
        { argument: 'domain', kind: 'missing' },
        { argument: 'country', kind: 'invalid' },
        { argument: 'contact', kind: 'invalid' },
        { argument: 'lifeDays', kind: 'invalid' },
      ],
    });
  });

  it('keeps a reason that lacks its invitation', () => {
    expect(understand('revoke the wrong one')).toStrictEqual({
      type: 'form',
      command: 'revoke',
      given: { reason: 'the wrong one' },
      problems: [{ argument: 'id', kind: 'missing' }],
    });
  });

  it('says which key it does not know', () => {
    expect(understand('invite Contoso contoso.com país:ES colour:blue')).toStrictEqual({
      type: 'form',
      command: 'invite',
      given,
      problems: [{ argument: 'colour', kind: 'unknown' }],
    });
  });

  it.each([
    ['list page:x', 'list', 'page', 'x'],
    ['list page:-1', 'list', 'page', '-1'],
    ['share contoso.com', 'share', 'id', 'contoso.com'],
    ['revoke id:wrong', 'revoke', 'id', 'wrong'],
    ['list expird', 'list', 'filter', 'expird'],
    ['report a week', 'report', 'days', 'a week'],
    ['alerts state:perhaps', 'alerts', 'state', 'perhaps'],
  ])('asks again: %s', (line, command, argument, written) => {
    expect(understand(line)).toStrictEqual({
      type: 'form',
      command,
      given: { [argument]: written },
      problems: [{ argument, kind: 'invalid' }],
    });
  });
});

describe('a submitted form', () => {
  const inputs = { name: 'Contoso', domain: 'contoso.com', country: 'Spain', scope: 'azure', contact: '' };

  it('is the same as the typed line', () => {
    expect(request('invite', inputs)).toStrictEqual(
      understand('invite Contoso contoso.com country:Spain scope:azure'),
    );
    expect(request('invite', inputs)).toMatchObject({ type: 'invite' });
  });

  it('leaves out what was left empty', () => {
    expect(request('customers', { text: '   ' })).toStrictEqual({ type: 'customers', page: 1 });
  });

  it('ignores inputs that the command does not have', () => {
    expect(request('share', { id: 'R-7K2M', relationshipId: 'x', constructor: 'y' })).toStrictEqual({
      type: 'share',
      id: 'R-7K2M',
    });
  });

  it('has its blanks at the edges taken off', () => {
    expect(request('invite', { ...inputs, name: ' Contoso ', country: ' ES ' })).toStrictEqual(
      request('invite', inputs),
    );
  });

  it('hides no invisible marks in a name, as a typed line does not', () => {
    const hidden = { ...inputs, name: '\u202eContoso\u200b', country: 'ES\u200b' };
    expect(request('invite', hidden)).toStrictEqual(request('invite', inputs));
  });

  it('has no name that nobody can see', () => {
    expect(request('invite', { ...inputs, name: '\u200b\u2060' })).toMatchObject({
      type: 'form',
      problems: [{ argument: 'name', kind: 'missing' }],
    });
  });
});
