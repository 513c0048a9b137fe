import { randomUUID } from 'node:crypto';
import { globalAdministrator, type Person, type Tenant, tenants } from '../../../src/sandbox/world.ts';
import { type CardJson, readCard } from '../cards/card-rules.ts';
import { personOf } from '../world/invited.ts';
import type { TeamsConversation, TeamsPerson } from '../world/teams.ts';
import { until, type World } from '../world/world.ts';
import type { Supply } from './text-supply.ts';

/** All cards of one invitation, and the texts that were used for it. */
export type Told = {
  /** The cards that answered a press; posted cards stand in the conversations. */
  readonly answers: CardJson[];
  readonly conversations: TeamsConversation[];
  readonly taken: string[];
  /** The texts that were refused, with a card that says so. */
  readonly refused: string[];
  /** How many events must be stored for it. */
  events: number;
};

/** New organisations, each with one administrator, so that many invitations can be open at once. */
export function organisations(count: number): Tenant[] {
  return Array.from({ length: count }, (_, at) => {
    const domain = `company${at}.example`;
    const email = `somebody@${domain}`;
    const somebody: Person = { id: randomUUID(), name: 'Somebody', email, roles: [globalAdministrator] };
    const own = { id: randomUUID(), name: `Company ${at}`, domain, people: [somebody], guests: [] };
    return { ...tenants.contoso, ...own };
  });
}

/**
 * Invites an organisation; its people ask and decline, agents reply. All texts come from `supply`: the names of the
 * company and of all people, the reference, the questions, the replies, the reason.
 */
export async function tellStory(world: World, tenant: Tenant, supply: Supply): Promise<Told> {
  const chat = world.chat(world.dana);
  const told: Told = { answers: [], conversations: [chat], taken: [], refused: [], events: 0 };
  const telling = { world, told, supply, tenant, chat };
  const about = await invite(telling);
  await world.says(await agent(telling), chat, `share ${about.invitationId}`);
  told.events += 1;
  for (const verb of ['ask', 'reply', 'ask', 'reply', 'decline'] as const) await says(telling, about, verb);
  await announced(world, about);
  await world.says(world.dana, chat, `history ${about.invitationId}`);
  return told;
}

// Waits for the cards, because after a later invitation of this organisation they say only that it has replaced this
// one.
async function announced({ db }: World, { relationshipId }: About): Promise<void> {
  const isDone = async () =>
    (await db.collection('events').countDocuments({ relationshipId, dispatchedAt: null })) === 0 &&
    (await db.collection('deliveries').countDocuments({ relationshipId, state: 'waiting' })) === 0;
  await until(isDone, 'all of the story has been announced', 60_000);
}

type Telling = {
  readonly world: World;
  readonly told: Told;
  readonly supply: Supply;
  readonly tenant: Tenant;
  readonly chat: TeamsConversation;
};
type About = { readonly relationshipId: string; readonly invitationId: string };

const agent = (telling: Telling) => called(telling, telling.world.dana);
const customer = (telling: Telling) =>
  called(telling, personOf(telling.tenant, telling.tenant.people[0] as Person));

// Names in Teams have at most 256 characters; the bot refuses an activity with a name of more than 512.
async function called({ world, told, supply }: Telling, person: TeamsPerson): Promise<TeamsPerson> {
  for (let name = supply.take(); ; name = supply.take()) {
    const them = { ...person, name };
    if (name.length <= 256) {
      told.taken.push(name);
      return them;
    }
    const { status } = await world.says(them, world.chat(them), 'thanks');
    if (status === 400) told.refused.push(name);
  }
}

async function invite(telling: Telling): Promise<About> {
  const { told, supply } = telling;
  const by = await agent(telling);
  const reference = supply.take();
  for (let name = supply.take(); ; name = supply.take()) {
    const both = await invitedAs(telling, by, { name, reference });
    const about = both ?? (await invitedAs(telling, by, { name }));
    (about ? told.taken : told.refused).push(name);
    if (!about) continue;
    (both ? told.taken : told.refused).push(reference);
    told.events += 1;
    return about;
  }
}

type Given = { readonly name: string; readonly reference?: string };

/** The invitation, or undefined when a form came back. */
async function invitedAs(telling: Telling, by: TeamsPerson, given: Given): Promise<About | undefined> {
  const { world, tenant } = telling;
  const before = await current(world, tenant);
  const answered = JSON.stringify(await askedFor(telling, by, given));
  const about = await current(world, tenant);
  if (about && about.invitationId !== before?.invitationId) return about;
  if (answered.includes('"command":"invite"')) return undefined;
  throw new Error(`Neither invited nor a form for ${JSON.stringify(given)}: ${answered}`);
}

/** Types the command, or fills in its form where a quotation mark would end the name; returns the card that answers. */
async function askedFor(
  { world, told, chat, tenant: { domain } }: Telling,
  by: TeamsPerson,
  given: Given,
): Promise<CardJson | undefined> {
  const { name, reference = '' } = given;
  if (/["“”„‟«»″＂]/.test(name + reference)) {
    const button = { verb: 'submit', data: { command: 'invite' } };
    const inputs = { ...given, domain, country: 'ES' };
    const { body } = await world.presses(by, chat, { button, inputs });
    told.answers.push(body.value);
    return body.value;
  }
  await world.says(by, chat, `invite "${name}" ${domain} country:ES ref:"${reference}"`);
  return chat.messages.at(-1)?.card;
}

const TITLE = 'Request for a reseller relationship';
const SAYING = {
  ask: { input: 'question', most: 1000, title: TITLE },
  // Cards show at most this much of a reply.
  reply: { input: 'reply', most: 400, title: 'Done' },
  decline: { input: 'reason', most: 500, title: TITLE },
} as const;
const REFUSED = ['Nothing was written', 'Too long'];

// Presses the button with one text after the other until one is accepted.
async function says(telling: Telling, data: About, verb: keyof typeof SAYING): Promise<void> {
  const { world, told, supply, chat } = telling;
  const { input, most, title } = SAYING[verb];
  const by = verb === 'reply' ? await agent(telling) : await customer(telling);
  const place = verb === 'reply' ? chat : world.chat(by);
  if (place !== chat) told.conversations.push(place);
  for (let lines = supply.takeLines(most); ; lines = supply.takeLines(most)) {
    const inputs = { [input]: lines.join('\n') };
    const { body } = await world.presses(by, place, { button: { verb, data }, inputs });
    told.answers.push(body.value);
    const [answered = ''] = readCard(body.value);
    const isTaken =
      answered === title && (verb !== 'decline' || readCard(body.value).join().includes('Declined'));
    (isTaken ? told.taken : told.refused).push(...lines);
    if (isTaken) {
      told.events += 1;
      return;
    }
    if (!REFUSED.includes(answered)) throw new Error(`${answered} for ${JSON.stringify(lines)}`);
  }
}

async function current({ db }: World, { id: customerKey }: Tenant): Promise<About | undefined> {
  type Stored = { _id: string; customerKey: string; state: { invitation: { id: string } } };
  const found = await db.collection<Stored>('relationships').findOne({ customerKey });
  return found ? { relationshipId: found._id, invitationId: found.state.invitation.id } : undefined;
}
