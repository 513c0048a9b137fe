import type { InvitationViewed } from '../../../src/relationship/event.ts';
import { tenants } from '../../../src/sandbox/world.ts';
import type { NewDelivery } from '../../../src/store/deliveries/documents.ts';
import { createStore } from '../../../src/store/store.ts';
import { megan } from '../given.ts';
import { type Invited, inviteAndSend } from './invited.ts';
import type { Arrival, Fault, TeamsConversation } from './teams.ts';
import type { World } from './world.ts';

/** What every message of a flood contains: the number of its alert. */
const REFERENCE = /Reader (\d+)\./g;

/**
 * Queues alerts for channels as the relay does: each tells of a reader of its own, so that it is recognised wherever it
 * is posted.
 */
export async function startFlood(world: World) {
  await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
  const invited = await inviteAndSend(world);
  const store = createStore(world.config.mongodbUri);
  const partner = await store.partners.ofTenant(tenants.fabrikam.id);
  let number = 0;

  function alert(place: TeamsConversation): NewDelivery {
    const recorded = recordedOf(partner?.id ?? '', invited, ++number);
    const what = { kind: 'post', face: 'alert', conversationId: place.id, isOrigin: false } as const;
    return { id: `${recorded.id}/alert:${place.id}`, lane: place.id, recorded, what };
  }

  return {
    invited,
    store,

    /** Channels in which the bot can post. */
    async channels(count: number): Promise<TeamsConversation[]> {
      const all = Array.from({ length: count }, () => world.channel(tenants.fabrikam));
      for (const place of all) await store.conversations.remember(conversationOf(world, place));
      return all;
    },

    /** So many alerts, to these channels in turn; returns their numbers. */
    async queue(places: readonly TeamsConversation[], count: number): Promise<number[]> {
      const list = Array.from({ length: count }, (_, at) => alert(places[at % places.length] ?? world.sales));
      await store.deliveries.add(list);
      return Array.from({ length: count }, (_, at) => number - count + 1 + at);
    },

    stop: () => store.close(),
  };
}

function conversationOf({ teams }: World, { id, tenantId }: TeamsConversation) {
  const bot = { botId: '28:bot', botName: 'Vínculo' };
  return { id, kind: 'channel', tenantId, serviceUrl: teams.serviceUrl, ...bot } as const;
}

function recordedOf(partnerId: string, { relationshipId, invitationId }: Invited, number: number) {
  const by = { ...megan, name: `Reader ${number}.` };
  const at = new Date(Date.UTC(2026, 10, 28, 9, 0, 0, number));
  const event: InvitationViewed = { type: 'invitation-viewed', invitationId, at, by };
  const id = `flood-${String(number).padStart(9, '0')}`;
  return { id, partnerId, relationshipId, event, conversationId: null };
}

/** The numbers of the alerts in a conversation, in the order of its messages. */
export function alertsIn({ messages }: TeamsConversation): number[] {
  return messages.flatMap(({ card, summary }) => {
    const all = JSON.stringify(card.body).matchAll(REFERENCE);
    const first = [...summary.matchAll(REFERENCE)];
    return [...new Set([...first, ...all].map(([, number]) => Number(number)))];
  });
}

const WINDOWS = [
  { most: 7, ms: 1000 },
  { most: 8, ms: 2000 },
  { most: 60, ms: 30_000 },
];

/** What the limits of Teams have to say about these calls; nothing when all of them were kept. */
export function limitProblems(arrivals: readonly Arrival[]): string[] {
  const calls = arrivals.filter(({ root }) => root !== '');
  const byRoot = grouped(calls);
  return [
    ...fullness(calls, { most: 50, ms: 1000 }, 'the tenant'),
    ...[...byRoot].flatMap(([root, all]) => [
      ...WINDOWS.flatMap((window) => fullness(all, window, root)),
      ...intoRetryAfter(all).map(({ at }) => `${root}: a call at ${at} in a running Retry-After`),
    ]),
  ];
}

function grouped(calls: readonly Arrival[]): Map<string, Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const call of calls) groups.set(call.root, [...(groups.get(call.root) ?? []), call]);
  return groups;
}

function fullness(calls: readonly Arrival[], { most, ms }: { most: number; ms: number }, whose: string) {
  const counts = calls.map(({ at: end }) => calls.filter(({ at }) => at > end - ms && at <= end).length);
  const fullest = Math.max(0, ...counts);
  return fullest > most ? [`${whose}: ${fullest} calls in ${ms} ms, of ${most}`] : [];
}

function intoRetryAfter(calls: readonly Arrival[]): Arrival[] {
  return calls.filter((call) =>
    calls.some(({ at, fault }) => {
      const ms = (fault?.retryAfter ?? 0) * 1000;
      return call.at > at && call.at < at + ms;
    }),
  );
}

/** Whether a post that was answered so may have been done. */
export function isAmbiguous({ method, fault }: Arrival): boolean {
  return method === 'POST' && fault !== undefined && AMBIGUOUS.includes(fault.status);
}

const AMBIGUOUS: readonly Fault['status'][] = [0, 'hang', 'html', 500, 502, 503, 504];
