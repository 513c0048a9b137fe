import { describe, expect, it } from 'vitest';
import { customerMessage, mailto } from '../../src/words/customer-message.ts';
import { contoso, drafted, fabrikam, history, terms } from '../support/given.ts';

const link = 'https://vinculo.fabrikam.com/i/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

function letter(language: 'en' | 'es', customer = contoso, partner = fabrikam) {
  const relationship = history({ ...drafted, customer, terms: { ...terms, language } });
  return customerMessage({ relationship, partner, link });
}

describe('the message for the customer', () => {
  it('is in the customer’s language and the partner’s time zone', () => {
    expect(letter('en')).toStrictEqual({
      subject: 'Fabrikam asks for a reseller relationship with Contoso',
      body: `Hello,

Fabrikam would like to become a reseller of Microsoft services for Contoso. Your subscriptions and your other partners stay as they are, and we are not asking for administrator access.

Please open this link, sign in with your work account, read what is asked and accept or decline:

${link}

An administrator of your organisation or the person this is addressed to can answer. The link is valid until 9 Mar 2026, 10:00 CET. You will find your partners in the Microsoft 365 admin center.

Kind regards,
Dana Souza, Fabrikam`,
    });
  });

  it('says the same in Spanish', () => {
    expect(letter('es')).toStrictEqual({
      subject: 'Fabrikam solicita una relación de revendedor con Contoso',
      body: `Hola:

Fabrikam quiere ser revendedor de servicios de Microsoft para Contoso. Tus suscripciones y tus otros partners siguen como están, y no pedimos acceso de administrador.

Abre este vínculo, inicia sesión con tu cuenta profesional, lee lo que se solicita y acepta o rechaza:

${link}

Puede responder un administrador de tu organización o la persona a la que va dirigido. El vínculo es válido hasta el 9 mar 2026, 10:00 CET. Encontrarás a tus partners en el Centro de administración de Microsoft 365.

Un saludo,
Dana Souza, Fabrikam`,
    });
  });

  it('names the portal of the customer’s cloud (S15)', () => {
    const customer = { ...contoso, cloud: 'usgov' } as const;
    expect(letter('en', customer).body).toContain('in the Microsoft Office admin portal.');
    expect(letter('es', customer).body).toContain('en el Portal de administración de Microsoft Office.');
  });

  it('has the link on a line of its own whatever the names hold', () => {
    const customer = { ...contoso, name: '{link} <b>Contoso</b> \u0024{link}' };
    const partner = { ...fabrikam, name: "'{' # }" };
    for (const language of ['en', 'es'] as const) {
      const lines = letter(language, customer, partner).body.split('\n');
      expect(lines.filter((line) => line.includes('https://'))).toStrictEqual([link]);
    }
  });
});

describe('the message as a draft in a mail program', () => {
  it('has the whole text, line by line', () => {
    const url = mailto({ to: 'adele@contoso.com', ...letter('es') });
    const { protocol, searchParams } = new URL(url);
    expect(protocol).toBe('mailto:');
    expect(Object.fromEntries(searchParams)).toStrictEqual({
      subject: 'Fabrikam solicita una relación de revendedor con Contoso',
      body: letter('es').body.replaceAll('\n', '\r\n'),
    });
  });

  it('is addressed to the contact, in the form that mail programs know', () => {
    expect(new URL(mailto({ to: 'adele@contoso.com', ...letter('en') })).pathname).toBe('adele@contoso.com');
  });

  it('is addressed to nobody when the invitation names no contact', () => {
    expect(mailto({ to: undefined, subject: 'A', body: 'B' })).toBe('mailto:?subject=A&body=B');
  });

  it('cannot be given further recipients or headers by a name or an address', () => {
    const url = mailto({
      to: 'a@b.c?bcc=evil@x.y&x=',
      subject: 'A&bcc=evil@x.y',
      body: 'B&cc=evil@x.y\r\n#',
    });
    expect([...new URL(url).searchParams.keys()]).toStrictEqual(['subject', 'body']);
    expect(new URL(url).hash).toBe('');
  });

  it('leaves out a text that mail programs would cut', () => {
    const url = mailto({ to: 'adele@contoso.com', subject: 'A', body: 'ñ'.repeat(400) });
    expect([...new URL(url).searchParams.keys()]).toStrictEqual(['subject']);
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
