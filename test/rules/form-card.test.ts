import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import type { Incomplete } from '../../src/grammar/requests.ts';
import { understand } from '../../src/grammar/understand.ts';
import type { Language } from '../../src/relationship/language.ts';
import { formCard } from '../../src/teams/cards/form-card.ts';
import { revokeCard } from '../../src/teams/cards/revoke-card.ts';
import { type CardElement, type CardJson, elements, readCard } from '../support/cards/card-rules.ts';

const reader = (language: Language) => ({ language, timeZone: 'Europe/Madrid' });

function form(line: string, language: Language = 'en'): CardJson {
  const understood = understand(line);
  if (understood.type !== 'form') throw new Error(`${line} opens no form`);
  return formCard(understood, reader(language)).attachment.content;
}

const inputs = (card: CardJson): CardElement[] =>
  [...elements(card)].filter(({ type }) => String(type).startsWith('Input.'));

describe('a form', () => {
  it('opens without reproaches', () => {
    expect(readCard(form('invite'))).toStrictEqual([
      'Invite a customer',
      'For organisations that already have Microsoft: customers of another partner or of Microsoft directly. They keep their tenant, so there is one to manage and nothing to migrate.',
      'Customer’s name: ',
      'Customer’s domain: ',
      'Customer’s country: ',
      'Contact’s e-mail (may answer): ',
      'Scope: ',
      'Buys today from: ',
      'Microsoft cloud: ',
      'Days it is valid (1–30): ',
      'Customer’s language: ',
      'Your reference: ',
      '[Create invitation]',
    ]);
  });

  it('keeps what was given and says what is missing or wrong', () => {
    expect(readCard(form('invitar "Contoso" país:Atlántida', 'es')).slice(0, 7)).toStrictEqual([
      'Invitar a un cliente',
      'Para organizaciones que ya tienen Microsoft: clientes de otro partner o de Microsoft directamente. Conservan su inquilino, así que se administra uno solo y no hay nada que migrar.',
      '⚠ Falta: Dominio del cliente',
      '⚠ No se entiende: País del cliente',
      'Nombre del cliente: Contoso',
      'Dominio del cliente: ',
      'País del cliente: Atlántida',
    ]);
  });

  it.each(['invite Contoso contoso.com country:ES colour:blue', 'invite colour:blue', 'share colour:blue'])(
    'says which key there is not: %s',
    (line) => {
      expect(readCard(form(line))).toContain('⚠ There is no “colour:” here');
    },
  );

  it('asks for the profile', () => {
    expect(readCard(form('setup Fabrikam', 'es'))).toStrictEqual([
      'Perfil de tu empresa',
      '⚠ Falta: País',
      'Nombre de la empresa: Fabrikam',
      'País: ',
      'Nube de Microsoft: ',
      'Id. de partner de Microsoft: ',
      'Idioma de tus canales: ',
      'Quién puede responder por el cliente: ',
      'Días de validez de una invitación (1–30): ',
      'Recordar pasados estos días, p. ej. 3,6 (vacío: nunca): ',
      'Avisar de invitaciones desatendidas pasados estos días (vacío: nunca): ',
      'Vínculo de Microsoft (en microsoft.com, opcional): ',
      '[Guardar]',
      '[Abrir en un cuadro de diálogo]',
    ]);
  });

  it('chooses from the words of the reader’s language, and means the same', () => {
    const scope = inputs(form('invitar', 'es')).find(({ id }) => id === 'scope');
    expect(scope).toStrictEqual({
      type: 'Input.ChoiceSet',
      style: 'compact',
      choices: [
        { title: 'Relación de revendedor', value: 'full' },
        { title: 'Solo el Azure que aprovisiones', value: 'azure' },
      ],
      id: 'scope',
      label: 'Alcance',
    });
  });

  it.each([
    ['invite scope:azure', 'scope', 'azure'],
    ['invitar alcance:completo', 'scope', 'full'],
    ['invitar compra:otro-partner', 'buys', 'other-partner'],
    ['invite cloud:GOVERNMENT', 'cloud', 'usgov'],
    ['invitar idioma:Español', 'language', 'es'],
    ['configurar autoridad:miembro', 'authority', 'member'],
    ['alertas colour:blue sí', 'state', 'on'],
  ])('has chosen already what was written in words: %s', (line, id, value) => {
    expect(inputs(form(line)).find((input) => input['id'] === id)).toMatchObject({ value });
  });

  it.each(COMMANDS)('%s sends its command and takes its inputs along', (command, grammar) => {
    const incomplete: Incomplete = { type: 'form', command, given: {}, problems: [] };
    const { content } = formCard(incomplete, reader('en')).attachment;
    const [submit] = [...elements(content)].filter(({ type }) => type === 'Action.Execute');
    expect(submit).toMatchObject({ verb: 'submit', data: { command, verb: 'submit' }, style: 'positive' });
    expect(submit).not.toHaveProperty('associatedInputs');
    const required = inputs(content).filter(({ isRequired }) => isRequired === true);
    expect(required.map(({ id }) => id)).toStrictEqual(
      Object.entries(grammar.arguments)
        .filter(([, argument]) => argument.isRequired)
        .map(([name]) => name),
    );
    expect(required.filter(({ errorMessage }) => !errorMessage)).toStrictEqual([]);
  });
});

describe('the question before withdrawing', () => {
  const about = { relationshipId: 'relationship', invitationId: 'R-7K2M', customer: 'Contoso' };

  it('says what will happen, keeps the reason, and offers the way back', () => {
    expect(readCard(revokeCard(about, 'Wrong contact', reader('en')).attachment.content)).toStrictEqual([
      'Withdraw R-7K2M?',
      'The link for Contoso stops working at once. This cannot be undone; you can invite again.',
      'Reason (optional, stays with you): Wrong contact',
      '[Yes, withdraw it]',
      '[No, keep it]',
    ]);
    expect(readCard(revokeCard(about, undefined, reader('es')).attachment.content)).toStrictEqual([
      '¿Retirar R-7K2M?',
      'El vínculo para Contoso dejará de funcionar al momento. No se puede deshacer; podrás volver a invitar.',
      'Motivo (opcional, queda entre vosotros): ',
      '[Sí, retirarla]',
      '[No, mantenerla]',
    ]);
  });

  it('sends the reason only with the yes', () => {
    const buttons = [...elements(revokeCard(about, undefined, reader('en')).attachment.content)].filter(
      ({ type }) => type === 'Action.Execute',
    );
    expect(buttons.map(({ verb, associatedInputs }) => [verb, associatedInputs])).toStrictEqual([
      ['revoke', undefined],
      ['refresh', 'none'],
    ]);
  });
});
