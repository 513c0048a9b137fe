import { describe, expect, it } from 'vitest';
import type { Reason, RefusalCode } from '../../src/relationship/refusal.ts';
import { refusalCard } from '../../src/teams/cards/refusal-card.ts';
import { readCard } from '../support/cards/card-rules.ts';
import { nextMonday, tuesday } from '../support/given.ts';

const english = { language: 'en', timeZone: 'Europe/Madrid' } as const;
const spanish = { language: 'es', timeZone: 'Europe/Madrid' } as const;

// These have a test of their own.
type ToCustomers =
  | 'invitation-over'
  | 'invitation-replaced'
  | 'other-organisation'
  | 'own-invitation'
  | 'no-authority'
  | 'invitation-closed';

type Said = { readonly reason: Reason; readonly en: readonly string[]; readonly es: readonly string[] };

// Why not, and what to do instead: what the person reads.
const said: { readonly [Code in Exclude<RefusalCode, ToCustomers>]: Said } = {
  'role-required': {
    reason: { code: 'role-required', needed: ['admin', 'sales'] },
    en: [
      'Not with your role',
      'This needs the role Admin agent or Sales agent. An Admin agent of your company can give it to you.',
    ],
    es: [
      'Tu rol no lo permite',
      'Para esto hace falta el rol Agente de administración o Agente de ventas. Te lo puede dar un agente de administración de tu empresa.',
    ],
  },
  'partner-not-set-up': {
    reason: { code: 'partner-not-set-up' },
    en: [
      'Your company’s profile is missing',
      'Before the first invitation an Admin agent types “setup” and fills in the company’s profile.',
    ],
    es: [
      'Falta el perfil de tu empresa',
      'Antes de la primera invitación, un agente de administración escribe «configurar» y rellena el perfil de la empresa.',
    ],
  },
  'mail-off': {
    reason: { code: 'mail-off' },
    en: [
      'Vínculo does not send mail here',
      'No mail server is set up, so nothing was sent. Copy the message from the invitation’s card into your own e-mail.',
    ],
    es: [
      'Vínculo no envía correo aquí',
      'No hay ningún servidor de correo configurado, así que no se envió nada. Copia el mensaje de la tarjeta de la invitación en tu propio correo.',
    ],
  },
  'no-contact': {
    reason: { code: 'no-contact', invitationId: 'R-7K2M' },
    en: [
      'Nobody to write to',
      'R-7K2M names no contact, so nothing was sent. Withdraw it and invite again with to:name@customer.com, or send the message yourself.',
    ],
    es: [
      'No hay a quién escribir',
      'R-7K2M no indica ningún contacto, así que no se envió nada. Retírala e invita de nuevo con para:nombre@cliente.com, o envía tú el mensaje.',
    ],
  },
  'link-unknown': {
    reason: { code: 'link-unknown', invitationId: 'R-7K2M' },
    en: [
      'The link is no longer known',
      'The link of R-7K2M is known only to the card that shows it: press “Send by e-mail” there. “New link” makes another; nothing was sent.',
    ],
    es: [
      'El vínculo ya no se conoce',
      'El vínculo de R-7K2M solo lo conoce la tarjeta que lo muestra: pulsa allí «Enviar por correo». «Vínculo nuevo» crea otro; no se envió nada.',
    ],
  },
  'link-edited-out': {
    reason: { code: 'link-edited-out' },
    en: [
      'The link is not in the message',
      'The message has to hold its link, complete and once. Put it back and send again; nothing was sent.',
    ],
    es: [
      'El vínculo no está en el mensaje',
      'El mensaje tiene que llevar su vínculo, completo y una sola vez. Vuelve a ponerlo y envíalo otra vez; no se envió nada.',
    ],
  },
  'other-region': {
    reason: { code: 'other-region', partner: 'ES', customer: 'US' },
    en: [
      'Another region',
      'Your company sells in Spain, the customer’s country is United States. Microsoft allows a reseller relationship only inside one region, so no invitation was created. A partner of the customer’s region can ask.',
    ],
    es: [
      'Otra región',
      'Tu empresa vende en España y el país del cliente es Estados Unidos. Microsoft solo permite una relación de revendedor dentro de una misma región, así que no se ha creado ninguna invitación. Puede solicitarla un partner de la región del cliente.',
    ],
  },
  'date-in-future': {
    reason: { code: 'date-in-future' },
    en: [
      'That date is still to come',
      'An agreement can only be attested once it is signed. Nothing was recorded.',
    ],
    es: [
      'Esa fecha aún no ha llegado',
      'Un contrato solo se puede dar por firmado cuando ya lo está. No se ha registrado nada.',
    ],
  },
  'azure-not-offered': {
    reason: { code: 'azure-not-offered' },
    en: [
      'Not offered in this cloud',
      'Microsoft Cloud for US Government does not offer a relationship without admin permission. Invite with scope:full; nothing was created.',
    ],
    es: [
      'No se ofrece en esta nube',
      'Microsoft Cloud for US Government no ofrece relaciones sin permiso de administrador. Invita con alcance:completo; no se ha creado nada.',
    ],
  },
  'own-tenant': {
    reason: { code: 'own-tenant', domain: 'fabrikam.com' },
    en: [
      'That is your own organisation',
      'fabrikam.com belongs to your own tenant. A partner cannot be its own customer.',
    ],
    es: [
      'Es tu propia organización',
      'fabrikam.com pertenece a tu propio inquilino. Un partner no puede ser su propio cliente.',
    ],
  },
  'tenant-unknown': {
    reason: { code: 'tenant-unknown', domain: 'nowhere.example', cloud: 'public' },
    en: [
      'No Microsoft customer there',
      'nowhere.example has no Microsoft tenant (public cloud), so there is nobody to invite. Check the spelling. If the customer is new to Microsoft, add it as a new customer in Partner Center: that forms the relationship by itself.',
    ],
    es: [
      'Ahí no hay ningún cliente de Microsoft',
      'nowhere.example no tiene inquilino de Microsoft (nube pública), así que no hay a quién invitar. Revisa cómo está escrito. Si el cliente es nuevo en Microsoft, agrégalo como cliente nuevo en el Centro de partners: así la relación se forma sola.',
    ],
  },
  'other-cloud': {
    reason: { code: 'other-cloud', domain: 'northwind.example', partner: 'public', customer: 'usgov' },
    en: [
      'Different clouds',
      'northwind.example is in the Microsoft Cloud for US Government, your company in the public cloud. A relationship needs both in the same cloud.',
    ],
    es: [
      'Nubes distintas',
      'northwind.example está en Microsoft Cloud for US Government y tu empresa en la nube pública. Una relación exige que ambos estén en la misma nube.',
    ],
  },
  'tenant-lookup-failed': {
    reason: { code: 'tenant-lookup-failed', domain: 'contoso.com' },
    en: [
      'Microsoft could not be asked',
      'Whose domain contoso.com is could not be looked up just now. Nothing was created; try again in a minute.',
    ],
    es: [
      'No se pudo consultar a Microsoft',
      'Ahora mismo no se ha podido averiguar de quién es el dominio contoso.com. No se ha creado nada; inténtalo de nuevo en un minuto.',
    ],
  },
  'life-out-of-range': {
    reason: { code: 'life-out-of-range', shortest: 1, longest: 30 },
    en: ['Not that many days', 'An invitation can be valid for 1 to 30 days.'],
    es: ['Esa duración no es posible', 'Una invitación puede ser válida entre 1 y 30 días.'],
  },
  'already-invited': {
    reason: {
      code: 'already-invited',
      invitationId: 'R-7K2M',
      customer: 'Contoso',
      by: 'Dana Souza',
      expiresAt: nextMonday,
    },
    en: [
      'Already invited',
      'Contoso has an open invitation: R-7K2M, from Dana Souza, valid until 9 Mar 2026, 10:00 CET. “status R-7K2M” shows it; withdraw it to make a new one.',
    ],
    es: [
      'Ya está invitado',
      'Contoso tiene una invitación abierta: R-7K2M, de Dana Souza, válida hasta el 9 mar 2026, 10:00 CET. «estado R-7K2M» la muestra; retírala para crear otra.',
    ],
  },
  'already-active': {
    reason: { code: 'already-active', customer: 'Contoso', since: tuesday },
    en: [
      'Already your customer',
      'Contoso has had a reseller relationship with your company since 3 Mar 2026, 10:00 CET. There is nothing to invite to.',
    ],
    es: [
      'Ya es cliente tuyo',
      'Contoso tiene una relación de revendedor con tu empresa desde el 3 mar 2026, 10:00 CET. No hay nada que solicitar.',
    ],
  },
  'extension-too-long': {
    reason: { code: 'extension-too-long', latest: nextMonday },
    en: [
      'Too long',
      'A link lives 30 days in all, so this one cannot go beyond 9 Mar 2026, 10:00 CET. “New link” starts anew; nothing was changed.',
    ],
    es: [
      'Demasiado tiempo',
      'Un vínculo dura 30 días en total, así que este no puede pasar del 9 mar 2026, 10:00 CET. «Vínculo nuevo» empieza de cero; no se ha cambiado nada.',
    ],
  },
  'question-empty': {
    reason: { code: 'question-empty' },
    en: ['Nothing was written', 'Write something first; nothing was sent.'],
    es: ['No has escrito nada', 'Escribe algo primero; no se ha enviado nada.'],
  },
  'text-too-long': {
    reason: { code: 'text-too-long', most: 1000 },
    en: ['Too long', 'Write at most 1,000 characters; nothing was sent.'],
    es: ['Demasiado largo', 'Escribe 1000 caracteres como máximo; no se ha enviado nada.'],
  },
  'too-many-questions': {
    reason: { code: 'too-many-questions' },
    en: [
      'One at a time',
      'There are enough questions waiting for a reply. Wait for it, or call your contact; nothing was sent.',
    ],
    es: [
      'De una en una',
      'Ya hay bastantes preguntas a la espera de respuesta. Espera a que llegue o llama a tu contacto; no se ha enviado nada.',
    ],
  },
  'not-sent-yet': {
    reason: { code: 'not-sent-yet', invitationId: 'R-7K2M' },
    en: [
      'Not sent yet',
      'R-7K2M is still a draft, so there is nothing to be reminded of. Send it first and press “I have sent it”.',
    ],
    es: [
      'Aún sin enviar',
      'R-7K2M sigue en borrador, así que no hay nada que recordar. Envíala primero y pulsa «Ya lo he enviado».',
    ],
  },
  'not-active': {
    reason: { code: 'not-active', customer: 'Contoso' },
    en: [
      'There is no relationship',
      'Contoso has no reseller relationship with your company, so there is nothing to end.',
    ],
    es: [
      'No hay ninguna relación',
      'Contoso no tiene relación de revendedor con tu empresa, así que no hay nada que terminar.',
    ],
  },
  'not-confirmed': {
    reason: { code: 'not-confirmed', domain: 'contoso.com' },
    en: ['Not confirmed', 'Tick all three and type contoso.com exactly. Nothing was changed.'],
    es: ['Sin confirmar', 'Marca las tres casillas y escribe contoso.com tal cual. No se ha cambiado nada.'],
  },
  'nothing-to-hand-over': {
    reason: { code: 'nothing-to-hand-over', from: 'Dana' },
    en: ['Nothing to hand over', '“Dana” looks after no open invitation. “list open” shows whose they are.'],
    es: [
      'Nada que traspasar',
      '«Dana» no lleva ninguna invitación abierta. «lista abiertas» muestra de quién son.',
    ],
  },
  'looked-after': {
    reason: { code: 'looked-after', by: 'Dana' },
    en: ['Somebody looks after it', 'Dana looks after this invitation. An Admin agent can hand it over.'],
    es: [
      'Ya hay quien se ocupa',
      'Esta invitación la lleva Dana. Un agente de administración puede traspasarla.',
    ],
  },
  ambiguous: {
    reason: { code: 'ambiguous', what: 'contoso', candidates: [] },
    en: ['Which one?', 'Several customers match “contoso”. Choose one:'],
    es: ['¿Cuál de ellos?', 'Varios clientes coinciden con «contoso». Elige uno:'],
  },
  'not-found': {
    reason: { code: 'not-found', what: 'R-7K2M' },
    en: [
      'Not found',
      'There is nothing called “R-7K2M” here. “list” shows your invitations, “customers” your customers.',
    ],
    es: [
      'No se encuentra',
      'Aquí no hay nada llamado «R-7K2M». «lista» muestra tus invitaciones y «clientes», tus clientes.',
    ],
  },
};

describe('what an agent reads who is refused', () => {
  it.each(Object.entries(said))('%s', (_, { reason, en, es }) => {
    expect(readCard(refusalCard(reason, english).attachment.content)).toStrictEqual(en);
    expect(readCard(refusalCard(reason, spanish).attachment.content)).toStrictEqual(es);
  });
});
