import { describe, expect, it } from 'vitest';
import {
  customerMessage,
  exampleMessage,
  mailto,
  reminderMessage,
} from '../../src/words/messages/customer-message.ts';
import { readHtml } from '../support/browser/message-html.ts';
import { contoso, drafted, fabrikam, history, monday, shared, terms } from '../support/given.ts';

const link = 'https://vinculo.fabrikam.com/i/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

function letter(language: 'en' | 'es', customer = contoso, partner = fabrikam) {
  const { subject, text } = message(language, customer, partner);
  return { subject, text };
}

function message(language: 'en' | 'es', customer = contoso, partner = fabrikam) {
  return customerMessage({ relationship: invited(language, customer), partner, link });
}

function invited(language: 'en' | 'es', customer = contoso, asked = terms) {
  return history({ ...drafted, customer, terms: { ...asked, language } }, shared);
}

describe('the message for the customer', () => {
  it('is in the customer’s language and the partner’s time zone', () => {
    expect(letter('en')).toStrictEqual({
      subject: 'Fabrikam asks for a reseller relationship with Contoso',
      text: `Hello,

Fabrikam would like to become a reseller of Microsoft services for Contoso. Please open this link, sign in with your work account and accept or decline:

${link}

Your subscriptions and your other partners stay as they are, and we are not asking for administrator access.

An administrator of your organisation or the person this is addressed to can answer. The link is valid until 9 Mar 2026, 10:00 CET. You will find your partners in the Microsoft 365 admin center.

Kind regards,
Dana Souza, Fabrikam`,
    });
  });

  it('says the same in Spanish', () => {
    expect(letter('es')).toStrictEqual({
      subject: 'Fabrikam solicita una relación de revendedor con Contoso',
      text: `Hola:

Fabrikam quiere ser revendedor de servicios de Microsoft para Contoso. Abre este vínculo, inicia sesión con tu cuenta profesional y acepta o rechaza:

${link}

Tus suscripciones y tus otros partners siguen como están, y no pedimos acceso de administrador.

Puede responder un administrador de tu organización o la persona a la que va dirigido. El vínculo es válido hasta el 9 mar 2026, 10:00 CET. Encontrarás a tus partners en el Centro de administración de Microsoft 365.

Un saludo,
Dana Souza, Fabrikam`,
    });
  });

  it('names the portal of the customer’s cloud (S15)', () => {
    const customer = { ...contoso, cloud: 'usgov' } as const;
    expect(letter('en', customer).text).toContain('in the Microsoft Office admin portal.');
    expect(letter('es', customer).text).toContain('en el Portal de administración de Microsoft Office.');
  });

  it('has the link on a line of its own whatever the names hold', () => {
    const customer = { ...contoso, name: '{link} <b>Contoso</b> \u0024{link}' };
    const partner = { ...fabrikam, name: "'{' # }" };
    for (const language of ['en', 'es'] as const) {
      const lines = letter(language, customer, partner).text.split('\n');
      expect(lines.filter((line) => line.includes('https://'))).toStrictEqual([link]);
    }
  });
});

