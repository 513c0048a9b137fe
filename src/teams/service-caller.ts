import type { CustomerPerson } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { AgentCaller, CustomerCaller, Founder, RequestOrigin } from '../service/attempts.ts';
import type { Caller } from './caller.ts';

/**
 * The caller as the service needs them: an agent with their partner. Throws a Refusal while the partner has no profile,
 * and an error when the caller is not on the partner's side.
 */
export function agentCaller(caller: Caller): AgentCaller {
  const { partner, ...asked } = founder(caller);
  if (!partner) throw new Refusal({ code: 'partner-not-set-up' });
  return { ...asked, partner };
}

/** The same for a partner that may have no profile yet. */
export function founder(caller: Caller): Founder {
  const { who } = caller;
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a partner');
  return { agent: who.agent, partner: who.partner, origin: originOf(caller), ...undertakingOf(caller) };
}

/** The caller as the service needs them: one of a customer's people, who may also be an agent of a partner. */
export function customerCaller(caller: Caller): CustomerCaller {
  const { who } = caller;
  const identify = () => customerPerson(caller);
  const asked = { identify, origin: originOf(caller), ...undertakingOf(caller) };
  if (who.side !== 'partner') return asked;
  return { ...asked, agent: who.agent, ...(who.partner ? { partner: who.partner } : {}) };
}

function undertakingOf({ undertaking }: Caller): Pick<Caller, 'undertaking'> {
  return undertaking ? { undertaking } : {};
}

// The origin that an event records: the conversation and, if Teams gave it an id, the activity.
function originOf({ conversation, cause }: Caller): RequestOrigin {
  return { conversationId: conversation.id, ...(cause === undefined ? {} : { cause }) };
}

/**
 * The caller as one of a customer's people, from the conversation's roster; a Refusal when they are not in it. The
 * tenant is the person's own: in a channel that organisations share, the conversation may have another.
 */
export async function customerPerson({ conversation, from, member }: Caller): Promise<CustomerPerson> {
  const known = await member();
  // The conversation does not know a person who is not in its roster.
  if (!known) throw new Refusal({ code: 'other-organisation' });
  const home = known.tenantId ?? (conversation.kind === 'personal' ? conversation.tenantId : '');
  return {
    kind: 'customer',
    tenantId: home,
    objectId: from.aadObjectId ?? '',
    name: known.name || (from.name ?? ''),
    emails: known.emails,
    // A chat does not prove a directory role; signing in on the page does.
    isAdministrator: false,
    isGuest: known.isGuest,
  };
}
