import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, verdictOf } from '../support/outside/bot.ts';

/** How a press ended that Teams delivers again until it is answered. `broken`: how often something "broke". */
export type Ending = {
  readonly isDone: boolean;
  readonly answer: Answer | undefined;
  readonly tries: number;
  readonly broken: number;
};

const PATIENCE_MS = 60_000;

/** Sends the same activity, under one id, until it is done: over broken connections, busy answers and restarts. */
export async function persistently(send: (id: string) => Promise<Answer>, pauseMs = 100): Promise<Ending> {
  const id = randomUUID();
  const end = performance.now() + PATIENCE_MS;
  let broken = 0;
  for (let tries = 1; ; tries++) {
    const answer = await send(id).catch(() => undefined);
    const verdict = answer === undefined ? 'unanswered' : verdictOf(answer);
    if (verdict === 'accepted') return { isDone: true, answer, tries, broken };
    if (verdict === 'broken') broken += 1;
    if (performance.now() > end) return { isDone: false, answer, tries, broken };
    await sleep(pauseMs);
  }
}
