import type { Command } from '../../../src/relationship/command.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { CustomerPerson } from '../../../src/relationship/people.ts';
import { isWorking, workingTimeOf } from '../../../src/relationship/values/working-time.ts';

/**
 * What a second, much shorter version of the rules keeps: what is open, until when, whose it is, and what is agreed.
 */
export type Model = {
  tenantId: string;
  relation: 'none' | 'active' | 'ended';
  invitation?: Asked;
  access: string;
  isAgreed: boolean;
};

type Asked = {
  id: string;
  isOpen: boolean;
  isViewed: boolean;
  sentAt?: number;
  remindedDay: number;
  createdAt: number;
  expiresAt: number;
  owner: string;
  attendedAt: number;
  told?: 'no-role' | 'unattended';
  hasStrayed: boolean;
  isReported: boolean;
  remarks: ('customer' | 'agent')[];
  mail?: 'queued' | 'sent' | 'failed';
  wantsNoMore?: boolean;
};

/** The outcome that a command should have: the types of its events or a refusal's code, and the model after it. */
export type Predicted = { outcome: string | string[]; next: Model | undefined };
type World = { partner: Partner; now: number };
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

const DAY = 24 * 3_600_000;
const LONGEST = 30 * DAY;

/** The outcome that the rules should have, by this second version of them. */
export function predict(command: Command, model: Model | undefined, world: World): Predicted {
  switch (command.type) {
    case 'invite':
    case 'add':
      return predictNew(command, model, world);
    case 'agreement':
    case 'access':
    case 'end':
      return predictRecord(command, model);
    case 'view':
    case 'accept':
    case 'decline':
      return predictAnswer(command, model, world);
    case 'ask':
    case 'reply':
    case 'report-abuse':
      return predictTalk(command, model, world);
    case 'escalate':
      return predictEscalation(command, model, world);
    case 'expire':
    case 'stray':
      return predictQuietly(command, model, world);
    case 'fail-mail':
    case 'unsubscribe':
      return predictMail(command, model);
    case 'reply-mail':
      return predictReplyMail(command, model);
    default:
      return predictAgent(command, model, world);
  }
}

const maySell = ({ role }: { role: string }) => role === 'admin' || role === 'sales';
const no = (code: string, model: Model | undefined): Predicted => ({ outcome: code, next: model });
const isWaiting = (model: Model | undefined, now: number): boolean =>
  model?.invitation?.isOpen === true && model.invitation.expiresAt > now;

function predictNew(command: Of<'invite' | 'add'>, model: Model | undefined, world: World): Predicted {
  if (!maySell(command.by)) return no('role-required', model);
  const isOpen = model?.invitation?.isOpen === true;
  if (model?.relation === 'active' && !isOpen) return no('already-active', model);
  if (isWaiting(model, world.now)) return no('already-invited', model);
  const before = isOpen ? ['invitation-expired'] : [];
  const { tenantId = '' } = command.customer;
  const kept = {
    tenantId,
    relation: model?.relation ?? 'none',
    access: model?.access ?? 'none',
    isAgreed: model?.isAgreed ?? false,
  };
  if (command.type === 'add') {
    const earlier = model?.invitation && { invitation: { ...model.invitation, isOpen: false } };
    return { outcome: [...before, 'customer-added'], next: { ...kept, ...earlier, relation: 'active' } };
  }
  const invitation = asked(command.invitationId, command.by.objectId, world);
  return { outcome: [...before, 'invitation-drafted'], next: { ...kept, invitation } };
}

function asked(id: string, owner: string, { partner, now }: World): Asked {
  const expiresAt = now + partner.lifeDays * DAY;
  const fresh = { isOpen: true, isViewed: false, hasStrayed: false, remindedDay: 0, isReported: false };
  return { id, owner, createdAt: now, attendedAt: now, expiresAt, ...fresh, remarks: [] };
}

