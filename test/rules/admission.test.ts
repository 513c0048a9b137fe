import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type AdmissionLimits, createAdmission } from '../../src/service/admission.ts';

const LIMITS: AdmissionLimits = { places: 4, waiting: 8, shareOfOne: 0.75, patienceMs: 5000 };

// Requests that end when the test says so.
function rush(limits: Partial<AdmissionLimits> = {}) {
  const logged: string[] = [];
  const log = createLog('warn', { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const admit = createAdmission({ ...LIMITS, ...limits }, log);
  const underWay: { sender: string; end: (error?: Error) => void }[] = [];
  const send = async (sender: string) => {
    const admitted = await admit(
      sender,
      () =>
        new Promise<void>((resolve, reject) => {
          underWay.push({ sender, end: (error) => (error ? reject(error) : resolve()) });
        }),
    );
    return admitted?.work.then(
      () => 'done',
      () => 'failed',
    );
  };
  const endFirst = async (error?: Error) => {
    underWay.shift()?.end(error);
    await delay(1);
  };
  return { send, endFirst, underWay, logged };
}

const named = (underWay: readonly { sender: string }[]) => underWay.map(({ sender }) => sender).join('');

describe('admission', () => {
  it('begins no more at once than there are places, and the others in their order', async () => {
    const { send, endFirst, underWay } = rush({ shareOfOne: 1 });
    const sent = Array.from({ length: 6 }, () => send('a'));
    await delay(1);
    expect(underWay).toHaveLength(4);
    for (let times = 0; times < 6; times += 1) await endFirst();
    expect(await Promise.all(sent)).toEqual(Array(6).fill('done'));
  });

  it('gives the place of a request that failed to the next one', async () => {
    const { send, endFirst, underWay } = rush({ places: 1, shareOfOne: 1 });
    const [first, second] = [send('a'), send('a')];
    await delay(1);
    await endFirst(new Error('broken'));
    expect([await first, underWay.length]).toEqual(['failed', 1]);
    await endFirst();
    expect(await second).toBe('done');
  });

  it('keeps the place of a request for which nobody waits any more', async () => {
    const { send, underWay } = rush({ places: 1, shareOfOne: 1, patienceMs: 10 });
    void send('a');
    expect(await send('a')).toBeUndefined();
    expect(underWay).toHaveLength(1);
  });

  it('turns away at once what the queue does not take, and after a while what got no place', async () => {
    const { send, underWay, logged } = rush({ shareOfOne: 1, patienceMs: 50 });
    const sent = Array.from({ length: 20 }, () => send('a'));
    await delay(1);
    const late = sent.slice(4, 12);
    expect(await Promise.all(sent.slice(12))).toEqual(Array(8).fill(undefined));
    expect(await Promise.all(late)).toEqual(Array(8).fill(undefined));
    expect(underWay).toHaveLength(4);
    expect(logged).toEqual(['Busy: requests were turned away']);
  });

  it('leaves places and room in the queue to others', async () => {
    const { send, endFirst, underWay } = rush();
    const greedy = Array.from({ length: 30 }, () => send('a'));
    await delay(1);
    expect(named(underWay)).toBe('aaa');
    const other = [send('b'), send('b')];
    await delay(1);
    expect(named(underWay)).toBe('aaab');
    await endFirst();
    expect(named(underWay)).toBe('aabb');
    while (underWay.length > 0) await endFirst();
    expect(await Promise.all(other)).toEqual(['done', 'done']);
    // Three places and six in the queue of eight.
    expect((await Promise.all(greedy)).filter((outcome) => outcome === 'done')).toHaveLength(9);
  });

  it('lets in next whoever has the least under way', async () => {
    const { send, endFirst, underWay } = rush();
    for (const sender of 'aaabaabcc') void send(sender);
    await delay(1);
    expect(named(underWay)).toBe('aaab');
    await endFirst();
    expect(named(underWay)).toBe('aabc');
  });
});
