import { timingSafeEqual } from 'node:crypto';
import { hashSecret } from '../secret.ts';
import { type Exchange, type HttpReply, json } from './exchange.ts';

/** The figures in Prometheus' text format, and the token without which nobody gets them. */
export type Figures = {
  readonly token: string;
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

/** The figures for whoever has the token. A token and no address, because behind a proxy all requests are local. */
export function createMetricsRoute({ token, contentType, text }: Figures) {
  const expected = Buffer.from(hashSecret(`Bearer ${token}`));
  return async ({ headers }: Pick<Exchange, 'headers'>): Promise<HttpReply> => {
    const given = Buffer.from(hashSecret(headers.authorization ?? ''));
    if (timingSafeEqual(given, expected))
      return { status: 200, headers: { 'content-type': contentType }, body: await text() };
    const refusal = json(401, { error: 'The figures are for whoever has the token' });
    return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': 'Bearer' } };
  };
}
