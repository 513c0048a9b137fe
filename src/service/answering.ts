import type { Accept, Ask, Decline, ReportAbuse } from '../relationship/command.ts';
import type { Partner } from '../relationship/partner.ts';
import type { CustomerPerson } from '../relationship/people.ts';
import { isOwnAnswer, Refusal } from '../relationship/refusal.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import type { ChangingAction } from '../relationship/rules/permissions.ts';
import { hashSecret, type Seal } from '../secret.ts';
import type { Found } from '../store/documents.ts';
import type { Partners } from '../store/partners.ts';
import type { EventNotes } from '../store/relationships/outbox.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { Attempts, CustomerCaller } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Sessions } from './sessions.ts';

/** What a link leads to: the relationship, which of its invitations the link belongs to, and the partner. */
export type Linked = Omit<Found, 'state'> & {
  readonly state: WithInvitation;
  readonly invitationId: string;
  readonly partner: Partner;
};

/** A request and the partner who asks. */
export type Requested = Found & { readonly partner: Partner };

type CustomerCommand = Accept | Decline | Ask | ReportAbuse;
type Unsigned<Command> = Command extends unknown ? Omit<Command, 'by'> : never;

/** What one of the customer's people says to an invitation. */
export type AnswerWish = Unsigned<CustomerCommand>;

/** The card on which a person answers; `what`: what a refusal calls it. */
export type RequestCard = { readonly relationshipId: string; readonly what: string };

/** What answering needs. */
export type AnsweringParts = {
  readonly attempts: Attempts;
  readonly carryOut: CarryOut;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  readonly sessions: Pick<Sessions, 'isAdministrator'>;
  readonly seal: Seal;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
};

/** What the customer's people do, through the link and on cards. */
export function createAnswering(parts: AnsweringParts) {
  const { attempts, carryOut } = parts;

  return {
    /** The invitation behind a link; undefined for a link that never was. */
    byLink: (token: string): Promise<Linked | undefined> => byLink(parts, token),

    /** The open requests to this tenant that left their partners, of every partner; none for a guest. */
    openRequests: (person: CustomerPerson): Promise<readonly Requested[]> => openRequests(parts, person),

    /** The request on a card, for a person of the organisation that was asked; a Refusal for all others. */
    request: (caller: CustomerCaller, card: RequestCard): Promise<Requested> => request(parts, caller, card),

    /** Records that a person of the customer has read the request; the first time is news. */
    async view(person: CustomerPerson, linked: Linked): Promise<Linked> {
      const { invitationId } = linked;
      const { state } = await carryOut({ type: 'view', by: person, invitationId }, linked);
      return hasInvitation(state) ? { ...linked, state } : linked;
    },

    /** Records that a person of another organisation has opened the link; the partner is told once. */
    async stray(person: CustomerPerson, { invitationId, ...found }: Linked): Promise<void> {
      await carryOut({ type: 'stray', by: person, invitationId }, found);
    },

    /**
     * Answers on a card, with the authority of an administrator where the person has proved it on the page and is
     * still signed in there. A second click of the same person changes nothing and is no refusal.
     */
    answer: (caller: CustomerCaller, card: RequestCard, wish: AnswerWish): Promise<Requested> =>
      answer(parts, caller, card, wish),

    /** Answers through the link; a question keeps it, sealed, for the mail that brings its reply. */
    answerLink: (person: CustomerPerson, ofLink: OfLink, wish: AnswerWish): Promise<void> =>
      answerLink(parts, person, ofLink, wish),

    /** Refuses one of the customer's people what only the partner's people may do, and records the attempt. */
    async turnAway(action: ChangingAction, caller: CustomerCaller, card: RequestCard): Promise<never> {
      const found = await foundOn(parts, card);
      return attempts.answer(action, caller, found, async () => {
        throw new Refusal({ code: 'other-organisation' });
      });
    },
  };
}

/** The link through which a person answers. */
export type OfLink = { readonly token: string; readonly linked: Linked };

async function byLink({ queries, partners }: AnsweringParts, token: string): Promise<Linked | undefined> {
  const found = await queries.byTokenHash(hashSecret(token));
  if (!found || !hasInvitation(found.state)) return undefined;
  const partner = await partners.find(found.partnerId);
  return partner && { ...found, state: found.state, partner };
}

async function openRequests(
  parts: AnsweringParts,
  { tenantId, isGuest }: CustomerPerson,
): Promise<readonly Requested[]> {
  const open = isGuest ? [] : await parts.queries.openOf(tenantId);
  // A draft is the partner's own business until it is sent.
  const sent = open.filter(({ state }) => state.invitation?.status !== 'draft');
  return Promise.all(sent.map((found) => requested(parts, found)));
}

async function answerLink(
  parts: AnsweringParts,
  person: CustomerPerson,
  { token, linked }: OfLink,
  wish: AnswerWish,
): Promise<void> {
  const { attempts, carryOut } = parts;
  const command = { ...wish, by: person };
  const notes = sealedFor(command, token, parts);
  const caller = { identify: async () => person, origin: {} };
  await attempts.answer(wish.type, caller, linked, () =>
    unlessOwn(command, () => carryOut(command, linked, notes)),
  );
}

async function foundOn({ queries }: AnsweringParts, { relationshipId, what }: RequestCard): Promise<Found> {
  const found = await queries.byId(relationshipId);
  if (!found) throw new Refusal({ code: 'not-found', what });
  return found;
}

async function request(parts: AnsweringParts, caller: CustomerCaller, card: RequestCard): Promise<Requested> {
  const found = await foundOn(parts, card);
  const { tenantId, isGuest } = await caller.identify();
  const isTheirs = !isGuest && tenantId === found.state.customer.tenantId;
  if (!isTheirs) throw new Refusal({ code: 'other-organisation' });
  return requested(parts, found);
}

async function answer(
  parts: AnsweringParts,
  caller: CustomerCaller,
  card: RequestCard,
  wish: AnswerWish,
): Promise<Requested> {
  const { attempts, carryOut, queries } = parts;
  const found = await foundOn(parts, card);
  await attempts.answer(wish.type, caller, found, async (person) => {
    if (isOfOtherPartner(caller, found)) throw new Refusal({ code: 'not-found', what: card.what });
    const command = { ...wish, by: await withProvedRole(parts, person) };
    await unlessOwn(command, () => carryOut(command, found, caller.origin));
  });
  return requested(parts, (await queries.byId(found.relationshipId)) ?? found);
}

// Another partner's card is answered like one that never was; but a partner may itself be that partner's customer.
function isOfOtherPartner({ agent, partner }: CustomerCaller, { partnerId, state }: Found): boolean {
  return agent !== undefined && partner?.id !== partnerId && state.customer.tenantId !== agent.tenantId;
}

async function requested({ partners }: AnsweringParts, found: Found): Promise<Requested> {
  const partner = await partners.find(found.partnerId);
  if (!partner) throw new Error(`No partner ${found.partnerId}`);
  return { ...found, partner };
}

async function withProvedRole({ sessions }: AnsweringParts, person: CustomerPerson): Promise<CustomerPerson> {
  const isAdministrator = await sessions.isAdministrator(person.tenantId, person.objectId);
  return { ...person, isAdministrator };
}

async function unlessOwn(command: CustomerCommand, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !isOwnAnswer(error.reason, command)) throw error;
  }
}

function sealedFor({ type }: CustomerCommand, token: string, { canMail, seal }: AnsweringParts): EventNotes {
  return type === 'ask' && canMail ? { sealedLink: seal.seal(token, hashSecret(token)) } : {};
}
