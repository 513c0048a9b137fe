import { beforeAll, describe, expect, it } from 'vitest';
import english from '../../cards/en.json' with { type: 'json' };
import spanish from '../../cards/es.json' with { type: 'json' };
import { people, tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { step } from '../support/step.ts';
import { formTokenOf, openBrowser, pageText } from '../support/world/browser-visit.ts';
import { firstOf, type Invited, invitedIn } from '../support/world/invited.ts';
import { giveRole } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useWorld } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

// Words of three letters or more that only the English catalogue has: none of them may stand on anything in Spanish.
const words = (catalogue: Record<string, string>) =>
  new Set(
    Object.entries(catalogue)
      .filter(([key]) => !key.startsWith('placeholder.'))
      .flatMap(
        ([, text]) =>
          text
            .replace(/\{[^{}]*\}/g, ' ')
            .toLowerCase()
            .match(/\p{L}{3,}/gu) ?? [],
      ),
  );
const spanishWords = words(spanish);
const onlyEnglish = new Set([
  ...[...words(english)].filter((word) => !spanishWords.has(word)),
  // Whatever the Spanish catalogue says, these are not Spanish.
  ...['the', 'and', 'with', 'your', 'you', 'this', 'that', 'from', 'are', 'was', 'not', 'another', 'nothing'],
]);
const names =
  /Contoso|Fabrikam|Woodgrove|Megan Bowen|Dana Souza|Lee Gu|Enrico Cattaneo|\S+@\S+|https?:\/\/\S+|[\w-]+\.(?:com|example)/g;
const englishIn = (lines: readonly string[]) =>
  lines.flatMap((line) =>
    (
      line
        .replace(names, ' ')
        .toLowerCase()
        .match(/\p{L}{3,}/gu) ?? []
    ).filter((word) => onlyEnglish.has(word)),
  );

