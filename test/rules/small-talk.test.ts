import { describe, expect, it } from 'vitest';
import { understand } from '../../src/grammar/understand.ts';
import type { Language } from '../../src/relationship/language.ts';
import { done, hello, misunderstood, thanks } from '../../src/teams/answers/small-talk.ts';
import type { Card } from '../../src/teams/cards/card.ts';
import { failureCard } from '../../src/teams/cards/notice-card.ts';
import { elements, readCard } from '../support/cards/card-rules.ts';

const reader = (language: Language) => ({ language, timeZone: 'UTC' });
const english = reader('en');
const spanish = reader('es');

const read = ({ attachment }: Card) => readCard(attachment.content);

describe('a greeting', () => {
  it('says what the bot is for, with the first thing to do as a button', () => {
    expect(read(hello('greeting.title', 'partner', english))).toStrictEqual([
      'Hello!',
      'I ask existing Microsoft customers for a reseller relationship. Type “invite”, or “help” for everything.',
      '[invite]',
      '[help]',
    ]);
    expect(read(hello('welcome.title', 'customer', spanish))).toStrictEqual([
      'Vínculo ya está aquí',
      'Traigo a tu organización las solicitudes de partners de Microsoft. Escribe «invitaciones» para verlas.',
      '[invitaciones]',
      '[ayuda]',
    ]);
    expect(read(hello('welcome.title', 'founder', english)).slice(-2)).toEqual([
      '[Company profile…]',
      '[help]',
    ]);
  });
});

describe('an answer to thanks', () => {
  it('is short', () => {
    expect(read(thanks(english))).toStrictEqual(['You are welcome.', '“help” shows what else I can do.']);
    expect(read(thanks(spanish))).toStrictEqual(['De nada.', '«ayuda» muestra qué más puedo hacer.']);
  });
});

describe('an answer to what nobody understands', () => {
  it('offers the nearest commands as buttons', () => {
    expect(read(misunderstood(['invite', 'invitations'], spanish))).toStrictEqual([
      'No te he entendido',
      '¿Querías decir alguno de estos?',
      '[invitar]',
      '[invitaciones]',
    ]);
  });

  it('offers help when nothing is near', () => {
    expect(read(misunderstood([], english))).toStrictEqual([
      'I did not understand that',
      '“help” shows what can be asked.',
      '[help]',
    ]);
  });

  it('has buttons that the bot understands', () => {
    for (const language of ['en', 'es'] as const) {
      const { content } = misunderstood(['invite', 'status', 'alerts'], reader(language)).attachment;
      const asked = [...elements(content)].flatMap(({ data }) => {
        return typeof data === 'object' && data !== null && 'text' in data
          ? [understand(String(data.text))]
          : [];
      });
      expect(asked).toMatchObject([
        { type: 'form', command: 'invite' },
        { type: 'form', command: 'status' },
        { type: 'form', command: 'alerts' },
      ]);
    }
  });
});

describe('an answer that stands elsewhere', () => {
  it('says where', () => {
    expect(read(done(english))).toStrictEqual(['Done', 'The answer is below.']);
    expect(read(done(spanish))).toStrictEqual(['Hecho', 'La respuesta está más abajo.']);
  });
});

describe('a fault', () => {
  it('gives the person a reference and what to do', () => {
    expect(read(failureCard('fault', 'F-7K2M', english))).toStrictEqual([
      'Something broke on our side',
      'Please try again in a minute. If it happens again, tell your operator this reference: F-7K2M',
    ]);
    expect(read(failureCard('fault', 'F-7K2M', spanish))).toStrictEqual([
      'Algo ha fallado por nuestra parte',
      'Inténtalo de nuevo en un minuto. Si vuelve a ocurrir, indica esta referencia a quien administra el bot: F-7K2M',
    ]);
  });
});
