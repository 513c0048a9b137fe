import { LONGEST_BODY, LONGEST_SUBJECT } from '../../words/messages/template.ts';
import { CLOUD, COUNTRY, type CommandGrammar, LANGUAGES, NAME, words } from '../argument.ts';

const LANGUAGE = {
  kind: 'text',
  words: words('language lang', 'idioma'),
  isPositional: true,
  choices: LANGUAGES,
} as const;

/** The company: its profile, its people, its channels. */
export const COMPANY_COMMANDS = {
  setup: {
    words: words('setup set-up configure', 'configurar configura'),
    audience: 'partner',
    arguments: {
      name: NAME,
      country: { ...COUNTRY, isRequired: true },
      cloud: CLOUD,
      partnerId: {
        kind: 'number',
        words: words('partner-id partnerid mpn', 'id-de-partner id-partner'),
        isRemovable: true,
      },
      language: { kind: 'text', words: words('language lang', 'idioma'), choices: LANGUAGES },
      authority: {
        kind: 'text',
        words: words('authority', 'autoridad'),
        choices: {
          contact: words('contact', 'contacto'),
          administrator: words('administrator admin', 'administrador'),
          member: words('member', 'miembro'),
        },
      },
      lifeDays: { kind: 'days', words: words('life', 'vigencia') },
      reminderDays: {
        kind: 'day-list',
        words: words('reminders', 'recordatorios'),
        isList: true,
        isRemovable: true,
      },
      link: { kind: 'url', words: words('link', 'enlace'), longest: 2000, isRemovable: true },
    },
    example: {
      en: 'setup "Fabrikam" country:ES partner-id:1234567 language:en',
      es: 'configurar "Fabrikam" país:ES id-de-partner:1234567 idioma:es',
    },
  },
  template: {
    words: words('template message', 'plantilla mensaje'),
    audience: 'partner',
    isRare: true,
    arguments: {
      language: LANGUAGE,
      action: {
        kind: 'text',
        words: words('action', 'acción'),
        isPositional: true,
        isHidden: true,
        choices: {
          save: words('save', 'guardar'),
          preview: words('preview', 'vista-previa vista previsualizar'),
          reset: words('reset default', 'restablecer predeterminado predeterminada'),
        },
      },
      subject: {
        kind: 'text',
        words: words('subject', 'asunto'),
        isVerbatim: true,
        longest: LONGEST_SUBJECT,
      },
      body: {
        kind: 'text',
        words: words('text body', 'texto cuerpo'),
        isVerbatim: true,
        isMultiline: true,
        longest: LONGEST_BODY,
      },
    },
    example: { en: 'template en preview', es: 'plantilla es vista-previa' },
  },
  alerts: {
    words: words('alerts', 'alertas'),
    audience: 'partner',
    arguments: {
      state: {
        kind: 'text',
        words: words('state', 'estado'),
        isRequired: true,
        isPositional: true,
        choices: { on: words('on', 'sí si activar'), off: words('off', 'no desactivar') },
      },
      topics: { kind: 'text', words: words('for', 'para'), isPositional: true, isList: true },
    },
    example: { en: 'alerts on accepted,declined', es: 'alertas sí aceptadas,rechazadas' },
  },
  role: {
    words: words('role roles', 'rol'),
    audience: 'partner',
    arguments: {
      person: { kind: 'person', words: words('who', 'quién'), isRequired: true, isPositional: true },
      role: {
        kind: 'text',
        words: words('role', 'rol'),
        isRequired: true,
        isPositional: true,
        choices: {
          admin: words('admin', 'administración admin'),
          sales: words('sales', 'ventas'),
          helpdesk: words('helpdesk support', 'soporte'),
          none: words('none', 'ninguno'),
        },
      },
    },
    example: { en: 'role @Dana sales', es: 'rol @Dana ventas' },
  },
  language: {
    words: words('language', 'idioma'),
    audience: 'all',
    isRare: true,
    arguments: {
      language: { ...LANGUAGE, isRequired: true },
    },
    example: { en: 'language es', es: 'idioma en' },
  },
} as const satisfies Record<string, CommandGrammar>;
