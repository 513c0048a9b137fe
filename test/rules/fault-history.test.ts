import { describe, expect, it } from 'vitest';
import { readChoice } from '../faults/choice.ts';
import { judge } from '../faults/history.ts';
import { randomOf } from '../faults/random.ts';
import { type ConnectorCall, fateOf, type Manner } from '../support/outside/connector-fates.ts';

const seed = {
  number: 7_000_001,
  relationshipId: 'a',
  invitationId: 'R-7000001',
  channel: '19:sales@thread.tacv2',
};
const accepted = new Map([['a', ['invitation-drafted', 'invitation-accepted']]]);

describe('the judge of a history', () => {
  it('finds nothing where the change is stored once and told once', () => {
    const verdict = judge({ acknowledged: [seed], events: accepted, calls: [alertAt(100)], kills: [] });
    expect(verdict).toEqual({ violations: [], explained: 0 });
  });

  it('finds what was acknowledged and is not stored, and what nobody heard of', () => {
    const verdict = judge({ acknowledged: [seed], events: new Map(), calls: [], kills: [] });
    expect(verdict.violations).toEqual(['7000001: the acceptance is lost', '7000001: no alert']);
  });

  it('finds a change that happened twice', () => {
    const twice = new Map([['a', ['invitation-accepted', 'invitation-accepted']]]);
    const verdict = judge({ acknowledged: [seed], events: twice, calls: [alertAt(100)], kills: [] });
    expect(verdict.violations).toEqual(['7000001: accepted 2 times']);
  });

  it('does not count what Teams refused, nor an update of a card, as an alert', () => {
    const calls = [
      { ...alertAt(100), isTaken: false },
      { ...alertAt(100), method: 'PUT' },
    ];
    const verdict = judge({ acknowledged: [seed], events: accepted, calls, kills: [] });
    expect(verdict.violations).toEqual(['7000001: no alert']);
  });

  it.each([
    ['right after the first alert', [150], []],
    ['long after it', [5000], ['7000001: the alert came 2 times']],
    ['after the second', [9000], ['7000001: the alert came 2 times']],
    ['never', [], ['7000001: the alert came 2 times']],
  ])('explains a second alert by a kill %s or not', (_when, kills, violations) => {
    const calls = [alertAt(8000), alertAt(100)];
    const verdict = judge({ acknowledged: [seed], events: accepted, calls, kills });
    expect(verdict).toEqual({ violations, explained: violations.length === 0 ? 1 : 0 });
  });
});

describe('a fault', () => {
  it('comes again with its seed', () => {
    const [first, second, other] = [7, 7, 8].map((from) => {
      const { next } = randomOf(from);
      return [next(), next(), next()];
    });
    expect(first).toEqual(second);
    expect(first).not.toEqual(other);
    expect(first?.every((one) => one >= 0 && one < 1)).toBe(true);
  });

  it('is chosen on the command line', () => {
    expect(readChoice(['--only', 'F3', '--seed', '5', '--scale', '0.5'])).toEqual({
      only: ['F3'],
      seed: 5,
      scale: 0.5,
    });
    expect(readChoice([]).scale).toBe(1);
    expect(readChoice(['--quick']).scale).toBeLessThan(0.1);
  });

  it('meets its share of the posts, and a hanging conversation always', () => {
    const fault = { status: 503, isDone: false };
    const manner: Manner = { delayMs: 0, hangs: ['19:x'], faults: [{ share: 0.3, fault }], keepsCalls: true };
    expect(fateOf(manner, 'a:1', 'POST', () => 0.29)).toBe(fault);
    expect(fateOf(manner, 'a:1', 'POST', () => 0.3)).toBeUndefined();
    expect(fateOf(manner, 'a:1', 'PUT', () => 0)).toBeUndefined();
    expect(fateOf(manner, '19:x;messageid=1', 'PUT', () => 0.9)).toBe('hang');
  });
});

function alertAt(at: number): ConnectorCall {
  const conversation = '19:sales@thread.tacv2';
  return {
    method: 'POST',
    conversation,
    id: '1',
    about: ['7000001'],
    came: at,
    at,
    isTaken: true,
    status: 201,
  };
}
