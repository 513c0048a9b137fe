import { describe, expect, it } from 'vitest';
import type { AlertedEvent } from '../../src/delivery/announcements.ts';
import type { Language } from '../../src/relationship/language.ts';
import type { WithInvitation } from '../../src/relationship/relationship.ts';
import { alertCard } from '../../src/teams/cards/alert-card.ts';
import { elements, readCard } from '../support/cards/card-rules.ts';
import {
  accepted,
  dana,
  declined,
  drafted,
  expired,
  fabrikam,
  history,
  nextTuesday,
  shared,
  standings,
  terms,
  viewed,
} from '../support/given.ts';

function alert(
  event: AlertedEvent,
  language: Language,
  relationship: WithInvitation = history(drafted, shared, event),
) {
  const reader = { language, timeZone: 'Europe/Madrid' };
  return alertCard(event, {
    relationshipId: 'relationship',
    relationship,
    partner: fabrikam,
    reader,
    now: nextTuesday,
  });
}

const read = (...asked: Parameters<typeof alert>) => readCard(alert(...asked).attachment.content);

const footer =
  'R-7K2M · You get this where the invitation was asked for and where alerts are on; “alerts off” stops the latter.';
const pie =
  'R-7K2M · Recibes este aviso donde se pidió la invitación y donde hay alertas; «alertas no» desactiva estas últimas.';

describe('the alert of a yes', () => {
  it('says who accepted for whom and when, what is missing, and what comes next', () => {
    expect(read(accepted, 'en')).toStrictEqual([
      '✓ Invitation accepted',
      'Megan Bowen accepted for Contoso (contoso.com), 3 Mar 2026, 10:00 CET.',
      'Missing to sell and manage',
      '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
      '• Admin access: ask the customer for it separately if you are to manage their services.',
      'Next: ask the customer to sign the agreement, then place the first order.',
      footer,
      '[Agreement…]',
      '[Admin access…]',
      '[Show invitation]',
    ]);
    expect(read(accepted, 'es')).toStrictEqual([
      '✓ Invitación aceptada',
      'Megan Bowen aceptó en nombre de Contoso (contoso.com) el 3 mar 2026, 10:00 CET.',
      'Falta para vender y administrar',
      '• Contrato de cliente de Microsoft: el cliente debe firmarlo antes del primer pedido.',
      '• Acceso de administrador: pídeselo aparte al cliente si vas a administrar sus servicios.',
      'Siguiente paso: pide al cliente que firme el contrato y haz el primer pedido.',
      pie,
      '[Contrato…]',
      '[Acceso admin…]',
      '[Ver invitación]',
    ]);
  });

  it('does not miss admin access for the Azure that the partner provisions (S5)', () => {
    const relationship = history({ ...drafted, terms: { ...terms, scope: 'azure' } }, accepted);
    expect(read(accepted, 'en', relationship).slice(2, 4)).toStrictEqual([
      'Missing to sell and manage',
      '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
    ]);
  });

  it('sends nobody after an agreement that is already signed', () => {
    const relationship = { ...standings['an accepted invitation'], agreement: 'accepted' } as const;
    expect(read(accepted, 'en', relationship).join('\n')).not.toMatch(/sign/);
  });
});

describe('the alert of a no', () => {
  it('says who declined for whom, when and why, and what comes next', () => {
    expect(read(declined, 'en')).toStrictEqual([
      '✕ Invitation declined',
      'Megan Bowen declined for Contoso (contoso.com), 3 Mar 2026, 10:00 CET.',
      'Reason',
      'Too early',
      'Next: talk to the customer. You can invite them again at any time.',
      footer,
      '[Show invitation]',
    ]);
    expect(read(declined, 'es')).toStrictEqual([
      '✕ Invitación rechazada',
      'Megan Bowen rechazó en nombre de Contoso (contoso.com) el 3 mar 2026, 10:00 CET.',
      'Motivo',
      'Too early',
      'Siguiente paso: habla con el cliente. Puedes volver a invitarlo cuando quieras.',
      pie,
      '[Ver invitación]',
    ]);
  });

  it('needs no reason', () => {
    const { reason: _, ...silent } = declined;
    expect(read(silent, 'en').slice(1, 3)).toStrictEqual([
      'Megan Bowen declined for Contoso (contoso.com), 3 Mar 2026, 10:00 CET.',
      'Next: talk to the customer. You can invite them again at any time.',
    ]);
  });
});

describe('the alert of the end of its time', () => {
  it('says for whom and when, and what comes next', () => {
    expect(read(expired, 'en')).toStrictEqual([
      '◷ Invitation expired',
      'The invitation to Contoso (contoso.com) ended without an answer, 9 Mar 2026, 10:00 CET.',
      'Next: invite the customer again, perhaps with another contact.',
      footer,
      '[Show invitation]',
    ]);
    expect(read(expired, 'es')).toStrictEqual([
      '◷ Invitación caducada',
      'La invitación a Contoso (contoso.com) terminó sin respuesta el 9 mar 2026, 10:00 CET.',
      'Siguiente paso: vuelve a invitar al cliente, quizá con otro contacto.',
      pie,
      '[Ver invitación]',
    ]);
  });

  it('is the same when an agent’s next invitation brought it to light', () => {
    expect(read({ ...expired, by: dana }, 'en')).toStrictEqual(read(expired, 'en'));
  });
});

describe('the alert of a first reading', () => {
  it('says who read it and when, and that there is nothing to do', () => {
    expect(read(viewed, 'en')).toStrictEqual([
      '◉ Invitation read',
      'Alex Wilber of Contoso (contoso.com) read the request, 3 Mar 2026, 10:00 CET.',
      'Nothing to do: you will hear of the answer.',
      footer,
      '[Show invitation]',
    ]);
    expect(read(viewed, 'es')).toStrictEqual([
      '◉ Invitación leída',
      'Alex Wilber, de Contoso (contoso.com), leyó la solicitud el 3 mar 2026, 10:00 CET.',
      'No tienes que hacer nada: te avisaré de la respuesta.',
      pie,
      '[Ver invitación]',
    ]);
  });
});

describe('every alert', () => {
  it.each<AlertedEvent>([accepted, declined, expired, viewed])(
    'leads to its invitation, and says it all in a notification: $type',
    (event) => {
      const { attachment, summary } = alert(event, 'en');
      const buttons = [...elements(attachment.content)].filter(({ type }) => type === 'Action.Execute');
      const button = buttons.at(-1);
      expect(button?.['data']).toStrictEqual({
        relationshipId: 'relationship',
        invitationId: 'R-7K2M',
        verb: 'show',
      });
      expect(summary).toBe(readCard(attachment.content)[1]);
    },
  );
});
