import type { Collection, Db } from 'mongodb';
import type { DeliveryDocument, LaneDocument, PaceDocument } from './deliveries/documents.ts';
import type {
  CardDocument,
  ConversationDocument,
  EntryDocument,
  PartnerDocument,
  PersonDocument,
  ProbeDocument,
  RelationshipDocument,
  SessionDocument,
  SignInDocument,
} from './documents.ts';

/** Every collection of the database, by its name. */
export type Collections = {
  readonly partners: Collection<PartnerDocument>;
  readonly people: Collection<PersonDocument>;
  readonly relationships: Collection<RelationshipDocument>;
  readonly events: Collection<EntryDocument>;
  readonly conversations: Collection<ConversationDocument>;
  readonly cards: Collection<CardDocument>;
  readonly deliveries: Collection<DeliveryDocument>;
  readonly lanes: Collection<LaneDocument>;
  readonly paces: Collection<PaceDocument>;
  readonly probes: Collection<ProbeDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly signIns: Collection<SignInDocument>;
};

/** The collections of a database; the server creates each at the first write to it. */
export function collections(db: Db): Collections {
  return {
    partners: db.collection<PartnerDocument>('partners'),
    people: db.collection<PersonDocument>('people'),
    relationships: db.collection<RelationshipDocument>('relationships'),
    events: db.collection<EntryDocument>('events'),
    conversations: db.collection<ConversationDocument>('conversations'),
    cards: db.collection<CardDocument>('cards'),
    deliveries: db.collection<DeliveryDocument>('deliveries'),
    lanes: db.collection<LaneDocument>('lanes'),
    paces: db.collection<PaceDocument>('paces'),
    probes: db.collection<ProbeDocument>('probes'),
    sessions: db.collection<SessionDocument>('sessions'),
    signIns: db.collection<SignInDocument>('signIns'),
  };
}