function predictRecord(command: Of<'agreement' | 'access' | 'end'>, model: Model | undefined): Predicted {
  const { by } = command;
  const may = command.type === 'agreement' ? maySell(by) : by.role === 'admin';
  if (!may) return no('role-required', model);
  if (!model) return no('not-found', model);
  if (command.type === 'agreement')
    return { outcome: ['agreement-recorded'], next: { ...model, isAgreed: true } };
  if (command.type === 'access') {
    const outcome = model.access === command.access ? [] : ['access-recorded'];
    return { outcome, next: { ...model, access: command.access } };
  }
  if (model.relation !== 'active') return no('not-active', model);
  if (command.confirmation !== 'contoso.com') return no('not-confirmed', model);
  return { outcome: ['relationship-ended'], next: { ...model, relation: 'ended' } };
}

function isTheirs(by: CustomerPerson, model: Model | undefined): boolean {
  return !by.isGuest && model?.tenantId === by.tenantId;
}

function predictAnswer(
  { type, by, invitationId }: Of<'view' | 'accept' | 'decline'>,
  model: Model | undefined,
  { partner, now }: World,
): Predicted {
  const stranger = strangeness(by, model, partner);
  if (stranger || !model) return no(stranger ?? 'other-organisation', model);
  const { invitation } = model;
  const isCurrent = invitation?.id === invitationId;
  if (type === 'view') {
    const isNews = isCurrent && isWaiting(model, now) && !invitation?.isViewed;
    if (!invitation || !isNews) return { outcome: [], next: model };
    const viewed = { ...invitation, isViewed: true, sentAt: invitation.sentAt ?? now };
    return { outcome: ['invitation-viewed'], next: { ...model, invitation: viewed } };
  }
  if (!invitation) return no('not-found', model);
  const problem = notOpen(invitation, invitationId, now);
  if (problem) return no(problem, model);
  const isContact = partner.authority === 'contact' && by.emails.includes('adele@contoso.com');
  if (!isContact && !by.isAdministrator && partner.authority !== 'member') return no('no-authority', model);
  const closed = { ...model, invitation: { ...invitation, isOpen: false } };
  return type === 'accept'
    ? { outcome: ['invitation-accepted'], next: { ...closed, relation: 'active' } }
    : { outcome: ['invitation-declined'], next: closed };
}

function strangeness(by: CustomerPerson, model: Model | undefined, partner: Partner): string | undefined {
  if (partner.tenantIds.includes(by.tenantId)) return 'own-invitation';
  return isTheirs(by, model) ? undefined : 'other-organisation';
}

function predictTalk(
  command: Of<'ask' | 'reply' | 'report-abuse'>,
  model: Model | undefined,
  { partner, now }: World,
): Predicted {
  const { by, type } = command;
  const stranger = by.kind === 'agent' ? !maySell(by) && 'role-required' : strangeness(by, model, partner);
  if (stranger) return no(stranger, model);
  const invitation = model?.invitation;
  if (!model || !invitation) return no('not-found', model);
  if (invitation.id !== command.invitationId) return no('invitation-replaced', model);
  if (type === 'report-abuse') {
    const next = { ...model, invitation: { ...invitation, isReported: true } };
    return { outcome: invitation.isReported ? [] : ['abuse-reported'], next };
  }
  const { remarks } = invitation;
  const unanswered = remarks.slice(remarks.lastIndexOf('agent') + 1).length;
  if (remarks.length >= 40 || (type === 'ask' && unanswered >= 3)) return no('too-many-questions', model);
  const outcome = [type === 'ask' ? 'question-asked' : 'question-answered'];
  const isAttended = by.kind === 'agent' && invitation.isOpen;
  const after = isAttended ? attended(invitation, now) : invitation;
  return { outcome, next: { ...model, invitation: { ...after, remarks: [...remarks, by.kind] } } };
}

function notOpen(invitation: Asked, id: string, now: number): string | undefined {
  if (invitation.id !== id) return 'invitation-replaced';
  if (!invitation.isOpen) return 'invitation-closed';
  return invitation.expiresAt <= now ? 'invitation-over' : undefined;
}

