import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { forgetAll } from '../support/world/invited.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const ADD_NOWHERE = 'add "Nowhere" nowhere.example country:ES';
const ADD_TAILSPIN = 'add "Tailspin" tailspintoys.com country:ES';

describe('customers', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => asks('setup "Fabrikam" country:ES'));
  beforeEach(() => forgetAll(world));

  const value = (lines: string[], label: string) => lines[lines.indexOf(label) + 1];
  const addTwoContosos = async () => {
    await asks('add "Contoso Iberia" iberia.example country:ES');
    await asks('add "Contoso Italia" italia.example country:IT');
  };

  describe('S3: add', () => {
    it('is offered where a domain has no tenant, and forms the relationship without an invitation (S7)', async () => {
      const refused = await asks('invite "Nowhere" nowhere.example country:ES');
      expect([refused[0], refused.at(-1)]).toEqual(['No Microsoft customer there', '[Add as new customer]']);
      const { body } = await world.presses(world.dana, chat, {
        button: buttonOn(chat, 'Add as new customer'),
      });
      await world.settled();
      expect(body.value).toMatchObject({ type: 'AdaptiveCard' });
      const lines = newest(chat);
      expect(lines.slice(0, 11)).toEqual([
        'Customer',
        'Nowhere',
        expect.stringMatching(/^✓ Added by Dana Souza, /),
        'Domain',
        'nowhere.example',
        'Country',
        'Spain',
        'Relationship',
        'Reseller relationship',
        'Microsoft tenant',
        'not known yet',
      ]);
      expect(lines).toContain(
        '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
      );
      expect(lines.slice(-4)).toEqual([
        '[Agreement…]',
        '[Admin access…]',
        '[History]',
        '[End relationship…]',
      ]);
      const stored = await world.db
        .collection('relationships')
        .findOne({ customerKey: 'domain:nowhere.example' });
      expect(stored?.['state']).toMatchObject({ status: 'active', origin: 'added' });
      expect(stored?.['state'].invitation).toBeUndefined();
    });

    it('adds several customers of whom no tenant is known', async () => {
      await asks(ADD_NOWHERE);
      const lines = await asks('alta "Otra" otra.example país:PT', 'es-ES');
      expect(lines.slice(0, 3)).toEqual([
        'Cliente',
        'Otra',
        expect.stringMatching(/^✓ Dado de alta por Dana Souza el /),
      ]);
      expect((await asks('customers'))[0]).toBe('2 customers');
    });

    it('is refused the second time, and in another region', async () => {
      await asks(ADD_NOWHERE);
      expect((await asks(ADD_NOWHERE))[0]).toBe('Already your customer');
      expect((await asks('add "Adatum" adatum.com country:US'))[0]).toBe('Another region');
      expect((await asks('add "Us" fabrikam.com country:ES'))[0]).toBe('That is your own organisation');
      expect((await asks('add "North" northwind.example country:US cloud:usgov'))[0]).toBe(
        'Different clouds',
      );
    });

    it('finds a tenant that the domain leads to', async () => {
      expect(value(await asks(ADD_TAILSPIN), 'Microsoft tenant')).toMatch(/^c65ca8fa-/);
      const refused = await asks('invite "Tailspin" tailspintoys.com country:ES');
      expect(refused[0]).toBe('Already your customer');
      expect(refused.at(-1)).toBe('[Show customer]');
    });

    it('makes purchases possible with the agreement alone (S2), and its card follows', async () => {
      await asks(ADD_NOWHERE);
      await asks('customer nowhere.example');
      const card = chat.messages.length - 1;
      const lines = await asks('agreement nowhere.example accepted');
      expect(value(lines, 'Can purchase')).toBe('Yes');
      expect(value(lines, 'Can manage')).toBe('Not yet');
      expect(value(read(chat.messages[card]?.card), 'Can purchase')).toBe('Yes');
    });
  });

  describe('customer', () => {
    it('tells what happened last, and whose it is', async () => {
      await asks(ADD_NOWHERE);
      await asks('agreement nowhere.example accepted');
      const lines = await asks('cliente nowhere.example', 'es-ES');
      expect(lines[0]).toBe('Cliente');
      expect(lines.slice(lines.indexOf('Lo último'))).toEqual([
        'Lo último',
        'Cliente dado de alta',
        expect.stringMatching(/ · Dana Souza$/),
        'Contrato de cliente registrado',
        expect.stringMatching(/ · Dana Souza$/),
        'Registrado por Vínculo (modo independiente: no se ha consultado el Centro de partners).',
        '[Acceso admin…]',
        '[Historial]',
        '[Terminar relación…]',
      ]);
    });

    it('is found by name, and a name that several bear is answered with the choice', async () => {
      await asks(ADD_TAILSPIN);
      expect((await asks('status tailspin'))[1]).toBe('Tailspin');
      await addTwoContosos();
      expect(await asks('customer contoso')).toEqual([
        'Which one?',
        'Several customers match “contoso”. Choose one:',
        '[Contoso Iberia (iberia.example)]',
        '[Contoso Italia (italia.example)]',
      ]);
      const choice = buttonOn(chat, 'Contoso Italia (italia.example)');
      await world.presses(world.dana, chat, { button: choice });
      expect(newest(chat)[1]).toBe('Contoso Italia');
    });

    it('keeps what else was said when a choice is needed', async () => {
      await addTwoContosos();
      await asks('access contoso granted');
      await world.presses(world.dana, chat, { button: buttonOn(chat, 'Contoso Iberia (iberia.example)') });
      expect(value(newest(chat), 'Admin access')).toBe('granted');
    });

    it('leads on from its card: a form that knows the customer already', async () => {
      await addTwoContosos();
      await asks('customer italia.example');
      await world.presses(world.dana, chat, { button: buttonOn(chat, 'Admin access…') });
      expect(newest(chat).slice(0, 4)).toEqual([
        'Admin access',
        '⚠ Missing: State',
        'Invitation or domain: italia.example',
        'State: ',
      ]);
    });
  });

  describe('end', () => {
    const checked = { reservations: 'true', subscriptions: 'true', notice: 'true' };

    beforeEach(() => asks(ADD_TAILSPIN));

    it('asks for the checklist and the domain, and changes nothing before', async () => {
      expect(await asks('end tailspintoys.com')).toEqual([
        'End a relationship',
        expect.stringMatching(/^Do this in Partner Center first/),
        'Reservations and software: false',
        'Subscriptions: false',
        'Notice: false',
        'Type tailspintoys.com to confirm: ',
        '[Yes, end it]',
        '[No, keep it]',
      ]);
      const button = buttonOn(chat, 'Yes, end it');
      for (const inputs of [
        { ...checked, confirmation: 'tailspin' },
        { ...checked, notice: 'false', confirmation: 'tailspintoys.com' },
        { confirmation: 'tailspintoys.com' },
      ]) {
        const { body } = await world.presses(world.dana, chat, { button, inputs });
        expect(read(body.value)[2]).toBe(
          'Tick all three and type tailspintoys.com exactly. Nothing was changed.',
        );
      }
      expect(value(await asks('customer tailspintoys.com'), 'Relationship')).toBe('Reseller relationship');
    });

    it('is recorded once confirmed, and the customer can be invited again', async () => {
      await asks('terminar tailspintoys.com', 'es-ES');
      const { body } = await world.presses(world.dana, chat, {
        button: buttonOn(chat, 'Sí, terminarla'),
        inputs: { ...checked, confirmation: 'Tailspintoys.com ' },
        locale: 'es-ES',
      });
      await world.settled();
      const lines = read(body.value);
      expect(lines[2]).toMatch(/^↩ Terminada por Dana Souza el /);
      expect(value(lines, 'Puede comprar')).toBe('Todavía no');
      await world.presses(world.dana, chat, { button: buttonIn(body.value, 'Invitar…') });
      await world.settled();
      expect(newest(chat)[1]).toBe('Tailspin');
      expect(newest(chat)[0]).toMatch(/^Invitation R-/);
    });

    it('has nothing to end where there is no relationship', async () => {
      await forgetAll(world);
      await asks('invite "Tailspin" tailspintoys.com country:ES');
      expect((await asks('end tailspintoys.com'))[0]).toBe('There is no relationship');
    });
  });
});
