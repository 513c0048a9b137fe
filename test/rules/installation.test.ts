import { describe, expect, it } from 'vitest';
import { pageKind } from '../../src/http/page-kind.ts';
import { type Measured, type Problem, problemsIn } from '../../src/relationship/installation.ts';

describe('what is wrong with an installation', () => {
  it.each<[Measured, readonly Problem[]]>([
    [{}, []],
    [{ aheadMs: 60_000, databaseMs: 800, relayIdleMs: 15_000, outboxAgeMs: 15_000, queueAgeMs: 600_000 }, []],
    [{ aheadMs: 61_000 }, [{ code: 'clock-ahead', minutes: 1 }]],
    [{ aheadMs: -3_600_000 }, [{ code: 'clock-behind', minutes: 60 }]],
    [{ databaseMs: 800.6 }, [{ code: 'database-slow', ms: 801 }]],
    [{ relayIdleMs: 15_001 }, [{ code: 'relay-stalled', minutes: 1 }]],
    [{ outboxAgeMs: 150_001 }, [{ code: 'outbox-old', minutes: 3 }]],
    [{ queueAgeMs: 600_001 }, [{ code: 'queue-old', minutes: 10 }]],
    [{ parked: 2 }, [{ code: 'parked', count: 2 }]],
    [{ token: 'password-expired' }, [{ code: 'token-password-expired' }]],
    [{ mail: 'refused' }, [{ code: 'mail-refused' }]],
  ])('follows from %o', (measured, problems) => {
    expect(problemsIn(measured)).toEqual(problems);
  });

  it('is told with the gravest first', () => {
    const all = { token: 'refused', mail: 'unreachable', parked: 1, aheadMs: 90_000 } as const;
    expect(problemsIn(all).map(({ code }) => code)).toEqual([
      'token-refused',
      'parked',
      'clock-ahead',
      'mail-unreachable',
    ]);
  });
});

describe('the kind of a page', () => {
  it.each([
    ['/i/abc?step=accept', 'invitation'],
    ['/sign-in/callback?code=x', 'sign-in'],
    ['/unsubscribe/abc', 'unsubscribe'],
    ['/tab/customers', 'tab'],
    ['/tab/api/customers', 'tab-api'],
    ['/assets/page.css', 'asset'],
    ['/wp-login.php', 'other'],
    ['/', 'other'],
    [undefined, 'other'],
    ['/api/messages', undefined],
    ['/ready', undefined],
    ['/metrics?x', undefined],
  ])('at %s is %s', (url, kind) => {
    expect(pageKind(url)).toBe(kind);
  });
});
