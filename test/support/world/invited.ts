import { isToken, type Token } from '../../../src/relationship/values/link-token.ts';
import { type Person, people, type Tenant, tenants } from '../../../src/sandbox/world.ts';
import { drawToken } from '../../../src/secret.ts';
import { buttonOn } from '../cards/buttons.ts';
import type { TeamsConversation, TeamsPerson } from './teams.ts';
import type { World, WorldOptions } from './world.ts';

/** What Dana types most often: an invitation of Contoso that Megan may answer. */
export const INVITE_CONTOSO = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com';

/** The ids and the link of an invitation, as an attacker would like to know them. */
export type Invited = {
  readonly relationshipId: string;
  readonly invitationId: string;
  readonly token: Token;
};

type InvitedBy = { readonly by?: TeamsPerson; readonly in?: TeamsConversation };

/** Invites a customer and reads the link off the card. */
export async function invite(world: World, line: string, invitedBy: InvitedBy = {}): Promise<Invited> {
  const { by = world.dana, in: conversation = world.sales } = invitedBy;
  conversation.messages.length = 0;
  await world.says(by, conversation, line);
  await world.settled();
  return invitedIn(conversation);
}

/** Invites a customer and says on the card that the message went out. */
export async function inviteAndSend(
  world: World,
  line = INVITE_CONTOSO,
  invitedBy: InvitedBy = {},
): Promise<Invited> {
  const invited = await invite(world, line, invitedBy);
  const { by = world.dana, in: conversation = world.sales } = invitedBy;
  await world.presses(by, conversation, { button: buttonOn(conversation, 'I have sent it') });
  await world.settled();
  return invited;
}

/** A chat of this customer’s person with the bot, with the card of the open invitation in it. */
export async function openInvitations(world: World, person: TeamsPerson): Promise<TeamsConversation> {
  const chat = world.chat(person);
  await world.says(person, chat, 'invitations');
  return chat;
}

/** The invitation whose card, with its link, stands in this conversation; cards of other invitations may stand there too. */
export function invitedIn(conversation: TeamsConversation): Invited {
  const card = conversation.messages.map((message) => JSON.stringify(message)).findLast(tokenIn) ?? '';
  const token = tokenIn(card);
  const [, relationshipId = ''] = /"relationshipId":"([^"]+)"/.exec(card) ?? [];
  const [, invitationId = ''] = /"invitationId":"([^"]+)"/.exec(card) ?? [];
  if (token === undefined || relationshipId === '' || invitationId === '')
    throw new Error(`No invitation: ${JSON.stringify(conversation.messages)}`);
  return { relationshipId, invitationId, token };
}

/** The token of the link that stands on a card in this conversation. */
export function linkOn({ messages }: TeamsConversation): Token | undefined {
  return tokenIn(JSON.stringify(messages));
}

function tokenIn(card: string): Token | undefined {
  // A name may contain a link too; the invitation's link stands in an input of its own.
  const [, token] = /"id":"link"[^{}]*?"value":"[^"]*\/i\/([\w-]{43})"/.exec(card) ?? [];
  return token !== undefined && isToken(token) ? token : undefined;
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
export const unknownToken = drawToken;

/** The status of a relationship's invitation in the database. */
export async function statusOf({ db }: World, { relationshipId }: Invited): Promise<string> {
  const document = await db
    .collection<{ _id: string; state: { invitation: { status: string } } }>('relationships')
    .findOne({ _id: relationshipId });
  return document?.state.invitation.status ?? 'gone';
}

/** True while the invitation waits for an answer and no other organisation has opened its link. */
export async function isUnopenedByOthers(
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

/** A world of two partners: Dana’s Fabrikam and Adatum, whose Admin agent is Henrietta. */
export const TWO_PARTNERS: WorldOptions = {
  environment: {
    PARTNER_TENANTS: `${tenants.fabrikam.id},${tenants.adatum.id}`,
    ADMIN_AGENTS: `${tenants.fabrikam.id}/${people.dana.id} ${tenants.adatum.id}/${firstOf(tenants.adatum).objectId}`,
  },
};
