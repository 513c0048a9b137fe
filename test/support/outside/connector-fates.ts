/** An answer that is not the usual one. `status` 0: the connection breaks. `isDone`: the call was done all the same. */
export type Fault = {
  readonly status: number;
  readonly code?: string;
  readonly retryAfter?: string;
  readonly isDone: boolean;
  readonly body?: string;
};

/** What the stand-in of the Connector does with calls. `share`: what part of the calls has one of the faults. */
export type Manner = {
  readonly delayMs: number;
  /** Conversations whose calls are never answered. */
  readonly hangs: readonly string[];
  readonly faults: readonly { readonly share: number; readonly fault: Fault }[];
  readonly keepsCalls: boolean;
};

/** A call as it came. `about`: the numbers of the customers in it; `at`: when it was answered. */
export type ConnectorCall = {
  readonly method: string;
  readonly conversation: string;
  readonly id: string;
  readonly about: readonly string[];
  readonly came: number;
  readonly at: number;
  readonly isTaken: boolean;
  readonly status: number;
};

/** The fate of a call; undefined for a call that is done and answered as usual. */
export function fateOf(
  { hangs, faults }: Manner,
  conversation: string,
  method: string,
  draw: () => number = Math.random,
): Fault | 'hang' | undefined {
  if (hangs.some((one) => conversation.startsWith(one))) return 'hang';
  if (method !== 'POST' || faults.length === 0) return undefined;
  let left = draw();
  for (const { share, fault } of faults) {
    if (left < share) return fault;
    left -= share;
  }
  return undefined;
}
