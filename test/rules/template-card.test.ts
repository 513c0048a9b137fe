import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/relationship/language.ts';
import type { Template } from '../../src/relationship/partner.ts';
import { invitationCard } from '../../src/teams/cards/invitation-card.ts';
import { type TemplateShown, templateCard } from '../../src/teams/cards/template-card.ts';
import { exampleMessage } from '../../src/words/messages/customer-message.ts';
import {
  builtInTemplate,
  checkTemplate,
  PLACEHOLDERS,
  placeholderIn,
} from '../../src/words/messages/template.ts';
import { type CardElement, elements, problemOf, readCard } from '../support/cards/card-rules.ts';
import { contoso, dana, drafted, fabrikam, history, monday, terms, tuesday } from '../support/given.ts';

const reader = (language: Language) => ({ language, timeZone: 'Europe/Madrid' });
const facts: TemplateShown = {
  language: 'es',
  template: { subject: 'Hola', body: '{{vínculo}}' },
  isOwn: false,
  mayEdit: true,
};
const read = (shown: Partial<TemplateShown>, language: Language) =>
  readCard(templateCard({ ...facts, ...shown }, reader(language)).attachment.content);

describe('the form of the message', () => {
  it('is in the reader’s language, its placeholders in the text’s', () => {
    expect(read({}, 'en')).toStrictEqual([
      'The message in Spanish',
      'This is the built-in text. Change it as you like: every new invitation in Spanish then uses yours.',
      'Subject: Hola',
      'Text: {{vínculo}}',
      'Filled in for each invitation',
      '{{vínculo}} the customer’s unique link, on a line of its own; it has to be there once',
      '{{partner}} your company',
      '{{cliente}} the customer',
      '{{agente}} whoever invites',
      '{{vence}} until when the link is valid',
      '{{portal}} Microsoft’s portal for the customer’s cloud',
      '{{contacto}} the contact’s e-mail, or the customer’s name where there is none',
      '[Save]',
      '[Preview]',
      '[The text in English]',
    ]);
    expect(read({ language: 'en', isOwn: true }, 'es').filter((line) => line.startsWith('['))).toStrictEqual([
      '[Guardar]',
      '[Vista previa]',
      '[El texto en español]',
      '[Usar el predeterminado]',
    ]);
  });

  it('asks for a text of several lines, as long as it may be', () => {
    const { content } = templateCard(facts, reader('en')).attachment;
    const inputs = [...elements(content)].filter(({ type }) => type === 'Input.Text');
    expect(inputs.map(({ id, isMultiline, maxLength }) => ({ id, isMultiline, maxLength }))).toStrictEqual([
      { id: 'subject', isMultiline: undefined, maxLength: 200 },
      { id: 'body', isMultiline: true, maxLength: 4000 },
    ]);
  });

  it('keeps all that was written', () => {
    const template = { subject: 's'.repeat(300), body: 'b'.repeat(4000) };
    expect(read({ template }, 'en').slice(2, 4)).toStrictEqual([
      `Subject: ${template.subject}`,
      `Text: ${template.body}`,
    ]);
  });

  it('sends the text only where it is asked for, and loses one only where it says so', () => {
    const { content } = templateCard({ ...facts, isOwn: true }, reader('en')).attachment;
    const buttons = [...elements(content)].filter(({ type }) => type === 'Action.Execute');
    expect(
      buttons.map(({ data, style, associatedInputs }) => ({ data, style, associatedInputs })),
    ).toStrictEqual([
      {
        data: { verb: 'submit', command: 'template', language: 'es', action: 'save' },
        style: 'positive',
        associatedInputs: undefined,
      },
      {
        data: { verb: 'submit', command: 'template', language: 'es', action: 'preview' },
        style: 'default',
        associatedInputs: undefined,
      },
      {
        data: { verb: 'submit', command: 'template', language: 'en' },
        style: 'default',
        associatedInputs: 'none',
      },
      {
        data: { verb: 'submit', command: 'template', language: 'es', action: 'reset' },
        style: 'destructive',
        associatedInputs: 'none',
      },
    ]);
  });

  it('says everything that is wrong, in words', () => {
    const template = { subject: ' ', body: '{{custmer}} {{x}} {{' };
    expect(
      read({ template, language: 'en', problems: checkTemplate(template) }, 'en').slice(2, 7),
    ).toStrictEqual([
      '⚠ The subject is missing.',
      '⚠ {{link}} is missing from the text: without it the customer cannot answer.',
      '⚠ There is no {{custmer}}. Did you mean {{customer}}?',
      '⚠ There is no {{x}}.',
      '⚠ Braces without their other half: {{',
    ]);
    const long = {
      subject: `${'s'.repeat(200)}\n{{enlace}}`,
      body: `{{enlace}}{{enlace}}${'b'.repeat(4000)}`,
    };
    expect(read({ template: long, problems: checkTemplate(long) }, 'es').slice(2, 7)).toStrictEqual([
      '⚠ El asunto tiene que caber en una línea.',
      '⚠ El asunto es demasiado largo: 200 caracteres como mucho.',
      '⚠ {{vínculo}} va en el texto, no en el asunto.',
      '⚠ {{vínculo}} solo puede estar una vez en el texto.',
      '⚠ El texto es demasiado largo: 4000 caracteres como mucho.',
    ]);
  });
});

