import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/relationship/language.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import type { WithInvitation } from '../../src/relationship/relationship.ts';
import { requestCard } from '../../src/teams/cards/request-card.ts';
import { type CardElement, elements, readCard } from '../support/cards/card-rules.ts';
import {
  accepted,
  contoso,
  declined,
  drafted,
  expired,
  fabrikam,
  history,
  nextMonday,
  nextTuesday,
  revoked,
  shared,
  standings,
  terms,
  tuesday,
  viewed,
} from '../support/given.ts';

const sent = history(drafted, shared);

type Seen = { readonly language?: Language; readonly now?: Date; readonly partner?: Partner };

function read(
  relationship: WithInvitation,
  { language = 'en', now = tuesday, partner = fabrikam }: Seen = {},
) {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const shown = { relationshipId: 'relationship', relationship, partner, reader, now };
  return readCard(requestCard(shown).attachment.content);
}

const title = [
  'Request for a reseller relationship',
  'Fabrikam asks to become Contoso’s reseller of Microsoft services.',
];
const facts = [
  ...['Partner', 'Fabrikam', 'Microsoft Partner ID', '1234567', 'Partner’s tenant', 'fabrikam-tenant'],
  ...['Verification code', '5XD-8FC'],
  ...['For', 'Contoso (contoso.com)', 'Asked for by', 'Dana Souza', 'Scope', 'Reseller relationship'],
  ...['Admin permission', 'Not asked for', 'Valid until', '9 Mar 2026, 10:00 CET'],
];
const asking = [
  '[Ask a question…]',
  'Your question (the partner sees it with your name): ',
  '[Send question]',
];
const askingAnew = [
  '[Ask for a new link…]',
  'Your question (the partner sees it with your name): This link no longer works for us. Could you send us a new one?',
  '[Send question]',
];
// What can no longer be answered was asked once, and is valid until no day.
const closedTitle = [title[0], 'Fabrikam asked to become Contoso’s reseller of Microsoft services.'];
const closedFacts = facts.slice(0, -2);
const means = [
  '• The partner may buy Microsoft services for your organisation once the Microsoft Customer Agreement is signed.',
  '• The partner gets no administrator access. That would be a separate request.',
  '• Your subscriptions stay where they are and your other partners keep theirs.',
  '• Microsoft’s own confirmation and your list of partners are in the Microsoft 365 admin center; to end the relationship later, ask the partner.',
];

describe('the customer’s card', () => {
  it('says who asks for what, what it allows and what not, and takes the answer', () => {
    expect(read(sent)).toStrictEqual([
      ...title,
      'Waiting for your answer',
      ...facts,
      'If you accept',
      ...means,
      '[Accept Fabrikam]',
      '[Decline…]',
      'Reason (optional, the partner sees it): ',
      '[Decline]',
      ...asking,
    ]);
  });

  it('speaks Spanish', () => {
    expect(read(sent, { language: 'es' })).toStrictEqual([
      'Solicitud de relación de revendedor',
      'Fabrikam solicita ser revendedor de servicios de Microsoft para Contoso.',
      'A la espera de tu respuesta',
      ...['Partner', 'Fabrikam', 'Id. de partner de Microsoft', '1234567'],
      ...[
        'Inquilino del partner',
        'fabrikam-tenant',
        'Código de verificación',
        '5XD-8FC',
        'Para',
        'Contoso (contoso.com)',
      ],
      ...['Solicitada por', 'Dana Souza', 'Alcance', 'Relación de revendedor'],
      ...['Permiso de administrador', 'No se solicita', 'Válida hasta', '9 mar 2026, 10:00 CET'],
      'Si aceptas',
      '• El partner podrá comprar servicios de Microsoft para tu organización cuando se haya firmado el Contrato de cliente de Microsoft.',
      '• El partner no obtiene acceso de administrador: eso sería otra solicitud.',
      '• Tus suscripciones siguen donde están y tus otros partners conservan las suyas.',
      '• La confirmación de Microsoft y la lista de tus partners están en el Centro de administración de Microsoft 365; para terminar la relación más adelante, pídeselo al partner.',
      '[Aceptar a Fabrikam]',
      '[Rechazar…]',
      'Motivo (opcional, lo verá el partner): ',
      '[Rechazar]',
      '[Hacer una pregunta…]',
      'Tu pregunta (el partner la verá con tu nombre): ',
      '[Enviar pregunta]',
    ]);
  });

  it.each(['a draft', 'a read invitation'] as const)('waits for an answer, given %s', (standing) => {
    expect(read(standings[standing])).toStrictEqual(read(sent));
  });

  it('shows the scope and the reference that were agreed, and leaves out what the partner has not said', () => {
    const { partnerId: _, ...unnumbered } = fabrikam;
    const relationship = history(
      { ...drafted, terms: { ...terms, scope: 'azure', reference: 'PO 4411' } },
      shared,
    );
    expect(read(relationship, { partner: unnumbered }).slice(3, 19)).toStrictEqual([
      ...['Partner', 'Fabrikam', 'Partner’s tenant', 'fabrikam-tenant'],
      ...['Verification code', '5XD-8FC'],
      ...['For', 'Contoso (contoso.com)', 'Asked for by', 'Dana Souza'],
      ...['Scope', 'Reseller relationship, only for Azure that the partner provisions'],
      ...['Admin permission', 'Not asked for', 'Valid until', '9 Mar 2026, 10:00 CET'],
    ]);
    expect(read(relationship, { partner: unnumbered }).slice(19, 21)).toStrictEqual(['Reference', 'PO 4411']);
  });

  it('names the portal of the US Government cloud for its customers (S15)', () => {
    const relationship = history({ ...drafted, customer: { ...contoso, cloud: 'usgov' } }, shared);
    expect(read(relationship)).toContain(
      '• Microsoft’s own confirmation and your list of partners are in the Microsoft Office admin portal; to end the relationship later, ask the partner.',
    );
  });
});