describe('Spanish all the way, and English for the neighbour', () => {
  const world = useWorld();
  let sales: TeamsConversation;
  let link: Invited;

  beforeAll(() => {
    ({ sales } = world);
  });

  const asks = async (by: TeamsPerson, text: string, locale: string) => {
    await world.says(by, sales, text, { locale });
    await world.settled();
    return newest(sales);
  };
  const enEspañol = async (text: string) => {
    const lines = await asks(world.dana, text, 'es-ES');
    expect({ text, english: englishIn(lines) }).toEqual({ text, english: [] });
    return lines;
  };

  it('is read by Dana in everything that she asks for and is told, while Lee reads English in the same channel', async () => {
    await step('the profile', async () => {
      expect(await enEspañol('configurar "Fabrikam" país:España idioma:es recordatorios:3,6')).toEqual([
        '✓ Perfil guardado',
        ...['Empresa', 'Fabrikam', 'País', 'España', 'Nube de Microsoft', 'Pública'],
        ...['Id. de partner de Microsoft', 'ninguno', 'Idioma de tus canales', 'Español'],
        ...['Quién puede responder', 'Contacto o administrador'],
        ...['Validez de las invitaciones', '7 días', 'Recordatorios', 'pasados 3 y 6 días'],
        ...['Invitaciones desatendidas', 'ninguno'],
        ...['Vínculo de Microsoft', 'ninguno', '[Invitar…]', '[Cambiar…]'],
      ]);
      await giveRole(world.db, tenants.fabrikam.id, { ...world.lee, name: 'Lee Gu', role: 'sales' });
    });

    await step('the draft, with its message', async () => {
      const lines = await enEspañol('invitar "Contoso" contoso.com país:ES para:megan@contoso.com');
      expect(lines.slice(0, 3)).toEqual([
        expect.stringMatching(/^Invitación R-/),
        'Contoso',
        '✎ Borrador: aún sin enviar',
      ]);
      expect(lines.find((line) => line.startsWith('Mensaje para el cliente'))).toContain(
        'Fabrikam quiere ser revendedor de servicios de Microsoft para Contoso.',
      );
      expect(lines.slice(-4)).toEqual([
        expect.stringMatching(/^\[Abrir en el correo|\[Ya lo he enviado/),
        expect.stringMatching(/^\[/),
        expect.stringMatching(/^\[/),
        '[Retirar…]',
      ]);
      link = invitedIn(sales);
    });

    await step('every refusal', async () => {
      for (const line of [
        'invitar "Contoso" contoso.com país:ES',
        'invitar "Adatum" adatum.com país:"Estados Unidos"',
        'invitar "Nadie" nowhere.example país:ES',
        'invitar "Nosotros" fabrikam.com país:ES',
        'invitar "Norte" northwind.example país:US',
        `recordar ${link.invitationId}`,
        `ampliar ${link.invitationId} 29d`,
        'estado R-ZZZZ',
        'terminar contoso.com',
        'traspasar "Nadie" "Nadie"',
        'contrato contoso.com atestiguado por:Ana correo:ana@contoso.com fecha:01/01/2999',
      ])
        await enEspañol(line);
    });

    await step('every form, list and help', async () => {
      const verbs =
        'configurar invitar compartir estado recordar ampliar reemitir revocar traspasar historial';
      for (const verb of `${verbs} comprobar cliente alta contrato acceso terminar rol idioma alertas`.split(
        ' ',
      ))
        await enEspañol(verb);
      for (const line of ['ayuda', 'ayuda invitar', 'lista', 'clientes', 'informe', 'hola', 'gracias', 'xyz'])
        await enEspañol(line);
      for (const line of ['alertas sí', 'alertas no', 'comprobar contoso.com', 'historial contoso.com'])
        await enEspañol(line);
    });

    await step('the customer’s card and its reminder', async () => {
      const lines = await enEspañol(`compartir ${link.invitationId}`);
      expect(lines[0]).toBe('Solicitud de relación de revendedor');
      expect(lines).toContain('[Aceptar a Fabrikam]');
      expect((await enEspañol(`recordar ${link.invitationId}`))[0]).toBe('Recordatorio');
    });

    await step('the page, for somebody whose browser speaks Spanish', async () => {
      const megan = openBrowser(world, { 'accept-language': 'es-ES,es;q=0.9' });
      const isSpanish = (page: Parameters<typeof pageText>[0]) => {
        // The way to the other language is written in that language.
        expect(englishIn([pageText(page).replace('English', '')])).toEqual([]);
        return page;
      };
      isSpanish(await megan.visit(`/i/${link.token}`));
      const request = isSpanish(await megan.signIn(link.token, people.megan.id, '?lang=es'));
      expect(request.text).toContain('<html lang="es"');
      const formToken = formTokenOf(request);
      const receipt = isSpanish(await megan.submit(`/i/${link.token}/accept?lang=es`, { formToken }));
      expect(pageText(receipt)).toContain('Gracias. Fabrikam ya lo sabe.');
      await world.settled();
    });

    await step('the alert, and what is left to do', async () => {
      const lines = newest(sales);
      expect(lines[0]).toBe('✓ Invitación aceptada');
      expect(englishIn(lines)).toEqual([]);
      await enEspañol('contrato contoso.com aceptado');
      await enEspañol('acceso contoso.com solicitado');
      await enEspañol('cliente contoso.com');
      await enEspañol('terminar contoso.com');
    });

    await step('and for Lee, in the same channel, all of it in English', async () => {
      const lines = await asks(world.lee, 'invite "Woodgrove" woodgrovebank.com country:PT lang:en', 'en-GB');
      expect(lines[0]).toMatch(/^Invitation R-/);
      expect(lines.find((line) => line.startsWith('Message for the customer'))).toContain(
        'Fabrikam would like',
      );
      await world.presses(world.lee, sales, { button: buttonOn(sales, 'I have sent it') });
      const woodgrove = invitedIn({ ...sales, messages: sales.messages.slice(-1) });
      const enrico = openBrowser(world);
      const formToken = formTokenOf(
        await enrico.signIn(woodgrove.token, firstOf(tenants.woodgrove).objectId),
      );
      await enrico.submit(`/i/${woodgrove.token}/accept?lang=en`, { formToken });
      await until(() => newest(sales)[0] === '✓ Invitation accepted', 'Lee is told in English');
      expect((await asks(world.lee, 'customers', 'en-GB'))[0]).toBe('2 customers');
      expect((await enEspañol('clientes'))[0]).toBe('2 clientes');
      expect(read(sales.messages.at(-1)?.card)[0]).toBe('2 clientes');
    });
  });
});
