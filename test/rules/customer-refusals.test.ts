import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/relationship/refusal.ts';
import { refusalCard } from '../../src/teams/cards/refusal-card.ts';
import { refusalText } from '../../src/words/refusal-words.ts';
import { readCard } from '../support/cards/card-rules.ts';
import { declined, drafted, expired, history, nextMonday, revoked, standings } from '../support/given.ts';

const english = { language: 'en', timeZone: 'Europe/Madrid' } as const;
const spanish = { language: 'es', timeZone: 'Europe/Madrid' } as const;

type Code =
  | 'invitation-over'
  | 'invitation-replaced'
  | 'other-organisation'
  | 'own-invitation'
  | 'no-authority';
type Said = { readonly reason: Reason; readonly en: readonly string[]; readonly es: readonly string[] };

// Why not, and what to do instead: what the person reads.
const said: { readonly [Each in Code]: Said } = {
  'invitation-over': {
    reason: { code: 'invitation-over', expiredAt: nextMonday },
    en: [
      'Expired',
      'This invitation ended without an answer, 9 Mar 2026, 10:00 CET. Nothing was changed; the partner can send a new one.',
    ],
    es: [
      'Caducada',
      'Esta invitación terminó sin respuesta el 9 mar 2026, 10:00 CET. No se ha cambiado nada; el partner puede enviar otra.',
    ],
  },
  'invitation-replaced': {
    reason: { code: 'invitation-replaced' },
    en: [
      'Replaced by a newer one',
      'A newer invitation has taken its place. Use the newest one; nothing was changed.',
    ],
    es: [
      'Sustituida por otra',
      'Una invitación más reciente ocupa su lugar. Usa la última; no se ha cambiado nada.',
    ],
  },
  'other-organisation': {
    reason: { code: 'other-organisation' },
    en: [
      'Not for your organisation',
      'This request is for another organisation. If you belong to it, sign in with that account. Nothing was changed.',
    ],
    es: [
      'No es para tu organización',
      'Esta solicitud es para otra organización. Si perteneces a ella, inicia sesión con esa cuenta. No se ha cambiado nada.',
    ],
  },
  'own-invitation': {
    reason: { code: 'own-invitation' },
    en: [
      'Only the customer can answer',
      'You belong to the partner that asks. What you see is what the customer sees; only they can answer.',
    ],
    es: [
      'Solo puede responder el cliente',
      'Perteneces al partner que lo solicita. Ves lo mismo que el cliente, pero solo él puede responder.',
    ],
  },
  'no-authority': {
    reason: { code: 'no-authority', contact: 'adele@contoso.com' },
    en: [
      'Please forward it',
      'adele@contoso.com or an administrator of your organisation has to answer this. Forward the message to them, or prove that you are an administrator by signing in through its link. Nothing was changed.',
    ],
    es: [
      'Reenvíala, por favor',
      'Debe responder adele@contoso.com o un administrador de tu organización. Reenvíale el mensaje o, si eres administrador, demuéstralo iniciando sesión con su vínculo. No se ha cambiado nada.',
    ],
  },
};

describe('what one of the customer’s people reads who is refused', () => {
  it.each(Object.entries(said))('%s', (_, { reason, en, es }) => {
    expect(readCard(refusalCard(reason, english).attachment.content)).toStrictEqual(en);
    expect(readCard(refusalCard(reason, spanish).attachment.content)).toStrictEqual(es);
  });

  it('no-authority without a contact', () => {
    const reason = { code: 'no-authority' } as const;
    expect(refusalText(reason, english)).toBe(
      'An administrator of your organisation has to answer this. Forward the message to them, or prove that you are one by signing in through its link. Nothing was changed.',
    );
    expect(refusalText(reason, spanish)).toBe(
      'Debe responder un administrador de tu organización. Reenvíale el mensaje o, si lo eres tú, demuéstralo iniciando sesión con su vínculo. No se ha cambiado nada.',
    );
  });

  it.each([
    [
      standings['an accepted invitation'],
      'Already accepted by Megan Bowen, 3 Mar 2026, 10:00 CET. Nothing was changed.',
      'Ya la aceptó Megan Bowen el 3 mar 2026, 10:00 CET. No se ha cambiado nada.',
    ],
    [
      history(drafted, declined),
      'Already declined by Megan Bowen, 3 Mar 2026, 10:00 CET. Nothing was changed.',
      'Ya la rechazó Megan Bowen el 3 mar 2026, 10:00 CET. No se ha cambiado nada.',
    ],
    [
      history(drafted, revoked),
      'The partner withdrew this invitation, 3 Mar 2026, 10:00 CET. Nothing was changed.',
      'El partner retiró esta invitación el 3 mar 2026, 10:00 CET. No se ha cambiado nada.',
    ],
    [
      history(drafted, expired),
      'This invitation ended without an answer, 9 Mar 2026, 10:00 CET. Nothing was changed.',
      'Esta invitación terminó sin respuesta el 9 mar 2026, 10:00 CET. No se ha cambiado nada.',
    ],
  ])('invitation-closed, $invitation.status', ({ invitation }, en, es) => {
    if (!('at' in invitation) || invitation.status === 'sent' || invitation.status === 'viewed') {
      throw new Error('The invitation is closed');
    }
    const reason = { code: 'invitation-closed', invitation } as const;
    expect(readCard(refusalCard(reason, english).attachment.content)).toStrictEqual(['Already closed', en]);
    expect(readCard(refusalCard(reason, spanish).attachment.content)).toStrictEqual(['Ya está cerrada', es]);
  });
});