// Commands of the clock and of strangers are never refused: there is an event to record, or there is none.
function predictQuietly(
  command: Of<'expire' | 'stray'>,
  model: Model | undefined,
  { partner, now }: World,
): Predicted {
  const invitation = model?.invitation;
  const nothing = { outcome: [], next: model };
  if (!model || !invitation?.isOpen || invitation.id !== command.invitationId) return nothing;
  const isOver = invitation.expiresAt <= now;
  if (command.type === 'expire') {
    const next = { ...model, invitation: { ...invitation, isOpen: false } };
    return isOver ? { outcome: ['invitation-expired'], next } : nothing;
  }
  const isKnown = partner.tenantIds.includes(command.by.tenantId) || isTheirs(command.by, model);
  if (isOver || invitation.hasStrayed || isKnown) return nothing;
  return {
    outcome: ['invitation-strayed'],
    next: { ...model, invitation: { ...invitation, hasStrayed: true } },
  };
}

// Commands of mail servers and of readers are not refused either; about an ended invitation they record no event.
function predictMail(
  { type, invitationId }: Of<'fail-mail' | 'unsubscribe'>,
  model: Model | undefined,
): Predicted {
  const invitation = model?.invitation;
  const nothing = { outcome: [], next: model };
  if (!model || !invitation?.isOpen || invitation.id !== invitationId || !invitation.mail) return nothing;
  if (type === 'fail-mail') {
    const { wantsNoMore: _, ...rest } = invitation;
    const next = { ...model, invitation: { ...rest, mail: 'failed' as const } };
    return { outcome: ['invitation-mail-failed'], next };
  }
  if (invitation.mail !== 'sent' || invitation.wantsNoMore) return nothing;
  const next = { ...model, invitation: { ...invitation, wantsNoMore: true } };
  return { outcome: ['invitation-unsubscribed'], next };
}

// For the present invitation the rules know that no such mail waits; for an earlier one they know nothing.
function predictReplyMail({ invitationId }: Of<'reply-mail'>, model: Model | undefined): Predicted {
  const { invitation } = model ?? {};
  const isEarlier = invitation !== undefined && invitation.id !== invitationId;
  return { outcome: isEarlier ? ['reply-mailed'] : [], next: model };
}

type ByAgent = Of<'mail' | 'share' | 'remind' | 'extend' | 'handover' | 'take-over' | 'revoke' | 'reissue'>;

function predictAgent(command: ByAgent, model: Model | undefined, world: World): Predicted {
  if (command.by.kind === 'clock') return predictReminder(command.invitationId, model, world);
  if (!maySell(command.by)) return no('role-required', model);
  const invitation = model?.invitation;
  if (!model || !invitation) return no('not-found', model);
  if (command.type === 'reissue') return predictReissue(command, model, world);
  const problem = notOpen(invitation, command.invitationId, world.now);
  return problem ? no(problem, model) : predictChange(command, { ...model, invitation }, world);
}

function predictReminder(id: string, model: Model | undefined, { partner, now }: World): Predicted {
  const invitation = model?.invitation;
  const nothing = { outcome: [], next: model };
  if (!model || invitation?.id !== id || !isWaiting(model, now) || !invitation.sentAt) return nothing;
  if (!isWorking(new Date(now), workingTimeOf('ES'))) return nothing;
  const age = Math.floor((now - invitation.sentAt) / DAY);
  const due = (partner.reminderDays ?? []).filter((day) => day <= age && day > invitation.remindedDay);
  if (due.length === 0) return nothing;
  const remindedDay = Math.max(...due);
  return {
    outcome: ['invitation-reminded'],
    next: { ...model, invitation: { ...invitation, remindedDay } },
  };
}

