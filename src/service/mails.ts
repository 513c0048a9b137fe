import type { OwnWords, SendMail } from '../relationship/command.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Recipient } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import { requireLength } from '../relationship/rules/guards.ts';
import type { Token } from '../relationship/values/link-token.ts';
import { hashToken, type Seal } from '../secret.ts';
import type { Found } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Target } from './targets.ts';
import { isProofFor, readUnsubscribeToken } from './unsubscribe-token.ts';

/** A message that an agent sends back: its link's token, and its words where the agent changed them. */
export type ReturnedLetter = { readonly token: Token; readonly words?: OwnWords };

/** Reads the message that an agent sends back; undefined unless the link is in it exactly once. */
export type ReadLetter = (
  about: { readonly relationship: WithInvitation; readonly partner: Partner },
  letter: string,
) => ReturnedLetter | undefined;

/** Looks up the address of an agent, to which answers to a mail go; undefined when none is known. */
export type ReplyAddress = () => Promise<string | undefined>;

/** A message that an agent sends by mail. */
export type LetterWish = { readonly letter: string; readonly replyAddress: ReplyAddress };

/** What mails need. */
export type MailParts = {
  readonly attempts: Attempts;
  readonly carryOut: CarryOut;
  readonly queries: RelationshipQueries;
  readonly seal: Seal;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
  readonly readLetter: ReadLetter;
};

// The mail server would accept a text of many pages, but no message to a customer is that long.
const LONGEST_LETTER = 10_000;

/** The use cases around mails to customers. */
export function createMailing(parts: MailParts) {
  const { attempts, canMail } = parts;

  return {
    /**
     * Sends the message on a draft's card to the contact by mail. Only the card still has the link, so the message that
     * comes back from it must contain the link.
     */
    send: (caller: AgentCaller, target: Target, wish: LetterWish): Promise<Found> =>
      attempts.changeOf('mail', caller, target, (found) => sendLetter(parts, caller, found, wish)),

    /**
     * Refuses to mail the link of this invitation after a typed command, because a typed command does not contain the
     * link.
     */
    refuseToSend: (caller: AgentCaller, target: Target, invitationId: string): Promise<never> =>
      attempts.changeOf('share', caller, target, async () => {
        throw new Refusal(canMail ? { code: 'link-unknown', invitationId } : { code: 'mail-off' });
      }),

    /**
     * Replies to the questions of the customer's people. Where the bot can send mail, the reply also goes to the people
     * who asked.
     */
    reply: (caller: AgentCaller, target: Target, wish: ReplyWish): Promise<Found> =>
      attempts.changeOf('reply', caller, target, (found) => replyToQuestions(parts, caller, found, wish)),

    /** Stops the reminders of the invitation that an unsubscribe link names; false for a link that is not genuine. */
    unsubscribe: (token: string): Promise<boolean> => unsubscribe(parts, token),
  };
}

/** A reply to the customer's questions, as an agent wrote it. */
export type ReplyWish = {
  readonly invitationId: string;
  readonly text: string;
  readonly replyAddress: ReplyAddress;
};

// The link is stored in the outbox, sealed, until the mail server has taken the mail.
async function sendLetter(
  { carryOut, canMail, readLetter, seal }: MailParts,
  { agent: by, partner, origin }: AgentCaller,
  found: Found,
  { letter, replyAddress }: LetterWish,
): Promise<Found> {
  if (!canMail) throw new Refusal({ code: 'mail-off' });
  requireLength(letter, LONGEST_LETTER);
  const { state: relationship } = found;
  const returned = hasInvitation(relationship) ? readLetter({ relationship, partner }, letter) : undefined;
  if (!returned || !hasInvitation(relationship)) throw new Refusal({ code: 'link-edited-out' });
  const { token, words } = returned;
  const command: SendMail = {
    type: 'mail',
    by,
    invitationId: relationship.invitation.id,
    tokenHash: hashToken(token),
    ...(words ? { words } : {}),
    ...(await replyTo(replyAddress)),
  };
  const { state, version } = await carryOut(command, found, { ...origin, sealed: seal.seal(token) });
  return { ...found, state, version };
}

async function replyToQuestions(
  { carryOut, canMail }: MailParts,
  { agent: by, origin }: AgentCaller,
  found: Found,
  { invitationId, text, replyAddress }: ReplyWish,
): Promise<Found> {
  const mailed = canMail ? { byMail: await replyTo(replyAddress) } : {};
  const command = { type: 'reply', by, invitationId, text, ...mailed } as const;
  const { state, version } = await carryOut(command, found, origin);
  return { ...found, state, version };
}

async function replyTo(replyAddress: ReplyAddress): Promise<{ replyTo?: string }> {
  const address = await replyAddress();
  return address === undefined ? {} : { replyTo: address };
}

async function unsubscribe({ carryOut, queries }: MailParts, token: string): Promise<boolean> {
  const asked = readUnsubscribeToken(token);
  const found = asked && (await queries.byId(asked.relationshipId));
  if (!asked || !found || !hasInvitation(found.state)) return false;
  const { invitation } = found.state;
  // An earlier invitation sends no more mails, so nothing is left to stop.
  if (invitation.id !== asked.invitationId) return true;
  if (!isProofFor(invitation, asked)) return false;
  const by: Recipient = { kind: 'recipient', name: invitation.mailing?.to ?? '' };
  await carryOut({ type: 'unsubscribe', by, invitationId: invitation.id }, found);
  return true;
}
