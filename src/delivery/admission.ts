/** Where a call goes; the tenant is absent where an activity does not name it. */
export type CallTarget = { readonly conversationId: string; readonly tenantId?: string | undefined };

/** Leave to make one call; `ended` is to be called with what Teams asks for once the call has ended. */
export type Permit = { readonly ended: (retryAfterMs?: number) => void };

/** Waits until a call to Teams may be made. Throws a `HeldError` where that would take too long. */
export type Admit = (to: CallTarget) => Promise<Permit>;

/** A call was not made: the limits, or a Retry-After of Teams, forbid it for `retryAfterMs`. */
export class HeldError extends Error {
  override readonly name = 'HeldError';
  readonly status = 429;
  readonly code = 'Held';
  readonly retryAfterMs: number;

  constructor(ms: number) {
    super('The limits of Teams forbid this call for now');
    this.retryAfterMs = Math.ceil(ms);
  }
}
