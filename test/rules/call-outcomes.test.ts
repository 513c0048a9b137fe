import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { failedCall } from '../../src/teams/call-outcomes.ts';
import type { ConnectorError } from '../../src/teams/call-once.ts';

const logged: string[] = [];
const log = createLog('info', { write: (line: string) => void logged.push(line) });

function refusal(status: number, retryAfterMs?: number): ConnectorError {
  return Object.assign(new Error(`Teams answered ${status}`), { status, code: 'Some', retryAfterMs });
}

describe('what a call that Teams refused means', () => {
  it.each([
    [403, 'gone', 'gone'],
    [404, 'gone', 'gone'],
    [410, 'gone', 'gone'],
    [400, 'later', 'gone'],
    [405, 'later', 'gone'],
    [413, 'later', 'gone'],
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
