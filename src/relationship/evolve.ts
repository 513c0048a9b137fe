import type {
  AccessRecorded,
  AgreementRecorded,
  CustomerAdded,
  Event,
  Exchanged,
  InvitationDrafted,
  InvitationEvent,
  InvitationExtended,
  InvitationHandedOver,
  InvitationMailFailed,
  InvitationMailQueued,
  InvitationReminded,
  InvitationShared,
  InvitationStrayed,
  InvitationUnsubscribed,
  InvitationViewed,
  RelationshipEnded,
} from './event.ts';
import {
  type ClosedInvitation,
  hasInvitation,
  type Issued,
  type OpenInvitation,
  type Relationship,
  type WithInvitation,
} from './relationship.ts';
import { mailed, mailingOf } from './rules/mails.ts';
import { afterReplyMail, replied } from './rules/reply-mails.ts';

type Waiting = Extract<Relationship, { status: 'invited' }>;

/** The relationship after an event; the same events in the same order always give the same relationship. */
export function evolve(relationship: Relationship | undefined, event: Event): Relationship {
  switch (event.type) {
    case 'invitation-drafted':
      return invited(relationship, event);
    case 'customer-added':
      return added(relationship, event);
    case 'agreement-recorded':
    case 'access-recorded':
    case 'relationship-ended':
      return recorded(relationship, event);
    case 'question-asked':
    case 'question-answered':
    case 'reply-mailed':
    case 'reply-mail-failed':
    case 'abuse-reported':
      return exchanged(relationship, event);
    default:
      return answered(relationship, event);
  }
}

// Whether it is open or closed: what is said about it changes neither.
function exchanged(relationship: Relationship | undefined, event: Exchanged): Relationship {
  if (!relationship || !hasInvitation(relationship)) throw new Error(`No invitation for ${event.type}`);
  const { id, remarks = [] } = relationship.invitation;
  switch (event.type) {
    case 'abuse-reported':
      return about(relationship, { isReported: true });
    case 'question-asked':
      return about(relationship, { remarks: [...remarks, { at: event.at, by: event.by, text: event.text }] });
    case 'question-answered':
      return about(relationship, { remarks: [...remarks, replied(event)] });
    default:
      // The mail may have gone out when a newer invitation had replaced the one that was asked about.
      return id === event.invitationId
        ? about(relationship, { remarks: afterReplyMail(remarks, event) })
        : relationship;
  }
}

function about<Kind extends WithInvitation>(
  relationship: Kind,
  known: Pick<Issued, 'remarks' | 'isReported'>,
): Kind {
  return { ...relationship, invitation: { ...relationship.invitation, ...known } };
}

function recorded(
  relationship: Relationship | undefined,
  event: AgreementRecorded | AccessRecorded | RelationshipEnded,
): Relationship {
  if (!relationship) throw new Error(`No relationship for ${event.type}`);
  if (event.type === 'access-recorded') return { ...relationship, adminAccess: event.access };
  if (event.type === 'agreement-recorded') {
    return { ...relationship, agreement: event.attestation ? 'attested' : 'accepted' };
  }
  if (relationship.status !== 'active') throw new Error('No active relationship to end');
  const { origin: _, ...rest } = relationship;
  return { ...rest, status: 'ended', since: event.at, by: event.by };
}

function added(relationship: Relationship | undefined, { customer, at, by }: CustomerAdded): Relationship {
  if (relationship?.status === 'invited' || relationship?.status === 'active') {
    throw new Error(`Nobody can be added who is ${relationship.status}`);
  }
  return {
    customer,
    agreement: relationship?.agreement ?? 'unknown',
    adminAccess: relationship?.adminAccess ?? 'none',
    status: 'active',
    since: at,
    origin: 'added',
    by,
    ...(relationship?.invitation ? { invitation: relationship.invitation } : {}),
  };
}

