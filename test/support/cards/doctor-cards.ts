import type { Problem } from '../../../src/relationship/installation.ts';
import { type Diagnosis, doctorCard, type ShownDelivery } from '../../../src/teams/cards/doctor-card.ts';
import type { ShownPlace } from '../../../src/words/place-words.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

const AT = new Date('2026-03-02T09:00:00Z');
const VERSIONS = { program: '0.1.0', node: '20.20.0', mongodb: '7.0.14' };
const WELL: Diagnosis = {
  depths: [],
  lanes: [],
  parked: [],
  failures: [],
  gone: [],
  goneInAll: 0,
  problems: [],
  versions: VERSIONS,
};
const PROBLEMS: readonly Problem[] = [
  { code: 'token-password-wrong' },
  { code: 'token-password-expired' },
  { code: 'token-app-unknown' },
  { code: 'token-tenant-unknown' },
  { code: 'token-refused' },
  { code: 'token-unreachable' },
  { code: 'mail-refused' },
  { code: 'mail-unreachable' },
  { code: 'database-slow', ms: 1200 },
  { code: 'relay-stalled', minutes: 4 },
  { code: 'outbox-old', minutes: 4 },
  { code: 'queue-old', minutes: 90 },
  { code: 'parked', count: 5 },
  { code: 'clock-ahead', minutes: 60 },
  { code: 'clock-behind', minutes: 60 },
];

/** What an Admin agent sees of deliveries and of the installation. */
export function doctorCards({ reader, called }: CardStory): CardKinds {
  const channel: ShownPlace = { kind: 'channel', name: called('Sales'), id: 'a1b2c3' };
  const places: readonly ShownPlace[] = [
    channel,
    { kind: 'personal', name: called('Dana Reyes'), id: 'd4e5f6' },
    { kind: 'groupChat', name: called('Contoso'), id: 'g7h8i9' },
    { kind: 'mail', name: 'megan@contoso.com', id: '' },
    { kind: 'mail', name: undefined, id: '' },
    { kind: 'personal', name: undefined, id: 'd4e5f6' },
    { kind: 'channel', name: undefined, id: 'a1b2c3' },
    { kind: 'groupChat', name: undefined, id: 'g7h8i9' },
  ];
  const failed = (outcome: ShownDelivery['outcome'], kind: ShownDelivery['kind'] = 'post') => {
    const words = outcome === 'unknown' ? '' : 'Teams answered 503 ServiceUnavailable';
    const id = `65e2f0/${outcome}`;
    return { id, kind, place: channel, customer: called('Contoso'), attempts: 20, outcome, words };
  };
  const depth = (kind: ShownDelivery['kind'], state: 'waiting' | 'parked', count: number) => {
    return { kind, state, count, oldestAt: AT };
  };
  const ill: Diagnosis = {
    ...WELL,
    depths: [
      depth('post', 'waiting', 12),
      depth('update', 'waiting', 1),
      depth('mail', 'waiting', 3),
      depth('notice', 'waiting', 1),
      depth('post', 'parked', 5),
    ],
    lanes: places.slice(0, 5).map((place) => ({ place, waiting: 3, oldestAt: AT })),
    parked: [
      failed('ours'),
      failed('ambiguous', 'update'),
      { ...failed('fault', 'notice'), customer: undefined },
    ],
    failures: [
      { ...failed('later'), isTriedAgain: true },
      { ...failed('gone', 'mail'), isTriedAgain: false },
      { ...failed('unknown'), attempts: 1, isTriedAgain: true },
    ],
    gone: places.slice(5).map((place) => ({ place, goneAt: AT })),
    goneInAll: 3,
    problems: PROBLEMS.slice(12, 13),
  };
  return {
    doctor: {
      'all is well': doctorCard(WELL, reader),
      'all that can be wrong': doctorCard({ ...WELL, problems: PROBLEMS }, reader),
      'not delivered': doctorCard(ill, reader),
      'tried again': doctorCard(ill, reader, 'retried'),
      'given up': doctorCard(WELL, reader, 'skipped'),
      'too late': doctorCard(WELL, reader, 'not-parked'),
    },
  };
}
