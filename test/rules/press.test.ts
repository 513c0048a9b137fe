import { describe, expect, it } from 'vitest';
import { formArguments, readPress } from '../../src/teams/presses/press.ts';

const relationshipId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const about = { relationshipId, invitationId: 'R-7K2M' };

describe('a press', () => {
  it.each(['show', 'refresh', 'ask-revoke', 'revoke', 'accept', 'decline'])(
    'of %s names its invitation',
    (verb) => {
      expect(readPress(verb, { ...about, verb })).toStrictEqual({ verb, ...about });
    },
  );

  it('has its verb from the action, or from the data where there are no Universal Actions', () => {
    expect(readPress('refresh', { ...about, verb: 'accept' })).toStrictEqual({ verb: 'refresh', ...about });
    expect(readPress(undefined, { ...about, verb: 'accept' })).toStrictEqual({ verb: 'accept', ...about });
  });

  it('brings a reason without blanks at its edges', () => {
    const data = { ...about, reason: '  Too early ' };
    expect(readPress('decline', data)).toStrictEqual({ verb: 'decline', ...about, reason: 'Too early' });
  });

  it('of share says how', () => {
    expect(readPress('share', { ...about, way: 'chat' })).toStrictEqual({
      verb: 'share',
      ...about,
      way: 'chat',
    });
    expect(readPress('share', about)).toBeUndefined();
    expect(readPress('share', { ...about, way: 'pigeon' })).toBeUndefined();
  });

  it('of run brings a short line of text', () => {
    expect(readPress('run', { text: 'invite' })).toStrictEqual({ verb: 'run', text: 'invite' });
    expect(readPress('run', { text: 'x'.repeat(201) })).toBeUndefined();
  });

  it.each<[string, string | undefined, Record<string, unknown>]>([
    ['no verb', undefined, about],
    ['a verb that no button has', 'delete', about],
    ['a verb that every object has', 'constructor', about],
    ['no ids', 'accept', {}],
    ['an id that is no id', 'accept', { ...about, relationshipId: '1' }],
    ['an id that is a query', 'accept', { ...about, relationshipId: { $ne: null } }],
    ['an invitation that is a query', 'accept', { ...about, invitationId: { $gt: '' } }],
    ['an invitation in lower case', 'accept', { ...about, invitationId: 'r-7k2m' }],
    ['a reason that is a list', 'decline', { ...about, reason: ['a'] }],
    ['a form of no command', 'submit', { command: 'constructor' }],
    ['a form of a list', 'submit', { command: ['invite'] }],
  ])('is none of ours with %s', (_, verb, data) => {
    expect(readPress(verb, data)).toBeUndefined();
  });
});

describe('a submitted form', () => {
  it('brings its inputs as the arguments of its command', () => {
    const press = readPress('submit', { command: 'invite', name: ' Contoso ', lifeDays: 14, country: 'ES' });
    if (press?.verb !== 'submit') throw new Error('It is a form');
    expect(press.command).toBe('invite');
    expect(formArguments(press)).toStrictEqual({ name: 'Contoso', lifeDays: '14', country: 'ES' });
  });

  it('brings nothing but text and numbers', () => {
    const data = {
      command: 'invite',
      name: { $ne: '' },
      domain: ['contoso.com'],
      country: null,
      scope: true,
    };
    const press = readPress('submit', data);
    if (press?.verb !== 'submit') throw new Error('It is a form');
    expect(formArguments(press)).toStrictEqual({});
  });
});
