import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryFigures } from '../store/deliveries/figures.ts';
import type { Meter } from './meter.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures in Prometheus' form, with those of Node.js itself. */
export function createPrometheus(relayIdleMs: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    meter: createMeter(registry),
    gauges: createGauges(registry, relayIdleMs),
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
  };
}

function createMeter(registry: Registry): Meter {
  const registers = [registry];
  const timed = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name: `vinculo_${name}_seconds`, help, labelNames, buckets: SECONDS, registers });
  const counted = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `vinculo_${name}_total`, help, labelNames, registers });
  const calls = timed('teams_call', 'Calls to Teams by class of status; none: no answer came', ['status']);
  const turns = timed('turn', 'Turns by kind and class of status', ['kind', 'status']);
  const pages = timed('page', 'Pages and the tab by kind and class of status', ['kind', 'status']);
  const busy = counted('busy', 'Turns and pages that were told that the program is busy', ['what']);
  const attempts = counted('delivery_attempts', 'Attempts to deliver by kind, outcome and what is next', [
    'kind',
    'outcome',
    'next',
  ]);
  const database = timed('database_round_trip', 'The way to the database and back, asked every 10 s', []);
  return {
    calledTeams: (status, ms) => calls.observe({ status: classOf(status) }, ms / 1000),
    answeredTurn: (kind, status, ms) => turns.observe({ kind, status: classOf(status) }, ms / 1000),
    servedPage: (kind, status, ms) => pages.observe({ kind, status: classOf(status) }, ms / 1000),
    turnedAway: (what) => busy.inc({ what }),
    attempted: (kind, outcome, next) => attempts.inc({ kind, outcome, next }),
    askedDatabase: (ms) => database.observe(ms / 1000),
  };
}

// A limit that was reached is told apart, because the bot has to keep away from it.
function classOf(status: number): string {
  if (status === 0) return 'none';
  return status === 429 ? '429' : `${Math.floor(status / 100)}xx`;
}

const KINDS = ['post', 'notice', 'update', 'mail'] as const;
const NO_DEPTHS = (['waiting', 'parked', 'missed'] as const).flatMap((state) =>
  KINDS.map((kind) => ({ kind, state })),
);

function createGauges(registry: Registry, relayIdleMs: () => number) {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `vinculo_${name}`, help, labelNames, registers });
  const up = gauge('database_up', '1 while the database answers');
  const queueAge = gauge('queue_age_seconds', 'For how long the oldest delivery has waited');
  const outboxAge = gauge('outbox_age_seconds', 'For how long an outbox has waited beyond its time');
  const idle = gauge('relay_idle_seconds', 'For how long this process has not looked through the outboxes');
  const gone = gauge('conversations_gone', 'Conversations in which the bot cannot post any more');
  const depth = gauge('deliveries', 'Deliveries by kind and state', ['kind', 'state']);

  const unknown = (): void => {
    for (const one of [queueAge, outboxAge, gone]) one.set(Number.NaN);
    depth.reset();
  };
  const known = (figures: DeliveryFigures): void => {
    queueAge.set(figures.queueAgeMs / 1000);
    outboxAge.set(figures.outboxAgeMs / 1000);
    gone.set(figures.gone);
    for (const none of NO_DEPTHS) depth.set(none, 0);
    for (const { kind, state, count } of figures.depths) depth.set({ kind, state }, count);
  };

  return {
    set(figures: DeliveryFigures | undefined): void {
      up.set(figures ? 1 : 0);
      idle.set(relayIdleMs() / 1000);
      if (figures) known(figures);
      else unknown();
    },
  };
}
