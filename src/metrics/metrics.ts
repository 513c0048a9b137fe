import type { DeliveryFigures, DeliveryFiguresReader } from '../store/deliveries/figures.ts';
import { NO_METER } from './meter.ts';

/** What the figures are read from. */
export type MetricsParts = {
  readonly figures: DeliveryFiguresReader;
  readonly relayIdleMs: () => number;
  /** False: nobody can read the figures, so nothing is counted, and nothing is loaded for it. */
  readonly isOn: boolean;
};

/** Counts what this process does; `text` adds how things stand in the database, read at most every 5 seconds. */
export async function createMetrics({ figures, relayIdleMs, isOn }: MetricsParts) {
  if (!isOn) return { meter: NO_METER, contentType: '', text: async () => '' };
  const { createPrometheus } = await import('./prometheus.ts');
  const { meter, gauges, contentType, text } = createPrometheus(relayIdleMs);
  const read = rarely(() => readAll(figures));
  return {
    meter,
    contentType,

    /** Everything in Prometheus' text format. A database that does not answer is said, and hides nothing else. */
    async text(): Promise<string> {
      gauges.set(await read());
      return text();
    },
  };
}

/** The figures of this process, as the rest of the program uses them. */
export type Metrics = Awaited<ReturnType<typeof createMetrics>>;

async function readAll(figures: DeliveryFiguresReader): Promise<DeliveryFigures | undefined> {
  try {
    const partners = await figures.partners();
    const partnerIds = partners.map(({ id }) => id);
    const tenantIds = partners.flatMap((partner) => partner.tenantIds);
    return await figures.of({ partnerIds, tenantIds });
  } catch {
    // The log and `/ready` say why.
    return undefined;
  }
}

const READ_AGAIN_MS = 5000;

// However many ask, the database is asked rarely.
function rarely<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > READ_AGAIN_MS)
      last = { at: performance.now(), answer: read() };
    return last.answer;
  };
}
