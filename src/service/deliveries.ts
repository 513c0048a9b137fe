import { type Installation, problemsIn } from '../relationship/installation.ts';
import type { Conversations, GoneConversation } from '../store/conversations.ts';
import type { DeliveryFigures, DeliveryFiguresReader } from '../store/deliveries/figures.ts';
import type { DeliveryOverview, Failed, LaneDepth, Parked } from '../store/deliveries/overview.ts';
import { rootId } from '../store/documents.ts';
import type { DeliveryEntries } from '../store/partners/delivery-entries.ts';
import type { Places } from '../store/places.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';

/** What looking at deliveries needs. */
export type DeliveryCareParts = {
  readonly attempts: Attempts;
  readonly deliveryOverview: DeliveryOverview;
  readonly figures: Pick<DeliveryFiguresReader, 'of'>;
  readonly conversations: Pick<Conversations, 'gone'>;
  readonly places: Places;
  readonly queries: Pick<RelationshipQueries, 'byId'>;
  readonly deliveryEntries: DeliveryEntries;
  readonly installation: () => Promise<Installation>;
};

/** Where something is delivered, as people know it: `name` where Teams has said one; `id`: a short one. */
export type DeliveryPlace = {
  readonly kind: 'personal' | 'channel' | 'groupChat' | 'mail';
  readonly name: string | undefined;
  readonly id: string;
};

/** A delivery with where it goes and the customer it is about. */
export type Placed<Delivery> = Delivery & {
  readonly place: DeliveryPlace;
  readonly customer: string | undefined;
};

/** What waits, what is parked, what failed and which conversations are gone, of one partner, and the installation. */
export type DeliveryHealth = Pick<DeliveryFigures, 'at' | 'depths' | 'queueAgeMs'> & {
  readonly lanes: readonly (LaneDepth & { readonly place: DeliveryPlace })[];
  readonly parked: readonly Placed<Parked>[];
  readonly failures: readonly Placed<Failed>[];
  readonly gone: readonly (GoneConversation & { readonly place: DeliveryPlace })[];
  readonly goneInAll: number;
  readonly installation: Installation;
};

const MOST_LANES = 5;
const MOST_PARKED = 3;
const MOST_FAILURES = 3;
const MOST_GONE = 5;

/** Shows Admin agents what the bot has not delivered, and lets them repeat it or give it up. */
export function createDeliveryCare(parts: DeliveryCareParts) {
  const { attempts, deliveryOverview, deliveryEntries } = parts;
  const care = (caller: AgentCaller, id: string, act: Act, state: 'waiting' | 'skipped') =>
    attempts.change('deliveries', caller, async () => {
      const wasParked = await act(caller.partner.id, id);
      const entry = { partnerId: caller.partner.id, subject: subjectOf(id), state };
      if (wasParked) await deliveryEntries.record(entry, changedBy(caller));
      return wasParked;
    });

  return {
    look: (caller: AgentCaller): Promise<DeliveryHealth> =>
      attempts.look('see-deliveries', caller, () => healthOf(caller, parts)),

    /** Tries a parked delivery once more, within a second; false when the partner has none like it. */
    retry: (caller: AgentCaller, id: string): Promise<boolean> =>
      care(caller, id, deliveryOverview.retry, 'waiting'),

    /** Gives a parked delivery up; false when the partner has none like it. */
    skip: (caller: AgentCaller, id: string): Promise<boolean> =>
      care(caller, id, deliveryOverview.skip, 'skipped'),
  };
}

type Act = (partnerId: string, id: string) => Promise<boolean>;

// The rest of the id of a mail is an address, which the audit does not keep.
function subjectOf(id: string): string {
  return id.startsWith('update/') ? id : (id.split('/')[0] ?? '');
}

async function healthOf(
  { partner: { id, tenantIds } }: AgentCaller,
  parts: DeliveryCareParts,
): Promise<DeliveryHealth> {
  const { deliveryOverview, figures, conversations } = parts;
  const [{ at, depths, queueAgeMs, gone: goneInAll }, lanes, parked, failures, gone, installation] =
    await Promise.all([
      figures.of({ partnerIds: [id], tenantIds }),
      deliveryOverview.depths(id, MOST_LANES),
      deliveryOverview.parked(id, MOST_PARKED),
      deliveryOverview.failures(id, MOST_FAILURES),
      conversations.gone(tenantIds, MOST_GONE),
      parts.installation(),
    ]);
  const goneRoots = gone.map((one) => ({ ...one, lane: rootId(one.id) }));
  const parkedInAll = depths
    .filter(({ state }) => state === 'parked')
    .reduce((sum, { count }) => sum + count, 0);
  const problems = [...installation.problems, ...problemsIn({ queueAgeMs, parked: parkedInAll })];
  const placeOf = await placesOf([...lanes, ...parked, ...failures, ...goneRoots], parts);
  const inPlace = <One extends { readonly lane: string }>(all: readonly One[]) =>
    all.map((one) => ({ ...one, place: placeOf(one.lane) }));
  return {
    ...{ at, depths, queueAgeMs, goneInAll },
    installation: { ...installation, problems },
    lanes: inPlace(lanes),
    parked: await withCustomers(inPlace(parked), parts),
    failures: await withCustomers(inPlace(failures), parts),
    gone: inPlace(goneRoots),
  };
}

type WithCustomer = Pick<Parked, 'relationshipId'>;

async function withCustomers<One extends WithCustomer>(
  all: readonly One[],
  { queries }: Pick<DeliveryCareParts, 'queries'>,
) {
  return Promise.all(
    all.map(async (one) => {
      // A relationship of a newer shape cannot be read, which must not hide that its alert is parked.
      const found = await queries.byId(one.relationshipId).catch(() => undefined);
      return { ...one, customer: found?.state.customer.name };
    }),
  );
}

/** Finds what people call the places of these lanes. */
export async function placesOf(
  all: readonly { readonly lane: string }[],
  { places }: Pick<DeliveryCareParts, 'places'>,
) {
  const known = await places.byRoot(all.map(({ lane }) => lane));
  return (lane: string): DeliveryPlace => {
    if (lane.startsWith('mail:')) return { kind: 'mail', name: lane.slice('mail:'.length), id: '' };
    const { kind = kindIn(lane), name } = known.get(lane) ?? {};
    return { kind, name, id: shortId(lane) };
  };
}

// Teams' ids begin with their kind.
function kindIn(id: string): 'personal' | 'channel' | 'groupChat' {
  if (id.startsWith('a:')) return 'personal';
  return id.endsWith('@thread.tacv2') || id.endsWith('@thread.skype') ? 'channel' : 'groupChat';
}

// By the end of their ids two conversations can be told apart.
function shortId(id: string): string {
  return (id.split('@')[0] ?? id).replace(/[^\w]/g, '').slice(-6);
}