type LaterEvent = Exclude<InvitationEvent, InvitationDrafted>;
type Progress =
  | InvitationShared
  | InvitationMailQueued
  | InvitationMailFailed
  | InvitationUnsubscribed
  | InvitationViewed
  | InvitationStrayed
  | InvitationReminded
  | InvitationExtended
  | InvitationHandedOver;

function answered(relationship: Relationship | undefined, event: LaterEvent): Relationship {
  if (relationship?.status !== 'invited') throw new Error(`No open invitation for ${event.type}`);
  const { at } = event;
  switch (event.type) {
    case 'invitation-accepted':
      return closed(relationship, {
        ...issued(relationship),
        status: 'accepted',
        at,
        by: event.by,
        proof: event.proof,
      });
    case 'invitation-declined':
      return closed(relationship, { ...issued(relationship), status: 'declined', ...ending(event) });
    case 'invitation-revoked':
      return closed(relationship, { ...issued(relationship), status: 'revoked', ...ending(event) });
    case 'invitation-superseded':
      return closed(relationship, { ...issued(relationship), status: 'superseded', at, by: event.by });
    case 'invitation-expired':
      return closed(relationship, { ...issued(relationship), status: 'expired', at, by: event.by });
    default:
      return { ...relationship, invitation: progressed(relationship.invitation, event) };
  }
}

function invited(relationship: Relationship | undefined, event: InvitationDrafted): Relationship {
  const { invitationId, tokenHash, customer, terms, at, by, expiresAt } = event;
  return {
    customer,
    agreement: relationship?.agreement ?? 'unknown',
    adminAccess: relationship?.adminAccess ?? 'none',
    status: 'invited',
    before:
      relationship?.status === 'ended'
        ? { status: 'ended', since: relationship.since, by: relationship.by }
        : { status: 'none' },
    invitation: {
      id: invitationId,
      tokenHash,
      terms,
      createdAt: at,
      createdBy: by,
      expiresAt,
      status: 'draft',
    },
  };
}

function progressed(invitation: OpenInvitation, event: Progress): OpenInvitation {
  const sentAt = invitation.sentAt ?? event.at;
  switch (event.type) {
    case 'invitation-viewed':
      return { ...invitation, sentAt, status: 'viewed', at: event.at, by: event.by };
    case 'invitation-shared':
      // Shared again after it was read: what the customer did is worth more than what the partner did.
      if (invitation.status === 'viewed') return mailed(invitation, event);
      return { ...mailed(invitation, event), sentAt, status: 'sent', at: event.at, by: event.by };
    case 'invitation-mail-queued':
    case 'invitation-mail-failed':
      return { ...invitation, mailing: mailingOf(event) };
    case 'invitation-unsubscribed':
      if (invitation.mailing?.status !== 'sent') return invitation;
      return { ...invitation, mailing: { ...invitation.mailing, isUnsubscribed: true } };
    case 'invitation-strayed':
      return { ...invitation, hasStrayed: true };
    case 'invitation-reminded':
      return event.day === undefined ? invitation : { ...invitation, remindedDay: event.day };
    case 'invitation-extended':
      return { ...invitation, expiresAt: event.expiresAt };
    case 'invitation-handed-over':
      return { ...invitation, owner: event.to };
  }
}

function closed(relationship: Waiting, invitation: ClosedInvitation): Relationship {
  const { customer, agreement, adminAccess, before } = relationship;
  const standing = { customer, agreement, adminAccess, invitation };
  if (invitation.status !== 'accepted') return { ...standing, ...before };
  const { at: since, by } = invitation;
  return { ...standing, status: 'active', since, origin: 'accepted', by };
}

function issued({ invitation }: Waiting): Issued {
  if (invitation.status === 'draft') {
    const { status: _, ...rest } = invitation;
    return rest;
  }
  const { status: _, at: __, by: ___, ...rest } = invitation;
  return rest;
}

function ending<By>({ at, by, reason }: { at: Date; by: By; reason?: string }) {
  return { at, by, ...(reason === undefined ? {} : { reason }) };
}
