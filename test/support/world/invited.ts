import { randomBytes } from 'node:crypto';
import type { Person, Tenant } from '../../../src/sandbox/world.ts';
import type { TeamsConversation, TeamsPerson } from './teams.ts';
import type { World } from './world.ts';

/** The ids and the link of an invitation, as an attacker would like to know them. */
export type Invited = {
  readonly relationshipId: string;
  readonly invitationId: string;
  readonly token: string;
};

type Asking = { readonly by?: TeamsPerson; readonly in?: TeamsConversation };

/** Invites a customer and reads the link off the card. */
export async function invite(world: World, line: string, asking: Asking = {}): Promise<Invited> {
  const { by = world.dana, in: conversation = world.sales } = asking;
  conversation.messages.length = 0;
  await world.says(by, conversation, line);
  await world.settled();
  return invitedIn(conversation);
}

/** The invitation whose card, with its link, stands in this conversation. */
export function invitedIn(conversation: TeamsConversation): Invited {
  const written = JSON.stringify(conversation.messages);
  const token = linkOn(conversation) ?? '';
  const [, relationshipId = ''] = /"relationshipId":"([^"]+)"/.exec(written) ?? [];
  const [, invitationId = ''] = /"invitationId":"([^"]+)"/.exec(written) ?? [];
  if (token === '' || relationshipId === '' || invitationId === '')
    throw new Error(`No invitation: ${written}`);
  return { relationshipId, invitationId, token };
}

/** The token of the link that stands on a card in this conversation. */
export function linkOn({ messages }: TeamsConversation): string | undefined {
  // A name may contain a link too; the invitation's link stands in an input of its own.
  const [, token] = /"id":"link"[^{}]*?"value":"[^"]*\/i\/([\w-]{43})"/.exec(JSON.stringify(messages)) ?? [];
  return token;
}

/** Removes all invitations and all sign-ins, after everything has been announced. */
export async function forgetAll({ db, settled, forget }: World): Promise<void> {
  await settled();
  await forget();
  await Promise.all(['sessions', 'signIns'].map((name) => db.collection(name).deleteMany({})));
}

/** A person of the sandbox's world, in the form in which Teams knows them. */
export function personOf({ id: tenantId }: Tenant, { id, name, email }: Person): TeamsPerson {
  return { id: `29:${id}`, name, email, tenantId, objectId: id };
}

/** The first of an organisation's people. */
export function firstOf(tenant: Tenant): TeamsPerson {
  const [person] = tenant.people;
  if (!person) throw new Error(`Nobody works at ${tenant.name}`);
  return personOf(tenant, person);
}

/** A token that belongs to no link. */
export const unknownToken = (): string => randomBytes(32).toString('base64url');

/** The status of a relationship's invitation in the database. */
export async function statusOf({ db }: World, { relationshipId }: Invited): Promise<string> {
  const document = await db
    .collection<{ _id: string; state: { invitation: { status: string } } }>('relationships')
    .findOne({ _id: relationshipId });
  return document?.state.invitation.status ?? 'gone';
}

/** Whether the invitation waits for an answer and nobody of another organisation has opened its link yet. */
export async function isUnstrayed(
  { db }: World,
  { relationshipId, invitationId }: Invited,
): Promise<boolean> {
  const waiting = {
    _id: relationshipId,
    'state.status': 'invited',
    'state.invitation.id': invitationId,
    'state.invitation.hasStrayed': { $ne: true },
    $expr: { $gt: ['$state.invitation.expiresAt', '$$NOW'] },
  };
  return (await db.collection<{ _id: string }>('relationships').countDocuments(waiting)) > 0;
}
