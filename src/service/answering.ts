import type { Accept, Ask, Decline, ReportAbuse, Unsigned } from '../relationship/command.ts';
import type { Partner } from '../relationship/partner.ts';
import type { CustomerPerson } from '../relationship/people.ts';
import { isOwnAnswer, Refusal } from '../relationship/refusal.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import type { ChangingAction } from '../relationship/rules/permissions.ts';
import type { Token } from '../relationship/values/link-token.ts';
import { hashToken, type Seal } from '../secret.ts';
import type { Found } from '../store/documents.ts';
import type { Partners } from '../store/partners/partners.ts';
import type { Change } from '../store/relationships/change.ts';
import type { EventNotes } from '../store/relationships/notes.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { Attempts, CustomerCaller } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Sessions } from './sessions.ts';

/** What a link leads to: the relationship, the id of the link's own invitation, and the partner. */
export type Linked = Omit<Found, 'state'> & {
  readonly state: WithInvitation;
  readonly invitationId: string;
  readonly partner: Partner;
};

/** A relationship with a request to the customer, and the partner who asks. */
export type Requested = Found & { readonly partner: Partner };

type CustomerCommand = Accept | Decline | Ask | ReportAbuse;

/** What one of the customer's people does about an invitation: accept, decline, ask, or report it as an abuse. */
export type AnswerWish = Unsigned<CustomerCommand>;

/** The card on which a person answers. `what`: the name that a refusal uses for the request. */
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

/** The use cases of the customer's people, through the link and on cards. */
export function createAnswering(parts: AnsweringParts) {
  const { attempts, carryOut } = parts;

  return {
    /** The invitation that a link leads to; undefined for a link that does not exist. */
    byLink: (token: Token): Promise<Linked | undefined> => byLink(parts, token),

    /** The open requests that partners have sent to this person's tenant, of all partners; none for a guest. */
    openRequests: (person: CustomerPerson): Promise<readonly Requested[]> => openRequests(parts, person),

    /** The request on a card, for people of the organisation that was asked; a Refusal for all others, guests too. */
    request: (caller: CustomerCaller, card: RequestCard): Promise<Requested> =>
      requestOnCard(parts, caller, card),

    /** Records that one of the customer's people has read the request; only the first time leads to an event. */
    async view(person: CustomerPerson, linked: Linked): Promise<Linked> {
      const { invitationId } = linked;
      const { state, version } = await carryOut({ type: 'view', by: person, invitationId }, linked);
      return hasInvitation(state) ? { ...linked, state, version } : linked;
    },

    /** Records that a person of another organisation has opened the link; the partner is told once. */
    async stray(person: CustomerPerson, { invitationId, ...found }: Linked): Promise<void> {
      await carryOut({ type: 'stray', by: person, invitationId }, found);
    },

    /**
     * Answers on a card. The answer has the authority of an administrator while the person is signed in as one on the
     * page. A second click of the same person changes nothing and is not a refusal.
     */
    answer: (caller: CustomerCaller, card: RequestCard, wish: AnswerWish): Promise<Requested> =>
      answerOnCard(parts, caller, card, wish),

    /**
     * Answers through the link. With a question, the link is stored, sealed, for the mail that carries the reply; it is
     * not stored where the bot cannot send mail.
     */
    answerLink: (person: CustomerPerson, ofLink: OfLink, wish: AnswerWish): Promise<void> =>
      answerLink(parts, person, ofLink, wish),

    /**
     * Refuses one of the customer's people an action that only the partner's people may do, and records the attempt.
     */
    async turnAway(action: ChangingAction, caller: CustomerCaller, card: RequestCard): Promise<never> {
      const found = await foundOn(parts, card);
      return attempts.answer(action, caller, found, async () => {
        throw new Refusal({ code: 'other-organisation' });
      });
    },
  };
}

/** The link through which a person answers. */
export type OfLink = { readonly token: Token; readonly linked: Linked };

async function byLink({ queries, partners }: AnsweringParts, token: Token): Promise<Linked | undefined> {
  const found = await queries.byTokenHash(hashToken(token));
  if (!found || !hasInvitation(found.state)) return undefined;
  const partner = await partners.find(found.partnerId);
  return partner && { ...found, state: found.state, partner };
}

async function openRequests(
  parts: AnsweringParts,
  { tenantId, isGuest }: CustomerPerson,
): Promise<readonly Requested[]> {
  const open = isGuest ? [] : await parts.queries.openOf(tenantId);
  // The customer must not see a draft before it is sent.
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

async function requestOnCard(
  parts: AnsweringParts,
  caller: CustomerCaller,
  card: RequestCard,
): Promise<Requested> {
  const found = await foundOn(parts, card);
  const { tenantId, isGuest } = await caller.identify();
  const isTheirs = !isGuest && tenantId === found.state.customer.tenantId;
  if (!isTheirs) throw new Refusal({ code: 'other-organisation' });
  return requested(parts, found);
}

async function answerOnCard(
  parts: AnsweringParts,
  caller: CustomerCaller,
  card: RequestCard,
  wish: AnswerWish,
): Promise<Requested> {
  const { attempts, carryOut, queries } = parts;
  // Asked at the same time as the relationship; a person who cannot be identified is refused below.
  const proving = caller.identify().then((person) => withProvedRole(parts, person));
  proving.catch(() => undefined);
  const found = await foundOn(parts, card);
  const change = await attempts.answer(wish.type, caller, found, async () => {
    if (isOfOtherPartner(caller, found)) throw new Refusal({ code: 'not-found', what: card.what });
    const command = { ...wish, by: await proving };
    return unlessOwn(command, () => carryOut(command, found, caller.origin));
  });
  if (change) return { ...found, state: change.state, version: change.version, partner: change.partner };
  return requested(parts, (await queries.byId(found.relationshipId)) ?? found);
}

// Another partner's card is answered like a card that does not exist, unless the agent's own company is the customer.
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

// Undefined for what the same person has answered before.
async function unlessOwn(command: CustomerCommand, work: () => Promise<Change>): Promise<Change | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !isOwnAnswer(error.reason, command)) throw error;
    return undefined;
  }
}

function sealedFor({ type }: CustomerCommand, token: Token, { canMail, seal }: AnsweringParts): EventNotes {
  return type === 'ask' && canMail ? { sealedLink: seal.seal(token) } : {};
}
