import { LONGEST_REMARK } from '../../relationship/rules/questions.ts';
import {
  CLOUD,
  COUNTRY,
  type CommandGrammar,
  DOMAIN,
  ID,
  LANGUAGES,
  NAME,
  PAGE,
  REASON,
  TARGET,
  words,
} from '../argument.ts';

/** Asking a customer, and what becomes of it. */
export const INVITATION_COMMANDS = {
  invite: {
    words: words('invite', 'invitar invita'),
    audience: 'partner',
    arguments: {
      name: NAME,
      domain: DOMAIN,
      country: { ...COUNTRY, isRequired: true },
      contact: { kind: 'email', words: words('to contact', 'para contacto'), isPositional: true },
      scope: {
        kind: 'text',
        words: words('scope', 'alcance'),
        choices: { full: words('full', 'completo'), azure: words('azure', 'azure') },
      },
      buys: {
        kind: 'text',
        words: words('buys', 'compra'),
        choices: {
          'other-partner': words('other-partner', 'otro-partner'),
          direct: words('direct', 'directo'),
          unknown: words('unknown', 'desconocido'),
        },
      },
      cloud: CLOUD,
      lifeDays: { kind: 'days', words: words('expires', 'vence') },
      language: { kind: 'text', words: words('lang language', 'idioma'), choices: LANGUAGES },
      reference: { kind: 'text', words: words('ref reference', 'ref referencia') },
    },
    example: {
      en: 'invite "Contoso" contoso.com country:ES to:megan@contoso.com',
      es: 'invitar "Contoso" contoso.com país:ES para:megan@contoso.com',
    },
  },
  share: {
    words: words('share', 'compartir comparte'),
    audience: 'partner',
    arguments: {
      id: ID,
      way: {
        kind: 'text',
        words: words('by', 'por'),
        choices: {
          chat: words('chat card', 'chat tarjeta'),
          mail: words('mail e-mail email', 'correo e-mail'),
        },
        isHidden: true,
      },
    },
    example: { en: 'share R-7K2M', es: 'compartir R-7K2M' },
  },
  status: {
    words: words('status', 'estado'),
    audience: 'partner',
    arguments: {
      target: TARGET,
    },
    example: { en: 'status contoso.com', es: 'estado contoso.com' },
  },
  list: {
    words: words('list', 'lista listar'),
    audience: 'partner',
    arguments: {
      filter: {
        kind: 'text',
        words: words('filter', 'filtro'),
        isPositional: true,
        choices: {
          all: words('all', 'todas'),
          open: words('open', 'abiertas'),
          accepted: words('accepted', 'aceptadas'),
          declined: words('declined', 'rechazadas'),
          expired: words('expired', 'caducadas vencidas'),
        },
      },
      mine: {
        kind: 'text',
        words: words('whose', 'de-quién'),
        isPositional: true,
        choices: { mine: words('mine', 'mías'), everyone: words('everyone', 'todos') },
      },
      page: PAGE,
    },
    example: { en: 'list open mine', es: 'lista abiertas mías' },
  },
  remind: {
    words: words('remind', 'recordar recuerda'),
    audience: 'partner',
    isRare: true,
    arguments: { id: ID },
    example: { en: 'remind R-7K2M', es: 'recordar R-7K2M' },
  },
  extend: {
    words: words('extend', 'ampliar amplía'),
    audience: 'partner',
    isRare: true,
    arguments: {
      id: ID,
      days: { kind: 'days', words: words('days', 'días'), isRequired: true, isPositional: true },
    },
    example: { en: 'extend R-7K2M 7d', es: 'ampliar R-7K2M 7d' },
  },
  revoke: {
    words: words('revoke withdraw', 'revocar revoca retirar'),
    audience: 'partner',
    arguments: { id: ID, reason: REASON },
    example: { en: 'revoke R-7K2M wrong contact', es: 'revocar R-7K2M contacto equivocado' },
  },
  reply: {
    words: words('reply answer', 'responder responde contestar'),
    audience: 'partner',
    isRare: true,
    arguments: {
      id: ID,
      text: {
        kind: 'text',
        words: words('text', 'texto'),
        isRequired: true,
        isPositional: true,
        isMultiline: true,
        isSentence: true,
        longest: LONGEST_REMARK,
      },
    },
    example: { en: 'reply R-7K2M your subscriptions stay', es: 'responder R-7K2M tus suscripciones siguen' },
  },
  reissue: {
    words: words('reissue renew', 'reemitir reemite'),
    audience: 'partner',
    arguments: { id: ID },
    example: { en: 'reissue R-7K2M', es: 'reemitir R-7K2M' },
  },
  handover: {
    words: words('handover hand-over', 'traspasar traspasa'),
    audience: 'partner',
    isRare: true,
    arguments: {
      from: { kind: 'person', words: words('from', 'de'), isRequired: true, isPositional: true },
      to: { kind: 'person', words: words('to', 'para a'), isRequired: true, isPositional: true },
    },
    example: { en: 'handover @Dana @Lee', es: 'traspasar @Dana @Lee' },
  },
  history: {
    words: words('history', 'historial'),
    audience: 'partner',
    isRare: true,
    arguments: { target: TARGET, page: PAGE },
    example: { en: 'history contoso.com', es: 'historial contoso.com' },
  },
  invitations: {
    words: words('invitations requests', 'invitaciones solicitudes'),
    audience: 'customer',
    arguments: {},
    example: { en: 'invitations', es: 'invitaciones' },
  },
} as const satisfies Record<string, CommandGrammar>;
