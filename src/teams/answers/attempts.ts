import type { Understood } from '../../grammar/requests.ts';
import type { AttemptName } from '../../relationship/attempt.ts';
import type { Agent, CustomerPerson } from '../../relationship/people.ts';
import { type Reason, Refusal } from '../../relationship/refusal.ts';
import type { Found } from '../../store/relationships/change.ts';
import { type Caller, customerPerson } from '../caller.ts';
import { isOfCustomer, type Press } from '../presses/press.ts';
import type { AnswerParts } from './answer.ts';
import { causeOf, exactly } from './lookups.ts';

/** What a request or a press would change, and of what: as it was written, or by the relationship's own id. */
export type Tried = {
  readonly command: AttemptName;
  readonly target?: string;
  readonly relationshipId?: string;
};

/** What a request would change; undefined for one that only looks. */
export function triedBy(request: Understood): Tried | undefined {
  switch (request.type) {
    case 'invite':
    case 'add':
      return { command: request.type, target: request.ask.domain };
    case 'share':
    case 'reissue':
    case 'remind':
    case 'extend':
    case 'revoke':
    case 'reply':
      return { command: request.type, target: request.id };
    case 'agreement':
    case 'access':
    case 'end':
      return { command: request.type, target: request.target };
    case 'template':
      return request.action === 'save' || request.action === 'reset' ? { command: 'template' } : undefined;
    case 'setup':
    case 'handover':
    case 'alerts':
    case 'role':
      return { command: request.type };
    default:
      return undefined;
  }
}

const CHANGING: Readonly<Partial<Record<Press['verb'], AttemptName>>> = {
  share: 'share',
  'send-mail': 'mail',
  'ask-revoke': 'revoke',
  revoke: 'revoke',
  reissue: 'reissue',
  'ask-end': 'end',
  end: 'end',
  accept: 'accept',
  decline: 'decline',
  ask: 'ask',
  reply: 'reply',
};

/** What a press would change; undefined for one that only looks. */
export function triedByPress(press: Press): Tried | undefined {
  const command = CHANGING[press.verb];
  if (!command || !('relationshipId' in press)) return undefined;
  return { command, relationshipId: String(press.relationshipId) };
}

/** Records what was refused, where somebody is known and it is a partner's matter. */
export async function recordRefused(
  { code }: Reason,
  tried: Tried,
  { caller, parts }: { caller: Caller; parts: AnswerParts },
): Promise<void> {
  const found = await foundBy(tried, caller, parts);
  const whose = await whoTried(tried, found, caller);
  if (!whose) return;
  const { by, partnerId } = whose;
  const relationship = found?.partnerId === partnerId ? { relationshipId: found.relationshipId } : {};
  await parts.recordRefusal({
    partnerId,
    by,
    command: tried.command,
    code,
    ...relationship,
    ...causeOf(caller),
  });
}

async function foundBy(
  { target, relationshipId }: Tried,
  { who }: Caller,
  { queries }: AnswerParts,
): Promise<Found | undefined> {
  if (relationshipId !== undefined) return queries.byId(relationshipId);
  if (target === undefined || who.side !== 'partner' || !who.partner) return undefined;
  return exactly(target, who.partner, queries);
}

type Whose = { readonly by: Agent | CustomerPerson; readonly partnerId: string };

// An agent's attempt is their own partner's matter; a customer's, that of the partner who asks.
async function whoTried(
  { command }: Tried,
  found: Found | undefined,
  caller: Caller,
): Promise<Whose | undefined> {
  const { who } = caller;
  if (who.side === 'partner' && !isOfCustomer(command)) {
    return who.partner && { by: who.agent, partnerId: who.partner.id };
  }
  if (who.side === 'stranger' || !found) return undefined;
  const by = who.side === 'partner' ? who.agent : await known(caller);
  return by && { by, partnerId: found.partnerId };
}

// Somebody whom the conversation does not know is a stranger.
async function known(caller: Caller): Promise<CustomerPerson | undefined> {
  return customerPerson(caller).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
}
