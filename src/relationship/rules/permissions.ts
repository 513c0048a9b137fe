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
export type PartnerChangeName = 'setup' | 'template' | 'alerts' | 'role';

/** What only looks: at customers and invitations, at whose a domain is, at the message for customers. */
export type LookName = 'read' | 'check' | 'preview-template';

/** Everything that one of the partner's people can ask for. */
export type AgentAction = AgentCommand['type'] | PartnerChangeName | LookName;

/** Which roles may do something, and whether a refused attempt at it is kept in the audit (S1). */
export type Permission = { readonly roles: readonly Role[]; readonly isRecorded: boolean };

const ADMINS: readonly Role[] = ['admin'];
const SELLERS: readonly Role[] = ['admin', 'sales'];
const READERS: readonly Role[] = ['admin', 'sales', 'helpdesk'];

const changing = (roles: readonly Role[]): Permission => ({ roles, isRecorded: true });
const looking = (roles: readonly Role[]): Permission => ({ roles, isRecorded: false });

/** The one record of who of the partner's people may do what (S1); a command that it lacks does not compile. */
export const PERMISSIONS: Readonly<Record<AgentAction, Permission>> = {
  invite: changing(SELLERS),
  add: changing(SELLERS),
  share: changing(SELLERS),
  mail: changing(SELLERS),
  remind: changing(SELLERS),
  extend: changing(SELLERS),
  handover: changing(SELLERS),
  reply: changing(SELLERS),
  revoke: changing(SELLERS),
  reissue: changing(SELLERS),
  agreement: changing(SELLERS),
  access: changing(ADMINS),
  end: changing(ADMINS),
  setup: changing(ADMINS),
  template: changing(ADMINS),
  alerts: changing(SELLERS),
  role: changing(ADMINS),
  read: looking(READERS),
  check: looking(SELLERS),
  'preview-template': looking(SELLERS),
};

/** Throws a Refusal that names the roles needed, unless this agent's role may do this. */
export function requirePermission(action: AgentAction, { role }: Pick<Agent, 'role'>): void {
  const { roles } = PERMISSIONS[action];
  if (!roles.includes(role)) refuse({ code: 'role-required', needed: roles });
}

/** Whether a role may do this. */
export const mayDo = (action: AgentAction, role: Role): boolean => PERMISSIONS[action].roles.includes(role);
