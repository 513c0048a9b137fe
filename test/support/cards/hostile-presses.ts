import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect } from 'vitest';
import { tenants } from '../../../src/sandbox/world.ts';
import { contents, RECORDS } from '../world/database-contents.ts';
import { firstOf, forgetAll, type Invited, inviteAndSend, TWO_PARTNERS } from '../world/invited.ts';
import type { TeamsConversation, TeamsPerson } from '../world/teams.ts';
import type { Button } from '../world/teams-client.ts';
import { useFabrikam } from '../world/use-world.ts';
import type { World } from '../world/world.ts';

/** A person who presses a button: in which conversation, and what is forged in their activity. */
export type Presser = {
  readonly person: TeamsPerson;
  readonly place: TeamsConversation;
  readonly change?: (activity: Record<string, unknown>) => void;
};

/** The bot's whole answer to a press, as text. */
export type Told = { readonly status: number; readonly text: string };

const LARGEST_CARD = 24 * 1024;
const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** A new conversation of these people, in one tenant’s Teams. */
export function room(world: World, tenantId: string, members: readonly TeamsPerson[]): TeamsConversation {
  return world.teams.add({
    id: `19:${randomUUID()}@thread.v2`,
    kind: 'groupChat',
    tenantId,
    members,
    messages: [],
  });
}

/** Presses a button in a client with Universal Actions; the answer must be one that such a client understands. */
export async function press(
  world: World,
  { person, place, change }: Presser,
  pressed: { button: Button; trigger?: 'manual' | 'automatic' },
): Promise<Told> {
  const before = place.messages.length;
  const { status, body } = await world.presses(person, place, { ...pressed, ...(change ? { change } : {}) });
  expect(status).toBe(200);
  expect(body).toMatchObject({ statusCode: 200, type: expect.toBeOneOf([CARD, MESSAGE]) });
  const text = JSON.stringify([body, place.messages.slice(before)]);
  expect(JSON.stringify(body.value).length).toBeLessThan(LARGEST_CARD);
  return { status, text };
}

/** Presses a button in a client that knows only submissions; the answer is a message in the conversation. */
export async function submit(
  world: World,
  { person, place, change }: Presser,
  button: Button,
): Promise<Told> {
  const before = place.messages.length;
  const { status } = await world.submits(person, place, { button, ...(change ? { change } : {}) });
  const posted = place.messages.slice(before);
  expect(posted.length).toBeGreaterThan(0);
  return { status, text: JSON.stringify(posted) };
}

/** Checks that `then` changes no record and causes no fault. */
export async function unchanged(world: World, then: () => Promise<void>): Promise<void> {
  await world.settled();
  world.logged.length = 0;
  const before = await contents(world.db, RECORDS);
  await then();
  await world.settled();
  // The bot stores which cards a conversation shows; to show a card is no change.
  expect({ ...(await contents(world.db, RECORDS)), cards: [] }).toEqual({ ...before, cards: [] });
  expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
}

/** A button in the form of the bot's own cards. */
export function buttonOf(verb: string, data: Readonly<Record<string, unknown>> = {}): Button {
  return { verb, data: { verb, ...data } };
}

/** The data of a card about an invitation, enough for every verb. */
export function cardData({ relationshipId, invitationId }: Invited): Record<string, string> {
  return { relationshipId, invitationId, way: 'message', reason: 'x' };
}

/** Presses and submits all of these buttons; returns the answers, without the ids that the person sent. */
export async function tryAll(
  world: World,
  presser: Presser,
  asked: { verbs: readonly string[]; link: Invited },
): Promise<string> {
  const told: string[] = [];
  const { verbs, link } = asked;
  for (const verb of verbs) {
    const button = buttonOf(verb, cardData(link));
    told.push((await press(world, presser, { button })).text, (await submit(world, presser, button)).text);
  }
  return told.join('\n').replaceAll(link.invitationId, 'ID').replaceAll(link.relationshipId, 'RELATIONSHIP');
}

const CONTOSO = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com ref:"PO 4411"';
const WOODGROVE = 'invite "Woodgrove" woodgrovebank.com country:PT ref:"PO 5522"';

/** Words of Fabrikam's invitation, which the other partner must never read. */
export const FABRIKAMS = /Contoso|contoso\.com|Fabrikam|Megan|PO 4411/;
/** Words of Adatum's invitation, which Fabrikam must never read. */
export const ADATUMS = /Adatum|Woodgrove|woodgrovebank|Henrietta|PO 5522/;

/** Fabrikam has invited Contoso (`own`), Adatum has invited Woodgrove (`foreign`), both afresh before each test. */
export function useTwoPartners() {
  const world = useFabrikam('setup "Fabrikam" country:ES', () => TWO_PARTNERS);
  const henrietta = firstOf(tenants.adatum);
  const adatums = {} as TeamsConversation;
  const own = {} as Invited;
  const foreign = {} as Invited;

  beforeAll(async () => {
    Object.assign(adatums, world.chat(henrietta));
    await world.says(henrietta, adatums, 'setup "Adatum" country:ES');
  });
  beforeEach(async () => {
    await forgetAll(world);
    Object.assign(own, await inviteAndSend(world, CONTOSO));
    Object.assign(foreign, await inviteAndSend(world, WOODGROVE, { by: henrietta, in: adatums }));
  });
  return { world, henrietta, adatums, own, foreign };
}
