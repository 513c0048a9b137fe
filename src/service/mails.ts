import type { Ask, Followup, SendMail } from '../relationship/command.ts';
import type { Recipient } from '../relationship/people.ts';
import { hasInvitation } from '../relationship/relationship.ts';
import { hashSecret, type Seal } from '../secret.ts';
import type { Change } from '../store/relationships/change.ts';
import { type DraftingParts, decision, type Origin } from './inviting.ts';
import { isProofFor, readUnsubscribeToken } from './unsubscribe-token.ts';

/** A mail as an agent asks for it. */
export type MailWish = Omit<SendMail, 'tokenHash'>;

/** Whose link goes by mail. */
export type MailAbout = { readonly relationshipId: string; readonly token: string };

/** How the service carries commands out. */
export type Executing = {
  readonly committed: (change: Change) => Change;
  readonly execute: (command: Followup, relationshipId: string, origin?: Origin) => Promise<Change>;
};

/** What is needed to carry out what can be asked about mails. */
export type MailParts = Pick<DraftingParts, 'relationships' | 'queries'> & {
  readonly seal: Seal;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
};

/** What can be asked about mails: to send the link, to reply with it, and to get no more reminders. */
export function createMailRequests(
  { relationships, queries, seal, canMail }: MailParts,
  { committed, execute }: Executing,
) {
  return {
    /** Puts the mail with the link into the outbox; the link waits there sealed until the mail server has it. */
    async sendMail(ask: MailWish, { relationshipId, token }: MailAbout, origin: Origin): Promise<Change> {
      const tokenHash = hashSecret(token);
      const notes = { ...origin, sealed: seal.seal(token, tokenHash) };
      const decide = decision({ ...ask, tokenHash });
      return committed(await relationships.change({ relationshipId }, decide, notes));
    },

    /** A question that came through the link, which waits sealed for the mail with the reply. */
    async ask(command: Ask, { relationshipId, token }: MailAbout): Promise<Change> {
      const tokenHash = hashSecret(token);
      const notes = canMail ? { sealedLink: seal.seal(token, tokenHash) } : {};
      return committed(await relationships.change({ relationshipId }, decision(command), notes));
    },

    /** Stops the reminders of the invitation that an unsubscribe link names; false for a link that never was. */
    async unsubscribe(token: string): Promise<boolean> {
      const asked = readUnsubscribeToken(token);
      const found = asked && (await queries.byId(asked.relationshipId));
      if (!asked || !found || !hasInvitation(found.state)) return false;
      const { invitation } = found.state;
      // The mails of an earlier invitation have ended with it.
      if (invitation.id !== asked.invitationId) return true;
      if (!isProofFor(invitation, asked)) return false;
      const by: Recipient = { kind: 'recipient', name: invitation.mailing?.to ?? '' };
      await execute({ type: 'unsubscribe', by, invitationId: invitation.id }, found.relationshipId);
      return true;
    },
  };
}
