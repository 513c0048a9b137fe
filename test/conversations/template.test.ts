import { beforeEach, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { type CardElement, elements } from '../support/cards/card-rules.ts';
import { forgetRoles, giveRole } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useFabrikam } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

describe('the message for customers', () => {
  const world = useFabrikam();
  let chat: TeamsConversation;

  beforeEach(async () => {
    chat = world.chat(world.dana);
    await world.db.collection('partners').updateMany({}, { $unset: { 'profile.templates': '' } });
    await world.forget();
    await forgetRoles(world.db);
  });

  const asks = async (text: string, locale = 'es-ES') => {
    await world.says(world.dana, chat, text, { locale });
    return newest(chat);
  };
  const presses = async (title: string, inputs: Record<string, string> = {}, locale = 'es-ES') => {
    const { body } = await world.presses(world.dana, chat, { button: buttonOn(chat, title), inputs, locale });
    return body.value;
  };
  const draftOf = async (line: string) => {
    await world.says(world.dana, chat, line);
    await world.settled();
    const card = chat.messages.at(-1)?.card;
    const inputs = [...elements(card)].filter(({ type }) => type === 'Input.Text');
    const value = (id: string) => String(inputs.find((input) => input['id'] === id)?.['value']);
    return { link: value('link'), letter: value('letter'), mail: mailOn(card) };
  };

  const own = {
    subject: '{{partner}} quiere ayudar a {{cliente}}',
    body: 'Hola, {{contacto}}:\n\n«Ya trabajamos juntos».\n\nAcepta aquí: {{vínculo}}.\n\n{{agente}}',
  };
  const invitation = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com lang:es';

  it('opens with the built-in text, and goes out as it was changed, in its language only', async () => {
    const [title, what, subject, body] = await asks('plantilla');
    expect(title).toBe('El mensaje en español');
    expect(what).toMatch(/^Es el texto predeterminado\./);
    expect(subject).toBe('Asunto: {{partner}} solicita una relación de revendedor con {{cliente}}');
    expect(body).toMatch(
      /^Texto: Hola:\n\n{{partner}} quiere ser .*\n\n{{vínculo}}\n\n.*{{agente}}, {{partner}}$/s,
    );
    expect(read(await presses('Guardar', own))).toEqual([
      'Mensaje guardado',
      'Las invitaciones nuevas en español lo usan a partir de ahora. Los mensajes ya enviados no cambian.',
      '[Vista previa]',
    ]);

    const { link, letter, mail } = await draftOf(invitation);
    expect(letter).toBe(
      `Hola, megan@contoso.com:\n\n«Ya trabajamos juntos».\n\nAcepta aquí:\n\n${link}\n\nDana Souza`,
    );
    expect(Object.fromEntries(mail.searchParams)).toEqual({
      subject: 'Fabrikam quiere ayudar a Contoso',
      body: letter.replaceAll('\n', '\r\n'),
    });
    const english = await draftOf('invite "Woodgrove" woodgrovebank.com country:PT lang:en');
    expect(english.letter).toContain(`Hello,\n\nFabrikam would like to become a reseller`);
    expect(english.letter.split('\n')).toContain(english.link);
  });

  it('cannot lose its link: the form says why and keeps what was written', async () => {
    await asks('template es', 'en-GB');
    const inputs = { subject: own.subject, body: 'Hola {{custmer}}:\n\n«Acepta, por favor.»' };
    const card = await presses('Save', inputs, 'en-GB');
    expect(read(card).slice(0, 6)).toEqual([
      'The message in Spanish',
      'Not saved yet: new invitations in Spanish do not use this text.',
      '⚠ {{vínculo}} is missing from the text: without it the customer cannot answer.',
      '⚠ There is no {{custmer}}. Did you mean {{cliente}}?',
      `Subject: ${own.subject}`,
      `Text: ${inputs.body}`,
    ]);
    expect((await world.db.collection('partners').findOne({}))?.['profile'].templates ?? {}).toEqual({});
    // The form in its place goes on from there.
    const button = buttonIn(card, 'Save');
    const { body } = await world.presses(world.dana, chat, { button, inputs: own });
    expect(read(body.value)[0]).toBe('Message saved');
  });

  it('says everything that is wrong, also of a form left empty', async () => {
    await asks('plantilla');
    expect(read(await presses('Guardar', { subject: '', body: '' })).slice(2, 6)).toEqual([
      '⚠ Falta el asunto.',
      '⚠ Falta {{vínculo}} en el texto: sin él, el cliente no puede responder.',
      'Asunto: ',
      'Texto: ',
    ]);
    const subject = 'Para {{enlace}}\nBcc: todos';
    expect(read(await presses('Guardar', { subject, body: 'x'.repeat(5000) })).slice(2, 6)).toEqual([
      '⚠ El asunto tiene que caber en una línea.',
      '⚠ {{vínculo}} va en el texto, no en el asunto.',
      '⚠ Falta {{vínculo}} en el texto: sin él, el cliente no puede responder.',
      '⚠ El texto es demasiado largo: 4000 caracteres como mucho.',
    ]);
  });

  it('can be looked at before it is saved, and opened as a mail to nobody', async () => {
    await asks('plantilla');
    const card = await presses('Vista previa', own);
    const lines = read(card);
    expect(lines.slice(1, 7)).toEqual([
      'Aún sin guardar: las invitaciones nuevas en español todavía no usan este texto.',
      'Así lo leería Contoso',
      'Fabrikam quiere ayudar a Contoso',
      'Hola, megan@contoso.com:\n\n«Ya trabajamos juntos».\n\nAcepta aquí:\n\n(aquí irá el vínculo único del cliente)\n\nDana Souza',
      `Asunto: ${own.subject}`,
      `Texto: ${own.body}`,
    ]);
    const mail = mailOn(card);
    expect(mail.pathname).toBe('');
    expect(mail.searchParams.get('subject')).toBe('Fabrikam quiere ayudar a Contoso');
    expect((await world.db.collection('partners').findOne({}))?.['profile'].templates ?? {}).toEqual({});
    // From the preview it can be saved.
    const { body } = await world.presses(world.dana, chat, {
      button: buttonIn(card, 'Guardar'),
      inputs: own,
    });
    expect(read(body.value)[0]).toBe('Message saved');
    expect((await asks('plantilla vista previa'))[3]).toBe('Fabrikam quiere ayudar a Contoso');
  });

  it('of the other language is one button away', async () => {
    await asks('mensaje');
    const card = await presses('El texto en inglés');
    expect(read(card).slice(0, 3)).toEqual([
      'El mensaje en inglés',
      expect.stringMatching(/^Es el texto predeterminado\./),
      'Asunto: {{partner}} asks for a reseller relationship with {{customer}}',
    ]);
  });

  it('goes back to the built-in text, and survives a new profile until then', async () => {
    await asks('plantilla');
    await presses('Guardar', own);
    await asks('configurar "Fabrikam Iberia" país:ES');
    const opened = await asks('template es', 'en-GB');
    expect(opened[1]).toBe('This is your company’s own text. Every new invitation in Spanish uses it.');
    expect(opened).toContain(`Text: ${own.body}`);
    expect(read(await presses('Use built-in text', {}, 'en-GB')).slice(0, 2)).toEqual([
      'Back to the built-in text',
      'New invitations in Spanish use the built-in text again.',
    ]);
    expect((await draftOf(invitation)).letter).toContain('Fabrikam Iberia quiere ser revendedor');
    await asks('setup "Fabrikam" country:ES');
  });

  it('is not called the partner’s own while it is the built-in text', async () => {
    await asks('template en', 'en-GB');
    const [subject = '', body = ''] = [...elements(chat.messages.at(-1)?.card)]
      .filter(({ type }) => type === 'Input.Text')
      .map(({ value }) => String(value));
    expect(read(await presses('Save', { subject, body: body.replaceAll('\n', '\r\n') }, 'en-GB'))[0]).toBe(
      'Back to the built-in text',
    );
  });

  it('can be typed too, and what is not said stays', async () => {
    const lines = await asks('template es subject:"Hola {{customer}}" colour:blue', 'en-GB');
    expect(lines.slice(2, 4)).toEqual(['⚠ There is no “colour:” here', 'Subject: Hola {{customer}}']);
    expect(lines[4]).toMatch(/^Text: Hola:\n\n{{partner}} quiere/);
    expect((await asks('template language:klingon', 'en-GB')).slice(0, 3)).toEqual([
      'The message in English',
      expect.stringMatching(/^This is the built-in text/),
      '⚠ Not understood: Language',
    ]);
    const saved = await asks('plantilla es guardar asunto:"Hola" texto:"Acepta aquí: {{enlace}}"');
    expect(saved[0]).toBe('Mensaje guardado');
    const { link, letter } = await draftOf(invitation);
    expect(letter).toBe(`Acepta aquí:\n\n${link}`);
  });

  describe('to a Sales agent', () => {
    const leeSays = async (text: string, place: TeamsConversation, locale = 'en-GB') => {
      await world.says(world.lee, place, text, { locale });
      return newest(place);
    };
    const makeSales = async ({ objectId }: TeamsPerson) => {
      await giveRole(world.db, tenants.fabrikam.id, { objectId, name: 'Lee', role: 'sales' });
    };

    it('is shown as customers get it, and cannot be changed', async () => {
      await makeSales(world.lee);
      const place = world.chat(world.lee);
      expect(await leeSays('template es', place)).toEqual([
        'Not with your role',
        'This needs the role Admin agent. An Admin agent of your company can give it to you.',
        '[Preview]',
      ]);
      const look = buttonOn(place, 'Preview');
      const { body } = await world.presses(world.lee, place, { button: look });
      expect(read(body.value)).toEqual([
        'The message in Spanish',
        expect.stringMatching(/^This is the built-in text/),
        'As Contoso would read it',
        'Fabrikam solicita una relación de revendedor con Contoso',
        expect.stringMatching(/^Hola:\n\nFabrikam quiere .*Lee Gu, Fabrikam$/s),
        '[The text in English]',
        '[Open in e-mail]',
      ]);
      expect((await leeSays('plantilla vista-previa', place, 'es-ES'))[3]).toBe(
        'Fabrikam solicita una relación de revendedor con Contoso',
      );
      for (const action of ['save', 'preview', 'reset', '']) {
        const data = { verb: 'submit', command: 'template', language: 'es', action };
        const press = { button: { verb: 'submit', data }, inputs: own };
        const answer = await world.presses(world.lee, place, press);
        expect(read(answer.body.value)[0]).toBe('Not with your role');
      }
      expect((await world.db.collection('partners').findOne({}))?.['profile'].templates ?? {}).toEqual({});
    });

    it('and to nobody without a role', async () => {
      const place = world.chat(world.lee);
      for (const line of ['template', 'template es preview', 'template colour:blue']) {
        expect(await leeSays(line, place)).toEqual([
          'Not with your role',
          'This needs the role Admin agent or Sales agent. An Admin agent of your company can give it to you.',
        ]);
      }
    });
  });

  it('is the partner’s own business', async () => {
    const { megan, says, chat: open } = world;
    const hers = open(megan);
    await says(megan, hers, 'plantilla', { locale: 'es-ES' });
    expect(newest(hers)[0]).toBe('Eso es para partners');
  });
});

function mailOn(card: unknown): URL {
  const mail = [...elements(card)].find(({ type }: CardElement) => type === 'Action.OpenUrl');
  return new URL(String(mail?.['url']));
}
