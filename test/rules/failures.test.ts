import { MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createUndertaking } from '../../src/service/undertaking.ts';
import { OutcomeUnknown, troubleOf } from '../../src/store/database-errors.ts';
import { failureAnswer, LateTurn } from '../../src/teams/failures.ts';
import { readCard } from '../support/cards/card-rules.ts';

const server = (code: number, ...errorLabels: string[]) =>
  new MongoServerError({ message: 'no', code, errorLabels });
const away = new MongoNetworkError('gone');

describe('the trouble behind an error', () => {
  it.each([
    ['a lost connection', away, 'away'],
    ['a server that has stepped down', server(189), 'away'],
    ['a server that is no primary', server(10107), 'away'],
    ['a server that stops', server(11600), 'away'],
    ['a conflict that the driver gives up on', server(112, 'TransientTransactionError'), 'away'],
    ['the same, wrapped', new Error('Cannot list', { cause: new Error('x', { cause: away }) }), 'away'],
    ['a commit without an answer', server(91, 'UnknownTransactionCommitResult'), 'unknown'],
    [
      'a write that no majority has confirmed',
      new MongoWriteConcernError({ ok: 1, writeConcernError: { code: 64, errmsg: 'no' } }),
      'unknown',
    ],
    ['a write that could not be read back', new OutcomeUnknown(away), 'unknown'],
    ['a refused command', server(13), undefined],
    ['a fault of ours', new TypeError('x is not a function'), undefined],
    ['no error at all', 'text', undefined],
  ])('%s', (_, error, trouble) => {
    expect(troubleOf(error)).toBe(trouble);
  });
});

describe('the answer to a turn that failed', () => {
  function told(fault: unknown, progress: 'nothing' | 'under-way' | 'changed' = 'nothing', locale = 'en') {
    const lines: { level: number; reference: string }[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
    const undertaking = createUndertaking();
    if (progress !== 'nothing') undertaking.begin();
    if (progress === 'changed') undertaking.finish();
    const reader = { language: locale === 'es' ? ('es' as const) : ('en' as const), timeZone: 'UTC' };
    const { card } = failureAnswer(fault, { undertaking, reader }, { troubleOf, log });
    const [title, text] = readCard(card.attachment.content);
    expect(text).toContain(lines[0]?.reference);
    return { title, text, level: lines[0]?.level, undertaking };
  }
  const late = () => new LateTurn('The turn took longer than 7000 ms');
  const AGAIN = 'Try again in a few seconds';
  const UNCERTAIN = 'It is not certain whether that was recorded';

  it.each([
    ['the database is away', away, 'nothing', AGAIN],
    ['it went away in a change, which the store says was not made', away, 'under-way', AGAIN],
    ['it went away after a change', away, 'changed', UNCERTAIN],
    ['it went away while writing', new OutcomeUnknown(away), 'under-way', UNCERTAIN],
    ['the turn is late, and had not begun to change anything', late(), 'nothing', AGAIN],
    ['the turn is late in a change', late(), 'under-way', UNCERTAIN],
    ['the turn is late after a change', late(), 'changed', UNCERTAIN],
    ['the program is wrong', new TypeError('x'), 'nothing', 'Something broke on our side'],
  ] as const)('when %s', (_, fault, progress, title) => {
    const level = title.startsWith('Something') ? 50 : 40;
    expect(told(fault, progress)).toMatchObject({ title, level });
  });

  it('says that nothing was changed, only where that is so', () => {
    expect(told(away).text).toContain('Nothing was changed');
    expect(told(away, 'changed').text).not.toContain('Nothing was changed');
    expect(told(away, 'nothing', 'es').title).toBe('Vuelve a intentarlo en unos segundos');
    expect(told(late(), 'changed', 'es').title).toBe('No es seguro que haya quedado registrado');
  });

  it('is the end: what was said not to be changed is not changed afterwards', () => {
    const { undertaking } = told(late());
    expect(() => undertaking.begin()).toThrow('given up');
  });
});
