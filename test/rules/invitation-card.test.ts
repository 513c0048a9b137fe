import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/relationship/language.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import type { WithInvitation } from '../../src/relationship/relationship.ts';
import { invitationCard } from '../../src/teams/cards/invitation-card.ts';
import { type CardElement, elements, readCard } from '../support/cards/card-rules.ts';
import {
  accepted,
  declined,
  drafted,
  expired,
  fabrikam,
  history,
  monday,
  nextMonday,
  nextTuesday,
  relationshipEnded,
  revoked,
  shared,
  standings,
  terms,
  tuesday,
  viewed,
} from '../support/given.ts';

const link = 'https://vinculo.fabrikam.com/i/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';

type Seen = {
  readonly language?: Language;
  readonly now?: Date;
  readonly link?: string;
  readonly partner?: Partner;
};

function card(
  relationship: WithInvitation,
  { language = 'en', now = tuesday, link: shown, partner = fabrikam }: Seen = {},
) {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const linked = shown === undefined ? {} : { link: shown };
  return invitationCard({ relationshipId: 'relationship', relationship, partner, reader, now, ...linked });
}

const read = (relationship: WithInvitation, seen?: Seen) =>
  readCard(card(relationship, seen).attachment.content);

const facts = [
  ...['Domain', 'contoso.com', 'Country', 'Spain', 'Contact', 'adele@contoso.com'],
  ...['Scope', 'Reseller relationship', 'Buys today from', 'another partner'],
  ...['Asked for by', 'Dana Souza', 'Verification code', '5XD-8FC', 'Valid until', '9 Mar 2026, 10:00 CET'],
];

describe('the partner’s card of a new invitation', () => {
  it('shows the link and the message to send, and what to do with them', () => {
    const english = history({ ...drafted, terms: { ...terms, language: 'en' } });
    expect(read(english, { now: monday, link })).toStrictEqual([
      'Invitation R-7K2M',
      'Contoso',
      '✎ Draft – not sent yet',
      ...facts,
      `Unique link: ${link}`,
      `Message for the customer: Hello,

Fabrikam would like to become a reseller of Microsoft services for Contoso. Please open this link, sign in with your work account and accept or decline:

${link}

Your subscriptions and your other partners stay as they are, and we are not asking for administrator access.

An administrator of your organisation or the person this is addressed to can answer. The link is valid until 9 Mar 2026, 10:00 CET. You will find your partners in the Microsoft 365 admin center.

Kind regards,
Dana Souza, Fabrikam`,
      'Copy the whole text or open it in your e-mail. The link works for this customer only and is shown only here.',
      'Send the message, then say so here: from then on you see when it is read and answered.',
      '[Open in e-mail]',
      '[I have sent it]',
      '[Post in this chat]',
      '[Withdraw…]',
    ]);
  });

  it('speaks Spanish', () => {
    expect(read(history(drafted), { now: monday, language: 'es' })).toStrictEqual([
      'Invitación R-7K2M',
      'Contoso',
      '✎ Borrador: aún sin enviar',
      ...['Dominio', 'contoso.com', 'País', 'España', 'Contacto', 'adele@contoso.com'],
      ...['Alcance', 'Relación de revendedor', 'Hoy compra a', 'otro partner'],
      ...[
        'Solicitada por',
        'Dana Souza',
        'Código de verificación',
        '5XD-8FC',
        'Válida hasta',
        '9 mar 2026, 10:00 CET',
      ],
      'Un vínculo solo se muestra una vez, al crearlo. Si no lo tienes, «Vínculo nuevo» crea otro.',
      '[Ya lo he enviado]',
      '[Publicar en este chat]',
      '[Vínculo nuevo]',
      '[Retirar…]',
    ]);
  });

  it('says so when the link is lost', () => {
    expect(read(history(drafted), { now: monday }).slice(-5)).toStrictEqual([
      'A link is shown only once, when it is made. If you do not have it, “New link” makes another.',
      '[I have sent it]',
      '[Post in this chat]',
      '[New link]',
      '[Withdraw…]',
    ]);
  });

  it('shows what else the agent said', () => {
    const { contact: _, ...others } = terms;
    const relationship = history({
      ...drafted,
      terms: { ...others, scope: 'azure', buys: 'unknown', reference: 'PO 4411' },
    });
    expect(read(relationship).slice(3, -5)).toStrictEqual([
      ...['Domain', 'contoso.com', 'Country', 'Spain'],
      ...['Scope', 'Reseller relationship, only for Azure that the partner provisions'],
      ...[
        'Asked for by',
        'Dana Souza',
        'Verification code',
        '5XD-8FC',
        'Valid until',
        '9 Mar 2026, 10:00 CET',
        'Reference',
        'PO 4411',
      ],
    ]);
  });

  it('has the time of the reader’s zone', () => {
    const reader = { language: 'en', timeZone: 'America/New_York' } as const;
    const relationship = history(drafted);
    const shown = { relationshipId: 'x', relationship, partner: fabrikam, reader, now: monday };
    expect(readCard(invitationCard(shown).attachment.content)).toContain('9 Mar 2026, 05:00 GMT-4');
  });
});

