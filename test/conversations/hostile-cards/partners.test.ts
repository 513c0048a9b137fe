import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tenants } from '../../../src/sandbox/world.ts';
import {
  ADATUMS,
  buttonOf,
  cardData,
  type Presser,
  press,
  tryAll,
  unchanged,
  useTwoPartners,
} from '../../support/cards/hostile-presses.ts';
import { contents } from '../../support/world/database-contents.ts';

const VERBS = ['accept', 'decline', 'share', 'send-mail', 'ask-revoke', 'revoke', 'show', 'refresh'];

describe('one partner’s agent, who may do everything at home,', () => {
  const { world, henrietta, adatums, own, foreign } = useTwoPartners();

  const dana = (): Presser => ({ person: world.dana, place: world.chat(world.dana) });
  // Ids of messages count up.
  const idless = (text: string) => text.replaceAll(/"id":"\d+"/g, '"id":""');

  it.each(VERBS)('is answered on “%s” of another’s card as on that of one that never was', async (verb) => {
    await unchanged(world, async () => {
      const told = await tryAll(world, dana(), { verbs: [verb], link: foreign });
      const unknown = { ...foreign, relationshipId: randomUUID() };
      const nothing = await tryAll(world, dana(), { verbs: [verb], link: unknown });
      expect(told).not.toMatch(ADATUMS);
      expect(idless(told)).toBe(idless(nothing));
    });
  });

  it.each(VERBS)('sees nothing of another on “%s” when ids are mixed', async (verb) => {
    await unchanged(world, async () => {
      const mixed = { ...own, invitationId: foreign.invitationId };
      const other = { ...foreign, invitationId: own.invitationId };
      for (const link of [mixed, other])
        expect(await tryAll(world, dana(), { verbs: [verb], link })).not.toMatch(ADATUMS);
    });
  });

  async function answer(line: string): Promise<string> {
    const { person, place } = dana();
    await world.says(person, place, line);
    return JSON.stringify(place.messages.map(({ card, summary }) => [card, summary]));
  }

  it.each(['status', 'share', 'revoke'])(
    'is answered on “%s” with another’s id as with an unknown one',
    async (verb) => {
      await unchanged(world, async () => {
        const told = (await answer(`${verb} ${foreign.invitationId}`)).replaceAll(foreign.invitationId, 'ID');
        expect(told).toBe((await answer(`${verb} R-ZZZZ`)).replaceAll('R-ZZZZ', 'ID'));
        expect(told).not.toMatch(ADATUMS);
      });
    },
  );

  it.each([
    'list',
    'list all',
    'list mine',
    'customers',
    'customers oodgrov',
    'customers .',
    'status woodgrovebank.com',
  ])('finds nothing of another’s with “%s”', async (line) => {
    const said = (await answer(line)).replaceAll('woodgrovebank.com', '');
    expect(said).not.toMatch(ADATUMS);
    expect(said).not.toContain(foreign.invitationId);
  });

  it.each(['submit', 'run'])('finds nothing of another’s with a %s press either', async (verb) => {
    const asked = { command: 'status', target: foreign.invitationId, text: `status ${foreign.invitationId}` };
    const { text } = await press(world, dana(), { button: buttonOf(verb, asked) });
    expect(text).not.toMatch(ADATUMS);
  });

  it('hears nothing of another’s alerts', async () => {
    const { dana: person, sales, says, megan, chat } = world;
    await says(person, sales, 'alerts on');
    await says(henrietta, adatums, 'alerts on');
    adatums.messages.length = 0;
    await press(world, { person: megan, place: chat(megan) }, { button: buttonOf('accept', cardData(own)) });
    await world.settled();
    expect(adatums.messages).toEqual([]);
    const { events = [] } = await contents(world.db, ['events']);
    const theirs = events.filter((event) => event.includes(tenants.adatum.id));
    expect(theirs.join()).not.toMatch(/Contoso|Fabrikam|Megan/);
  });
});
