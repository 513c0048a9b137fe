import { CLOUD, COUNTRY, type CommandGrammar, DOMAIN, NAME, PAGE, TARGET, words } from '../argument.ts';

/** What is known of customers, and what is recorded of them. */
export const CUSTOMER_COMMANDS = {
  check: {
    words: words('check', 'comprobar comprueba'),
    audience: 'partner',
    isRare: true,
    arguments: {
      domain: DOMAIN,
    },
    example: { en: 'check contoso.com', es: 'comprobar contoso.com' },
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
  customer: {
    words: words('customer', 'cliente'),
    audience: 'partner',
    isRare: true,
    arguments: { target: TARGET },
    example: { en: 'customer contoso.com', es: 'cliente contoso.com' },
  },
  add: {
    words: words('add', 'alta agregar añadir'),
    audience: 'partner',
    isRare: true,
    arguments: { name: NAME, domain: DOMAIN, country: { ...COUNTRY, isRequired: true }, cloud: CLOUD },
    example: { en: 'add "Contoso" contoso.com country:ES', es: 'alta "Contoso" contoso.com país:ES' },
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
  end: {
    words: words('end terminate', 'terminar termina finalizar'),
    audience: 'partner',
    isRare: true,
    arguments: { target: TARGET },
    example: { en: 'end contoso.com', es: 'terminar contoso.com' },
  },
  report: {
    words: words('report', 'informe'),
    audience: 'partner',
    isRare: true,
    arguments: { days: { kind: 'days', words: words('days last', 'días últimos'), isPositional: true } },
    example: { en: 'report 30d', es: 'informe 30d' },
  },
} as const satisfies Record<string, CommandGrammar>;
