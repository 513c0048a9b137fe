import type { Language } from '../relationship/partner.ts';
import {
  type Argument,
  CLOUD,
  COUNTRY,
  ID,
  LANGUAGES,
  PAGE,
  REASON,
  TARGET,
  type Words,
  words,
} from './grammar-arguments.ts';
import { fold } from './tokenise.ts';

// The grammar, written once. A line is
//
//     verb  [argument …]  [key:value | --key value …]
//
// Verbs, keys and choices are understood in every language whatever the language of the answer; case, accents and
// trailing punctuation do not matter. The first word of a list is the one that help, forms and examples use.

/** Whose Teams a command belongs to. */
export type Audience = 'partner' | 'customer' | 'all';

/** One thing people can ask of the bot. */
export type CommandGrammar = {
  readonly words: Words;
  readonly audience: Audience;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly example: Readonly<Record<Language, string>>;
  /** Not in Teams' command menu, which holds twelve; help shows it all the same. */
  readonly isRare?: true;
};

/** Everything that can be asked of the bot. */
export const GRAMMAR = {
  help: {
    words: words('help ?', 'ayuda'),
    audience: 'all',
    arguments: {
      topic: { kind: 'text', words: words('command', 'comando'), isPositional: true, isHidden: true },
    },
    example: { en: 'help', es: 'ayuda' },
  },
  setup: {
    words: words('setup set-up configure', 'configurar configura'),
    audience: 'partner',
    arguments: {
      name: { kind: 'text', words: words('name', 'nombre'), isRequired: true, isPositional: true },
      country: { ...COUNTRY, isRequired: true },
      cloud: CLOUD,
      partnerId: { kind: 'number', words: words('partner-id partnerid mpn', 'id-de-partner id-partner') },
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
      link: { kind: 'url', words: words('link', 'enlace') },
    },
    example: {
      en: 'setup "Fabrikam" country:ES partner-id:1234567 language:en',
      es: 'configurar "Fabrikam" país:ES id-de-partner:1234567 idioma:es',
    },
  },
  invite: {
    words: words('invite', 'invitar invita'),
    audience: 'partner',
    arguments: {
      name: { kind: 'text', words: words('name', 'nombre'), isRequired: true, isPositional: true },
      domain: { kind: 'domain', words: words('domain', 'dominio'), isRequired: true, isPositional: true },
      country: { ...COUNTRY, isRequired: true },
      contact: { kind: 'email', words: words('to contact', 'para contacto') },
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
  check: {
    words: words('check', 'comprobar comprueba'),
    audience: 'partner',
    isRare: true,
    arguments: {
      domain: { kind: 'domain', words: words('domain', 'dominio'), isRequired: true, isPositional: true },
    },
    example: { en: 'check contoso.com', es: 'comprobar contoso.com' },
  },
  share: {
    words: words('share', 'compartir comparte'),
    audience: 'partner',
    arguments: { id: ID },
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
  customers: {
    words: words('customers', 'clientes'),
    audience: 'partner',
    arguments: {
      text: { kind: 'text', words: words('text', 'texto'), isPositional: true },
      page: PAGE,
    },
    example: { en: 'customers contoso', es: 'clientes contoso' },
  },
  revoke: {
    words: words('revoke withdraw', 'revocar revoca retirar'),
    audience: 'partner',
    arguments: { id: ID, reason: REASON },
    example: { en: 'revoke R-7K2M wrong contact', es: 'revocar R-7K2M contacto equivocado' },
  },
  reissue: {
    words: words('reissue renew', 'reemitir reemite'),
    audience: 'partner',
    arguments: { id: ID },
    example: { en: 'reissue R-7K2M', es: 'reemitir R-7K2M' },
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
      topics: { kind: 'text', words: words('for', 'para'), isPositional: true },
    },
    example: { en: 'alerts on accepted,declined', es: 'alertas sí aceptadas,rechazadas' },
  },
  agreement: {
    words: words('agreement mca', 'contrato'),
    audience: 'partner',
    isRare: true,
    arguments: {
      target: TARGET,
      agreement: {
        kind: 'text',
        words: words('agreement', 'contrato'),
        isRequired: true,
        isPositional: true,
        choices: {
          signed: words('accepted signed', 'aceptado firmado'),
          attested: words('attested', 'atestiguado certificado'),
        },
      },
      name: { kind: 'text', words: words('by', 'por') },
      email: { kind: 'email', words: words('email', 'correo') },
      date: { kind: 'date', words: words('date', 'fecha') },
    },
    example: { en: 'agreement contoso.com accepted', es: 'contrato contoso.com aceptado' },
  },
  access: {
    words: words('access', 'acceso'),
    audience: 'partner',
    isRare: true,
    arguments: {
      target: TARGET,
      access: {
        kind: 'text',
        words: words('access', 'acceso'),
        isRequired: true,
        isPositional: true,
        choices: {
          requested: words('requested', 'solicitado'),
          granted: words('granted', 'concedido'),
          removed: words('removed', 'retirado'),
        },
      },
    },
    example: { en: 'access contoso.com granted', es: 'acceso contoso.com concedido' },
  },
  history: {
    words: words('history', 'historial'),
    audience: 'partner',
    isRare: true,
    arguments: { target: TARGET },
    example: { en: 'history contoso.com', es: 'historial contoso.com' },
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
  invitations: {
    words: words('invitations requests', 'invitaciones solicitudes'),
    audience: 'customer',
    arguments: {},
    example: { en: 'invitations', es: 'invitaciones' },
  },
} as const satisfies Record<string, CommandGrammar>;

/** The name of a command: its English verb. */
export type CommandName = keyof typeof GRAMMAR;

/** Every command, as the table above orders them. */
export const COMMANDS = Object.entries(GRAMMAR) as readonly [CommandName, CommandGrammar][];

/** A command's grammar without the narrow types of the table. */
export const grammarOf = (name: CommandName): CommandGrammar => GRAMMAR[name];

/** Whether a word names a command. */
export const isCommandName = (word: string): word is CommandName => Object.hasOwn(GRAMMAR, word);

/** Whether a word is one of these, in any language. */
export function isOneOf(words: Words, word: string): boolean {
  const folded = fold(word) || word;
  return [...words.en, ...words.es].some((each) => (fold(each) || each) === folded);
}

/** The choice that somebody wrote, in any language, or undefined. */
export function choiceOf({ choices = {} }: Argument, written: string): string | undefined {
  return Object.entries(choices).find(
    ([choice, words]) => choice === written || isOneOf(words, written),
  )?.[0];
}
