import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { domain } from '../support/given.ts';
import { forgetAll } from '../support/world/invited.ts';
import { relisted } from '../support/world/relisted.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

describe('the partner’s people', () => {
  const world = useFabrikam();
  let sales: TeamsConversation;

  beforeAll(async () => {
    ({ sales } = world);
    await asks(world.dana, 'role @ sales', [world.lee]);
  });
  beforeEach(async () => {
    await forgetAll(world);
    await asks(world.lee, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    await asks(world.lee, 'invite "Woodgrove" woodgrovebank.com country:PT');
    await asks(world.dana, 'invite "Tailspin" tailspintoys.com country:ES');
  });

  // As Teams sends it: names in the text, people in entities; each `@` is the next of those mentioned.
  const asks = async (
    by: TeamsPerson,
    words: string,
    mentioned: readonly TeamsPerson[] = [],
    locale = 'en-GB',
  ) => {
    const left = [...mentioned];
    const text = words.replace(/(?<= )@(?= |$)/g, () => `<at>${left.shift()?.name ?? ''}</at>`);
    await world.says(by, sales, text, {
      locale,
      change: (activity) => {
        const entities = mentioned.map(({ id, name }) => ({
          type: 'mention',
          text: `<at>${name}</at>`,
          mentioned: { id, name },
        }));
        activity['entities'] = [...((activity['entities'] as unknown[]) ?? []), ...entities];
      },
    });
    await world.settled();
    return newest(sales);
  };
  const owners = async () => {
    const lines = await asks(world.dana, 'list open');
    return lines.filter((line) => line.includes(' · R-')).map((line) => line.split(' · ').at(-1));
  };

  it('look after the invitations that they made, as the list shows', async () => {
    expect(await owners()).toEqual(['Dana Souza', 'Lee Gu', 'Lee Gu']);
  });

  describe('handover', () => {
    it('is for those who have a role, to those who have one', async () => {
      const [, , diego] = sales.members as [TeamsPerson, TeamsPerson, TeamsPerson];
      expect(await asks(world.dana, 'handover @ @', [world.lee, diego])).toEqual([
        'They cannot look after them',
        'Diego Siciliani has no role that may invite customers. An Admin agent can give one: “role @… sales”.',
      ]);
      expect((await asks(diego, 'handover @ @', [world.lee, world.dana]))[0]).toBe('Not with your role');
      expect((await asks(world.dana, 'handover from:"Lee Gu" to:"Dana Souza"'))[0]).toBe('Who gets them?');
    });

    it('gives all open invitations of somebody to a colleague, whose card says so', async () => {
      expect(await asks(world.dana, 'traspasar @ @', [world.lee, world.dana], 'es-ES')).toEqual([
        'Traspasadas',
        'Dana Souza lleva ahora 2 invitaciones abiertas de Lee Gu.',
      ]);
      expect(await owners()).toEqual(['Dana Souza', 'Dana Souza', 'Dana Souza']);
      const status = await asks(world.dana, 'status contoso.com');
      expect(status[status.indexOf('Looked after by') + 1]).toBe('Dana Souza');
      expect(status[status.indexOf('Asked for by') + 1]).toBe('Lee Gu');
      expect((await asks(world.dana, 'list mine'))[0]).toBe('3 invitations');
      expect((await asks(world.lee, 'list mine'))[0]).toBe('Invitations');
    });

    it('goes by name for somebody who has left and cannot be mentioned', async () => {
      await asks(world.dana, 'handover @ @', [world.lee, world.dana]);
      expect(await asks(world.dana, 'handover "Dana Souza" @', [world.lee])).toEqual([
        'Handed over',
        '3 open invitations of Dana Souza are now looked after by Lee Gu.',
      ]);
      expect(await asks(world.dana, 'handover "Souza" @', [world.lee])).toEqual([
        'Nothing to hand over',
        '“Souza” looks after no open invitation. “list open” shows whose they are.',
      ]);
    });

    it('offers the choice where a name is that of several', async () => {
      const owner = { objectId: 'other', name: 'Lee Jones', tenantId: 'x', language: 'en' };
      const ofContoso = { 'state.customer.domain': domain('contoso.com') };
      await relisted(world.db, ofContoso, { 'state.invitation.owner': owner });
      expect((await asks(world.dana, 'handover Lee @', [world.dana])).slice(0, 4)).toEqual([
        'Which one?',
        'Several people match “Lee”. Choose one:',
        '[Lee Gu]',
        '[Lee Jones]',
      ]);
      const { body } = await world.presses(world.dana, sales, { button: buttonOn(sales, 'Lee Jones') });
      await world.settled();
      expect(JSON.stringify(body)).toContain(
        '1 open invitation of Lee Jones is now looked after by Dana Souza.',
      );
    });

    it('happens once however often Teams sends the message', async () => {
      const count = () =>
        world.db.collection('events').countDocuments({ 'event.type': 'invitation-handed-over' });
      const before = await count();
      const mention = (person: TeamsPerson) => ({
        type: 'mention',
        text: `<at>${person.name}</at>`,
        mentioned: { id: person.id, name: person.name },
      });
      for (const _ of [1, 2]) {
        await world.says(
          world.dana,
          sales,
          `handover <at>${world.lee.name}</at> <at>${world.dana.name}</at>`,
          {
            id: 'the same',
            change: (activity) => {
              activity['entities'] = [
                ...((activity['entities'] as unknown[]) ?? []),
                mention(world.lee),
                mention(world.dana),
              ];
            },
          },
        );
      }
      await world.settled();
      expect((await count()) - before).toBe(2);
    });
  });

  describe('language', () => {
    it('is each person’s own, whatever their client says', async () => {
      expect(await asks(world.lee, 'language es')).toEqual([
        'De acuerdo, en español',
        'A partir de ahora te respondo en español. «idioma en» lo cambia.',
      ]);
      expect((await asks(world.lee, 'list'))[0]).toBe('3 invitaciones');
      expect((await asks(world.dana, 'list'))[0]).toBe('3 invitations');
      expect((await asks(world.lee, 'idioma inglés'))[0]).toBe('English it is');
      expect((await asks(world.lee, 'list', [], 'es-ES'))[0]).toBe('3 invitations');
    });

    it('is the customer’s people’s too', async () => {
      const hers = world.chat(world.megan);
      await world.says(world.megan, hers, 'language es');
      await world.says(world.megan, hers, 'invitations');
      expect(newest(hers)[0]).toBe('No hay solicitudes abiertas');
    });

    it('decides how dates are written, within what the client says', async () => {
      const until = async (locale: string) => {
        const lines = await asks(world.dana, 'status tailspintoys.com', [], locale);
        return lines[lines.findIndex((line) => /^(Valid until|Válida hasta)$/.test(line)) + 1];
      };
      expect(await until('en-US')).toMatch(/^\w{3} \d+, \d{4}, \d+:\d\d\s[AP]M GMT\+\d$/);
      expect(await until('en-GB')).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d CES?T$/);
      expect(await until('es-MX')).toMatch(/^\d+ \w+ \d{4}, \d{1,2}:\d\d [ap]\.m\. GMT\+\d$/);
      expect(await until('en-$$')).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d CES?T$/);
    });
  });
});
