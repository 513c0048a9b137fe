import type { Accept, Ask, Decline, ReportAbuse } from './command.ts';
import type { Cloud, Role } from './partner.ts';
import type { ClosedInvitation } from './relationship.ts';

/** Why the rules refuse a command, with the facts that the words need. */
export type Reason =
  | { readonly code: 'role-required'; readonly needed: readonly Role[] }
  | { readonly code: 'partner-not-set-up' }
  | { readonly code: 'own-tenant'; readonly domain: string }
  | { readonly code: 'tenant-unknown'; readonly domain: string; readonly cloud: Cloud }
  | {
      readonly code: 'other-cloud';
      readonly domain: string;
      readonly partner: Cloud;
      readonly customer: Cloud;
    }
  | { readonly code: 'other-region'; readonly partner: string; readonly customer: string }
  | { readonly code: 'azure-not-offered' }
  | { readonly code: 'tenant-lookup-failed'; readonly domain: string }
  | { readonly code: 'life-out-of-range'; readonly shortest: number; readonly longest: number }
  | { readonly code: 'extension-too-long'; readonly latest: Date }
  | { readonly code: 'date-in-future' }
  | { readonly code: 'not-sent-yet'; readonly invitationId: string }
  | { readonly code: 'mail-off' }
  | { readonly code: 'no-contact'; readonly invitationId: string }
  | { readonly code: 'link-unknown'; readonly invitationId: string }
  | { readonly code: 'link-edited-out' }
  | { readonly code: 'not-active'; readonly customer: string }
  | { readonly code: 'not-confirmed'; readonly domain: string }
  | { readonly code: 'nothing-to-hand-over'; readonly from: string }
  | { readonly code: 'looked-after'; readonly by: string }
  | { readonly code: 'ambiguous'; readonly what: string; readonly candidates: readonly Candidate[] }
  | {
      readonly code: 'already-invited';
      readonly invitationId: string;
      readonly customer: string;
      readonly by: string;
      readonly expiresAt: Date;
    }
  | { readonly code: 'already-active'; readonly customer: string; readonly since: Date }
  | { readonly code: 'not-found'; readonly what: string }
  | { readonly code: 'invitation-over'; readonly expiredAt: Date }
  | { readonly code: 'invitation-closed'; readonly invitation: ClosedInvitation }
  | { readonly code: 'question-empty' }
  | { readonly code: 'text-too-long'; readonly most: number }
  | { readonly code: 'too-many-questions' }
  | { readonly code: 'invitation-replaced' }
  | { readonly code: 'other-organisation' }
  | { readonly code: 'own-invitation' }
  | { readonly code: 'no-authority'; readonly contact?: string };

/** One of several customers or people that a typed name may mean. `key`: what names this one alone. */
export type Candidate = { readonly name: string; readonly key: string };

/** The name of a refusal, as the audit stores it. */
export type RefusalCode = Reason['code'];

/**
 * Thrown when the rules refuse a command. Expected: the person sees why and what to do instead; nothing has changed.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`Refused: ${reason.code}`);
    this.reason = reason;
  }
}

/**
 * Whether a person is refused only because they gave the same answer before: a second click, no attempt at anything.
 */
export function isOwnAnswer(reason: Reason, { type, by }: Accept | Decline | Ask | ReportAbuse): boolean {
  if (reason.code !== 'invitation-closed' || (type !== 'accept' && type !== 'decline')) return false;
  const { invitation } = reason;
  const isSame = invitation.status === (type === 'accept' ? 'accepted' : 'declined');
  return isSame && 'objectId' in invitation.by && invitation.by.objectId === by.objectId;
}
