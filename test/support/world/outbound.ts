import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** A request that this process sent: origin, path, headers. */
export type Outbound = { readonly origin: string; readonly path: string; readonly headers: string };

const CREATED = 'undici:request:create';

/** Records every request that this process sends with fetch or undici, until `stop`. */
export function watchOutbound() {
  const sent: Outbound[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { request: { origin: unknown; path: unknown; headers: unknown } };
    const { origin, path, headers } = request;
    sent.push({ origin: String(origin), path: String(path), headers: String(headers) });
  };
  subscribe(CREATED, note);
  return { sent, stop: () => void unsubscribe(CREATED, note) };
}