describe('the customer’s card once it is closed', () => {
  it('says who accepted and when, what that means, and what Microsoft asks next', () => {
    expect(read(history(drafted, shared, accepted))).toStrictEqual([
      ...closedTitle,
      '✓ Accepted by Megan Bowen, 3 Mar 2026, 10:00 CET',
      ...closedFacts,
      'What this means',
      ...means,
      'Microsoft’s own page for this is in the Microsoft 365 admin center. Your partner will tell you if anything is left to do there.',
      ...asking,
    ]);
  });

  it('leads whoever said yes on to Microsoft, where the partner has a link there, and nobody else', () => {
    const microsoftLink = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship';
    const partner = { ...fabrikam, microsoftLink };
    const lines = read(history(drafted, shared, accepted), { partner });
    expect(lines.slice(-5)).toStrictEqual([
      'One step is left: an administrator of yours accepts at Microsoft too, in the Microsoft 365 admin center (admin.microsoft.com).',
      '[Continue at Microsoft]',
      ...asking,
    ]);
    const foreign = { ...fabrikam, microsoftLink: 'https://microsoft.example/x' };
    expect(read(history(drafted, shared, accepted), { partner: foreign })).not.toContain('microsoft.example');
    for (const other of [sent, history(drafted, shared, declined)])
      expect(read(other, { partner }).join()).not.toContain('admin.microsoft.com');
  });

  it.each([
    [
      'declined',
      history(drafted, shared, declined),
      tuesday,
      '✕ Declined by Megan Bowen, 3 Mar 2026, 10:00 CET',
    ],
    [
      'withdrawn',
      history(drafted, shared, revoked),
      tuesday,
      '↩ The partner withdrew this request, 3 Mar 2026, 10:00 CET',
    ],
    [
      'announced as expired',
      history(drafted, shared, expired),
      nextTuesday,
      '◷ This request expired 9 Mar 2026, 10:00 CET',
    ],
    [
      'announced as expired a day late',
      history(drafted, shared, { ...expired, at: nextTuesday }),
      nextTuesday,
      '◷ This request expired 9 Mar 2026, 10:00 CET',
    ],
    ['over while a draft', history(drafted), nextMonday, '◷ This request expired 9 Mar 2026, 10:00 CET'],
    ['over before anybody announced it', sent, nextMonday, '◷ This request expired 9 Mar 2026, 10:00 CET'],
    [
      'over after it was read',
      history(drafted, shared, viewed),
      nextTuesday,
      '◷ This request expired 9 Mar 2026, 10:00 CET',
    ],
  ])('says that it is %s, and takes no answer, only questions', (name, relationship, now, status) => {
    const questions = name === 'declined' ? asking : askingAnew;
    expect(read(relationship, { now })).toStrictEqual([...closedTitle, status, ...closedFacts, ...questions]);
  });

  it('never tells the customer why the partner withdrew it', () => {
    const lines = read(history(drafted, shared, revoked)).join('\n');
    expect(lines).not.toContain('Wrong contact');
  });
});

describe('the customer’s buttons', () => {
  it('say which request they are about; the refusal takes the reason along and the question its text', () => {
    const reader = { language: 'en', timeZone: 'UTC' } as const;
    const shown = {
      relationshipId: 'relationship',
      relationship: sent,
      partner: fabrikam,
      reader,
      now: tuesday,
    };
    const buttons = [...elements(requestCard(shown).attachment.content)].filter(
      ({ type }) => type === 'Action.Execute',
    );
    const about = { relationshipId: 'relationship', invitationId: 'R-7K2M' };
    expect(
      buttons.map(({ verb, data, associatedInputs, fallback }) => {
        return [verb, data, associatedInputs, (fallback as CardElement)['data']];
      }),
    ).toStrictEqual([
      ['accept', { ...about, verb: 'accept' }, 'none', { ...about, verb: 'accept' }],
      ['decline', { ...about, verb: 'decline' }, undefined, { ...about, verb: 'decline' }],
      ['ask', { ...about, verb: 'ask' }, undefined, { ...about, verb: 'ask' }],
    ]);
  });
});
