import type { OwnWords, SendMail } from '../relationship/command.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Recipient } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import { requireLength } from '../relationship/rules/guards.ts';
import { hashSecret, type Seal } from '../secret.ts';
import type { Found } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Target } from './targets.ts';
import { isProofFor, readUnsubscribeToken } from './unsubscribe-token.ts';

/** A message as it came back from an agent: its link's token, and the words if they are not the ones the bot wrote. */
export type ReturnedLetter = { readonly token: string; readonly words?: OwnWords };

/** Reads the text that an agent sends back; undefined when the link is not in it just once. */
export type ReadLetter = (
  about: { readonly relationship: WithInvitation; readonly partner: Partner },
  letter: string,
) => ReturnedLetter | undefined;

/** The address of an agent, to which answers to a mail go; undefined where none is known. */
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

// A message of many pages is none; the mail server would take it.
const LONGEST_LETTER = 10_000;

/** What people ask for about mails. */
export function createMailing(parts: MailParts) {
  const { attempts, canMail } = parts;

  return {
    /** Sends the message of a draft's card to the contact: only the card still knows the link, so it brings it along. */
    send: (caller: AgentCaller, target: Target, wish: LetterWish): Promise<Found> =>
      attempts.changeOf('mail', caller, target, (found) => send(parts, caller, found, wish)),

    /** Refuses to send the link of this invitation by mail, because a line of text does not bring the link. */
    refuseToSend: (caller: AgentCaller, target: Target, invitationId: string): Promise<never> =>
      attempts.changeOf('share', caller, target, async () => {
        throw new Refusal(canMail ? { code: 'link-unknown', invitationId } : { code: 'mail-off' });
      }),

    /** Replies to what the customer's people asked; where the bot can mail, the reply also goes to those who asked. */
    reply: (caller: AgentCaller, target: Target, wish: ReplyWish): Promise<Found> =>
      attempts.changeOf('reply', caller, target, (found) => reply(parts, caller, found, wish)),

    /** Stops the reminders of the invitation that an unsubscribe link names; false for a link that never was. */
    unsubscribe: (token: string): Promise<boolean> => unsubscribe(parts, token),
  };
}

/** A reply as an agent wrote it. */
export type ReplyWish = {
  readonly invitationId: string;
  readonly text: string;
  readonly replyAddress: ReplyAddress;
};

// The link waits sealed in the outbox until the mail server has the mail.
async function send(
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
  const tokenHash = hashSecret(token);
  const command: SendMail = {
    type: 'mail',
    by,
    invitationId: relationship.invitation.id,
    tokenHash,
    ...(words ? { words } : {}),
    ...(await replyTo(replyAddress)),
  };
  const { state } = await carryOut(command, found, { ...origin, sealed: seal.seal(token, tokenHash) });
  return { ...found, state };
}

async function reply(
  { carryOut, canMail }: MailParts,
  { agent: by, origin }: AgentCaller,
  found: Found,
  { invitationId, text, replyAddress }: ReplyWish,
): Promise<Found> {
  const mailed = canMail ? { byMail: await replyTo(replyAddress) } : {};
  const { state } = await carryOut({ type: 'reply', by, invitationId, text, ...mailed }, found, origin);
  return { ...found, state };
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
  // The mails of an earlier invitation have ended with it.
  if (invitation.id !== asked.invitationId) return true;
  if (!isProofFor(invitation, asked)) return false;
  const by: Recipient = { kind: 'recipient', name: invitation.mailing?.to ?? '' };
  await carryOut({ type: 'unsubscribe', by, invitationId: invitation.id }, found);
  return true;
}