describe('the message as a customer would read it', () => {
  const preview = exampleMessage({
    partner: fabrikam,
    template: { subject: 'Para {{cliente}}', body: 'Hola:\n\n{{vínculo}}' },
    language: 'es',
    agent: 'Dana Souza',
    now: monday,
  });

  it('can be opened as a mail to nobody', () => {
    const { content } = templateCard({ ...facts, preview }, reader('es')).attachment;
    const { actions } = content as { actions: CardElement[] };
    expect(actions.at(-1)).toStrictEqual({
      type: 'Action.OpenUrl',
      title: 'Abrir en el correo',
      url: 'mailto:?subject=Para%20Contoso&body=Hola%3A%0D%0A%0D%0A(aqu%C3%AD%20ir%C3%A1%20el%20v%C3%ADnculo%20%C3%BAnico%20del%20cliente)',
    });
  });

  it('is all that somebody sees who may not change it', () => {
    expect(read({ preview, mayEdit: false }, 'es')).toStrictEqual([
      'El mensaje en español',
      'Es el texto predeterminado. Cámbialo como quieras: las invitaciones nuevas en español usarán el tuyo.',
      'Así lo leería Contoso',
      'Para Contoso',
      'Hola:\n\n(aquí irá el vínculo único del cliente)',
      '[El texto en inglés]',
      '[Abrir en el correo]',
    ]);
  });
});

describe('the longest message that can be saved', () => {
  const long = 'Ñ'.repeat(120);
  const partner = { ...fabrikam, name: long };
  const fullOf = (sign: string): Template => {
    const others = PLACEHOLDERS.map((placeholder) => placeholderIn('es', placeholder)).join('');
    const bodies = Array.from({ length: 41 }, (_, at) => others + sign.repeat(100 * (40 - at)));
    const subject = `${'漢'.repeat(120)}{{partner}}{{cliente}}`;
    const body = bodies.find((one) => checkTemplate({ subject, body: one }).length === 0) ?? '';
    expect(body.length).toBeGreaterThan(1500);
    return { subject, body };
  };

  it.each(['a', '"', 'ñ', '漢', 'a\n'])('leaves both its cards within 24 KB, written in %j', (sign) => {
    const template = fullOf(sign);
    const about = { partner, template, language: 'es', agent: long, now: monday } as const;
    const shown = { ...facts, template, isOwn: true, preview: exampleMessage(about) };
    const card = templateCard(shown, reader('es'));
    expect(problemOf(card.attachment.content, card.summary)).toBeUndefined();
    const customer = { ...contoso, name: long };
    const invited = { ...drafted, by: { ...dana, name: long }, customer, terms };
    const draft = invitationCard({
      relationshipId: 'relationship',
      relationship: history(invited),
      partner: { ...partner, templates: { es: template } },
      reader: reader('es'),
      now: tuesday,
      link: `https://vinculo.fabrikam.com/i/${'A'.repeat(43)}`,
    });
    expect(problemOf(draft.attachment.content, draft.summary)).toBeUndefined();
  });

  it('has room for what people write', () => {
    const { subject, body } = builtInTemplate('es');
    const longer = { subject, body: `${body}\n\n${'Ofrecemos soporte, formación y ahorro. '.repeat(80)}` };
    expect(longer.body.length).toBeGreaterThan(3600);
    expect(checkTemplate(longer)).toStrictEqual([]);
  });
});