function predictEscalation(
  { invitationId, isOwnerGone }: Of<'escalate'>,
  model: Model | undefined,
  { partner, now }: World,
): Predicted {
  const invitation = model?.invitation;
  const nothing = { outcome: [], next: model };
  if (!model || invitation?.id !== invitationId || !isWaiting(model, now)) return nothing;
  const { escalationDays: days = Number.POSITIVE_INFINITY } = partner;
  const isTold = isOwnerGone ? invitation.told === 'no-role' : invitation.told !== undefined;
  if (isTold || (!isOwnerGone && now - invitation.attendedAt < days * DAY)) return nothing;
  const told = isOwnerGone ? 'no-role' : 'unattended';
  return { outcome: ['invitation-escalated'], next: { ...model, invitation: { ...invitation, told } } };
}

// An agent has done something with it. What is told of an owner without a role stays until there is another owner.
function attended({ told, ...invitation }: Asked, at: number): Asked {
  return { ...invitation, attendedAt: at, ...(told === 'no-role' ? { told } : {}) };
}

function predictReissue(command: Of<'reissue'>, model: Model, world: World): Predicted {
  const { invitation } = model;
  if (invitation?.id !== command.invitationId) return no('invitation-replaced', model);
  if (model.relation === 'active' && !invitation.isOpen) return no('already-active', model);
  const end = invitation.expiresAt <= world.now ? 'invitation-expired' : 'invitation-superseded';
  const outcome = [...(invitation.isOpen ? [end] : []), 'invitation-drafted'];
  return {
    outcome,
    next: { ...model, invitation: asked(command.newInvitationId, command.by.objectId, world) },
  };
}

function predictMailing(
  { tokenHash }: Of<'mail'>,
  model: Model & { invitation: Asked },
  now: number,
): Predicted {
  const { invitation } = model;
  if (tokenHash !== invitation.id) return no('link-unknown', model);
  if (invitation.mail === 'queued' || invitation.mail === 'sent') return { outcome: [], next: model };
  const next = { ...model, invitation: { ...attended(invitation, now), mail: 'queued' as const } };
  return { outcome: ['invitation-mail-queued'], next };
}

const taken = ({ way }: Of<'share'>, { mail }: Asked): Partial<Asked> =>
  way === 'mail' && mail ? { mail: 'sent', wantsNoMore: false } : {};

function predictChange(
  command: Exclude<ByAgent, { type: 'reissue' }>,
  model: Model & { invitation: Asked },
  { now }: World,
): Predicted {
  const { invitation } = model;
  const then = (outcome: string, change: Partial<Asked>): Predicted => {
    return {
      outcome: [outcome],
      next: { ...model, invitation: { ...attended(invitation, now), ...change } },
    };
  };
  const handedTo = (owner: string): Predicted => {
    const { told: _, ...rest } = attended(invitation, now);
    return { outcome: ['invitation-handed-over'], next: { ...model, invitation: { ...rest, owner } } };
  };
  switch (command.type) {
    case 'mail':
      return predictMailing(command, model, now);
    case 'share':
      return then('invitation-shared', { sentAt: invitation.sentAt ?? now, ...taken(command, invitation) });
    case 'revoke':
      return then('invitation-revoked', { isOpen: false });
    case 'remind':
      return invitation.sentAt === undefined ? no('not-sent-yet', model) : then('invitation-reminded', {});
    case 'extend': {
      const expiresAt = invitation.expiresAt + command.days * DAY;
      const isTooLong = expiresAt - invitation.createdAt > LONGEST;
      return isTooLong ? no('extension-too-long', model) : then('invitation-extended', { expiresAt });
    }
    case 'handover': {
      const { role, objectId } = command.by;
      if (role !== 'admin' && invitation.owner !== objectId) return no('role-required', model);
      const owner = command.to.objectId;
      return owner === invitation.owner ? { outcome: [], next: model } : handedTo(owner);
    }
    case 'take-over': {
      const { objectId } = command.by;
      if (invitation.told) return handedTo(objectId);
      return objectId === invitation.owner ? { outcome: [], next: model } : no('looked-after', model);
    }
  }
}