describe('the partner’s card later', () => {
  const waiting = [
    'You will be told here as soon as the customer answers. If the link was lost, “New link” makes another.',
    '[Remind]',
    '[Post in this chat]',
    '[New link]',
    '[More days…]',
    '[Withdraw…]',
  ];
  const again = ['You can invite this customer again at any time.', '[New link]'];

  it.each<[string, WithInvitation, Date, string[]]>([
    [
      'sent',
      history(drafted, shared),
      tuesday,
      ['→ Sent by Dana Souza, 2 Mar 2026, 10:00 CET – waiting for an answer', ...facts, ...waiting],
    ],
    [
      'read',
      history(drafted, shared, viewed),
      tuesday,
      ['◉ Read by Alex Wilber, 3 Mar 2026, 10:00 CET – waiting for an answer', ...facts, ...waiting],
    ],
    [
      'accepted',
      history(drafted, shared, accepted),
      tuesday,
      [
        '✓ Accepted by Megan Bowen, 3 Mar 2026, 10:00 CET',
        ...facts,
        ...['Customer agreement', 'not known to be signed', 'Admin access', 'not asked for'],
        ...['Can purchase', 'Not yet', 'Can manage', 'Not yet'],
        ...['Answered as', 'administrator, proved by sign-in'],
        'Still missing',
        '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
        '• Admin access: ask the customer for it separately if you are to manage their services.',
        'Recorded by Vínculo (standalone: Partner Center has not been asked).',
        '[Agreement…]',
        '[Admin access…]',
      ],
    ],
    [
      'declined',
      history(drafted, shared, declined),
      tuesday,
      ['✕ Declined by Megan Bowen, 3 Mar 2026, 10:00 CET', ...facts, ...['Reason', 'Too early'], ...again],
    ],
    [
      'withdrawn',
      history(drafted, shared, revoked),
      tuesday,
      [
        '↩ Withdrawn by Dana Souza, 3 Mar 2026, 10:00 CET',
        ...facts,
        ...['Reason', 'Wrong contact'],
        ...again,
      ],
    ],
    [
      'announced as expired',
      history(drafted, shared, expired),
      nextTuesday,
      ['◷ Expired 9 Mar 2026, 10:00 CET without an answer', ...facts, ...again],
    ],
    [
      'expired at this very instant, before anybody announced it',
      history(drafted, shared, viewed),
      nextMonday,
      ['◷ Expired 9 Mar 2026, 10:00 CET without an answer', ...facts, ...again],
    ],
  ])('says that the invitation is %s', (_, relationship, now, expected) => {
    expect(read(relationship, { now })).toStrictEqual(['Invitation R-7K2M', 'Contoso', ...expected]);
  });

  it('says that the relationship has ended, and no longer what is missing', () => {
    const lines = read(history(drafted, shared, accepted, relationshipEnded));
    expect(lines[2]).toBe('↩ Ended by Dana Souza, 4 Mar 2026, 10:00 CET');
    expect(lines.join()).not.toMatch(/missing|Accepted by|Can purchase/);
  });

  it('leaves out what is no longer missing', () => {
    const relationship = { ...standings['an accepted invitation'], agreement: 'attested' } as const;
    expect(read(relationship)).not.toContain(
      '• Microsoft Customer Agreement: the customer has to sign it before the first order.',
    );
    expect(read({ ...relationship, adminAccess: 'granted' })).not.toContain('Still missing');
  });
});

describe('the buttons of the partner’s card', () => {
  it('say which invitation they are about, and nothing that could be believed', () => {
    const about = { relationshipId: 'relationship', invitationId: 'R-7K2M' };
    const buttons = [...elements(card(history(drafted), { link }).attachment.content)].filter(
      ({ type }) => type === 'Action.Execute',
    );
    expect(
      buttons.map(({ verb, data, fallback }) => [verb, data, (fallback as CardElement)['data']]),
    ).toStrictEqual([
      ['share', { ...about, way: 'message', verb: 'share' }, { ...about, way: 'message', verb: 'share' }],
      ['share', { ...about, way: 'chat', verb: 'share' }, { ...about, way: 'chat', verb: 'share' }],
      ['ask-revoke', { ...about, verb: 'ask-revoke' }, { ...about, verb: 'ask-revoke' }],
    ]);
  });
});
