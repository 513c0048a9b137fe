import type { Command } from '../command.ts';
import type { Role } from '../partner.ts';
import type { Agent } from '../people.ts';
import { refuse } from './guards.ts';

/** A command as an agent gives it; the clock can also give some of these commands. */
export type AgentCommand<C extends Command = Command> = C extends { readonly by: infer By }
  ? Agent extends By
    ? C & { readonly by: Agent }
    : never
  : never;

/** What changes the partner itself and none of its relationships. */
export type PartnerChangeName = 'setup' | 'template' | 'alerts' | 'role' | 'deliveries';

/** What changes something: a refused attempt at it is kept in the audit (S1). */
export type ChangingAction = AgentCommand['type'] | PartnerChangeName;

/**
 * What only looks: at customers and invitations, at whose a domain is, at the message, at the form of message or
 * profile, at what was not delivered.
 */
export type LookingAction =
  | 'read'
  | 'check'
  | 'read-template'
  | 'open-template'
  | 'open-profile'
  | 'see-deliveries';

/** Everything that one of the partner's people can ask for. */
export type AgentAction = ChangingAction | LookingAction;

const ADMINS: readonly Role[] = ['admin'];
const SELLERS: readonly Role[] = ['admin', 'sales'];
const READERS: readonly Role[] = ['admin', 'sales', 'helpdesk'];

/**
 * The one record of which roles may try what (S1); an action that it lacks does not compile. Handing over another agent's
 * invitation also needs an Admin, which `decideHandOver` sees from the invitation.
 */
export const PERMISSIONS: Readonly<Record<AgentAction, readonly Role[]>> = {
  invite: SELLERS,
  add: SELLERS,
  share: SELLERS,
  mail: SELLERS,
  remind: SELLERS,
  extend: SELLERS,
  handover: SELLERS,
  'take-over': SELLERS,
  reply: SELLERS,
  revoke: SELLERS,
  reissue: SELLERS,
  agreement: SELLERS,
  access: ADMINS,
  end: ADMINS,
  setup: ADMINS,
  template: ADMINS,
  alerts: SELLERS,
  role: ADMINS,
  deliveries: ADMINS,
  read: READERS,
  check: SELLERS,
  'read-template': SELLERS,
  'open-template': ADMINS,
  'open-profile': ADMINS,
  'see-deliveries': ADMINS,
};

/** Throws a Refusal that names the roles needed, unless this agent's role may do this. */
export function requirePermission(action: AgentAction, { role }: Pick<Agent, 'role'>): void {
  if (!mayDo(action, role)) refuse({ code: 'role-required', needed: PERMISSIONS[action] });
}

/** Whether a role may do this. */
export const mayDo = (action: AgentAction, role: Role): boolean => PERMISSIONS[action].includes(role);
