import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type ConnectorError, retryAfterOf } from '../../src/teams/call-once.ts';
import { failedCall } from '../../src/teams/call-outcomes.ts';

const logged: string[] = [];
const log = createLog('info', { write: (line: string) => void logged.push(line) });

function refusal(status: number, retryAfterMs?: number, code = 'Some'): ConnectorError {
  return Object.assign(new Error(`Teams answered ${status}`), { status, code, retryAfterMs });
}

describe('what a call that Teams refused means', () => {
  it.each([
    [403, 'gone', 'gone'],
    [404, 'gone', 'gone'],
    [410, 'gone', 'gone'],
    [400, 'ours', 'ours'],
    [405, 'ours', 'ours'],
    [413, 'ours', 'ours'],
    [401, 'later', 'later'],
    [412, 'later', 'later'],
    [429, 'later', 'later'],
    [0, 'ambiguous', 'later'],
    [408, 'ambiguous', 'later'],
    [500, 'ambiguous', 'later'],
    [502, 'ambiguous', 'later'],
    [503, 'ambiguous', 'later'],
    [504, 'ambiguous', 'later'],
  ] as const)('%i: a new message is %s, an edit is %s', (status, post, update) => {
    logged.length = 0;
    expect([
      failedCall(refusal(status), 'post', log).type,
      failedCall(refusal(status), 'update', log).type,
    ]).toEqual([post, update]);
    expect(logged).toEqual([]);
  });

  it.each([
    [404, 'ActivityNotFoundInConversation', 'card'],
    [404, 'ConversationNotFound', 'conversation'],
    [403, 'BotNotInConversationRoster', 'conversation'],
    [403, 'MessageWritesBlocked', 'conversation'],
    [410, 'Gone', 'card'],
  ])('an edit that is answered with %i %s means that the %3$s is gone', (status, code, of) => {
    expect(failedCall(refusal(status, undefined, code), 'update', log)).toMatchObject({
      type: 'gone',
      of,
      code,
    });
  });

  it.each([
    [0, 'NotSent', { type: 'later' }],
    [0, 'NoToken', { type: 'later', isBlameless: true }],
    [401, 'BotNotRegistered', { type: 'later', isBlameless: true }],
    [429, 'Held', { type: 'later', isBlameless: true }],
    [429, 'Throttled', { type: 'later' }],
    [0, 'NoId', { type: 'ambiguous' }],
    [403, 'InvalidBotApiHost', { type: 'later' }],
  ])('a new message that is answered with %i %s: %o', (status, code, outcome) => {
    expect(failedCall(refusal(status, undefined, code), 'post', log)).toMatchObject(outcome);
  });

  it('keeps the error and the time for which Teams wants no other call', () => {
    const error = refusal(429, 7000);
    expect(failedCall(error, 'post', log)).toStrictEqual({ type: 'later', cause: error, afterMs: 7000 });
  });

  it.each([302, 418, 507])('is logged as unknown and repeated later: %i', (status) => {
    logged.length = 0;
    expect(failedCall(refusal(status), 'post', log).type).toBe('later');
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, status, call: 'post' }]);
  });
});

describe('a Retry-After', () => {
  it.each([
    ['7', '', 7000],
    ['0', '', undefined],
    ['-3', '', undefined],
    [undefined, '', undefined],
    ['', '', undefined],
    ['soon', '', undefined],
    ['1000000', '', 3_600_000],
    ['Sat, 28 Nov 2026 10:00:07 GMT', 'Sat, 28 Nov 2026 10:00:00 GMT', 7000],
    ['Sat, 28 Nov 2026 09:59:00 GMT', 'Sat, 28 Nov 2026 10:00:00 GMT', undefined],
  ])('of %j in an answer of %j is %s ms', (retryAfter, date, ms) => {
    expect(retryAfterOf(retryAfter, date)).toBe(ms);
  });

  it('as a date counts from now where the answer has none', () => {
    const ms = retryAfterOf(new Date(Date.now() + 60_000).toUTCString(), '') ?? 0;
    expect(Math.abs(ms - 60_000)).toBeLessThan(5000);
  });
});