describe('the partner’s own message', () => {
  const own = {
    subject: 'Una propuesta de {{partner}}',
    body: 'Hola, {{contacto}}:\n\nPulsa {{vínculo}}. Hasta el {{vence}}.\n\n{{agente}}',
  };
  const partner = { ...fabrikam, templates: { es: own } };

  it('goes out in its language, with the link on a line of its own', () => {
    expect(message('es', contoso, partner)).toStrictEqual({
      subject: 'Una propuesta de Fabrikam',
      text: `Hola, adele@contoso.com:

Pulsa

${link}

Hasta el 9 mar 2026, 10:00 CET.

Dana Souza`,
      html: [
        '<div lang="es" style="word-break:break-word">',
        '<p>Hola, adele@contoso.com:</p><p>Pulsa</p>',
        `<p><a href="${link}" rel="noopener noreferrer">${link}</a></p>`,
        '<p>Hasta el 9 mar 2026, 10:00 CET.</p><p>Dana Souza</p></div>',
      ].join(''),
    });
  });

  it('leaves the other language as it is', () => {
    expect(message('en', contoso, partner)).toStrictEqual(message('en'));
  });

  it('greets the customer where no contact is named', () => {
    const { contact: _, ...nobody } = terms;
    const relationship = invited('es', contoso, nobody);
    expect(customerMessage({ relationship, partner, link }).text).toMatch(/^Hola, Contoso:\n/);
  });

  it('is called to mind by its own subject', () => {
    const relationship = invited('es');
    expect(reminderMessage({ relationship, partner })).toStrictEqual({
      subject: 'Recordatorio: Una propuesta de Fabrikam',
      text: expect.stringContaining('con el asunto «Una propuesta de Fabrikam». Incluye un vínculo'),
    });
    expect(reminderMessage({ relationship, partner: fabrikam }).subject).toBe(
      'Recordatorio: Fabrikam solicita una relación de revendedor con Contoso',
    );
  });

  it('can be looked at with an example, whose link nobody can take for one', () => {
    const about = { partner, template: own, language: 'es', agent: 'Dana Souza', now: monday } as const;
    const example = exampleMessage(about);
    expect(example.text).toBe(`Hola, megan@contoso.com:

Pulsa

(aquí irá el vínculo único del cliente)

Hasta el 9 mar 2026, 10:00 CET.

Dana Souza`);
    expect(readHtml(example.html).anchors).toStrictEqual([]);
  });
});

describe('the message as a draft in a mail program', () => {
  it('has the whole text, line by line', () => {
    const url = mailto({ to: 'adele@contoso.com', ...letter('es') });
    const { protocol, searchParams } = new URL(url);
    expect(protocol).toBe('mailto:');
    expect(Object.fromEntries(searchParams)).toStrictEqual({
      subject: 'Fabrikam solicita una relación de revendedor con Contoso',
      body: letter('es').text.replaceAll('\n', '\r\n'),
    });
  });

  it('is addressed to the contact, in the form that mail programs know', () => {
    expect(new URL(mailto({ to: 'adele@contoso.com', ...letter('en') })).pathname).toBe('adele@contoso.com');
  });

  it('is addressed to nobody when the invitation names no contact', () => {
    expect(mailto({ to: undefined, subject: 'A', text: 'B' })).toBe('mailto:?subject=A&body=B');
  });

  it('cannot be given further recipients or headers by a name or an address', () => {
    const url = mailto({
      to: 'a@b.c?bcc=evil@x.y&x=',
      subject: 'A&bcc=evil@x.y',
      text: 'B&cc=evil@x.y\r\n#',
    });
    expect([...new URL(url).searchParams.keys()]).toStrictEqual(['subject', 'body']);
    expect(new URL(url).hash).toBe('');
  });

  it('leaves out a text that mail programs would cut', () => {
    const url = mailto({ to: 'adele@contoso.com', subject: 'A', text: 'ñ'.repeat(400) });
    expect([...new URL(url).searchParams.keys()]).toStrictEqual(['subject']);
  });

  it('leaves out a subject too that they would cut', () => {
    expect(mailto({ to: 'adele@contoso.com', subject: '漢'.repeat(300), text: '' })).toBe(
      'mailto:adele@contoso.com',
    );
  });

  it('is at most 2,000 characters, whatever the names', () => {
    const customer = { ...contoso, name: 'Ñ'.repeat(120) };
    const partner = { ...fabrikam, name: 'Ñ'.repeat(120) };
    for (const language of ['en', 'es'] as const) {
      const url = mailto({ to: 'adele@contoso.com', ...letter(language, customer, partner) });
      expect(url.length).toBeLessThanOrEqual(2000);
    }
  });
});
