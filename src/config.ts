import { z } from 'zod';

const list = z.string().default('').transform(entriesIn);
// Spaces around a sign that joins two ids belong to their entry.
const joined = z
  .string()
  .default('')
  .transform((text) => entriesIn(text.replace(/\s*([+/])\s*/g, '$1')));
const guid = z.guid('must be a GUID').transform((text) => text.toLowerCase());
// An entry is `fabrikam/dana`, or `dana` where there is only one tenant.
const agents = joined.pipe(
  z.array(z.string().toLowerCase().refine(isAgent, 'must be a GUID, or tenant/GUID')),
);
// `a+b,c`: a plus sign joins the tenants of one partner.
const groups = joined
  .transform((entries) => entries.map((entry) => entry.split('+')))
  .pipe(
    z
      .array(z.array(guid))
      .min(1, 'must name at least one tenant')
      .refine(isOnce, 'must not name a tenant twice'),
  );
const url = z.string().refine(isSecure, 'must be an https URL');
const authority = url.transform((text) => text.replace(/\/+$/, ''));

const MICROSOFT_HOSTS = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

// Microsoft's list of the hosts in which a tab can be opened; https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
const TEAMS_FRAMES = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
];
const GOVERNMENT_FRAMES = [
  'https://teams.microsoft.us',
  'https://*.teams.microsoft.us',
  'https://outlook.office365.us',
];

const GOVERNMENT = 'https://botframework.azure.us';

const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: authority.refine(isOrigin, 'must be an https origin without a path'),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://'),
  MicrosoftAppId: guid,
  MicrosoftAppPassword: z.string().min(1, 'must not be empty'),
  MicrosoftAppType: z.enum(['SingleTenant', 'MultiTenant']).default('SingleTenant'),
  MicrosoftAppTenantId: guid.optional(),
  ChannelService: z.literal(GOVERNMENT, `must be empty or ${GOVERNMENT}`).optional(),
  ToBotFromChannelOpenIdMetadataUrl: url.optional(),
  ToBotFromChannelTokenIssuer: z.string().optional(),
  ToChannelFromBotLoginUrl: authority.optional(),
  ToChannelFromBotOAuthScope: z.string().optional(),
  SERVICE_URL_HOSTS: list.pipe(
    z.array(z.string().toLowerCase().refine(isHostEntry, 'has an entry that is not a host')),
  ),
  PARTNER_TENANTS: groups,
  ADMIN_AGENTS: agents,
  LOGIN_AUTHORITY: authority.default('https://login.microsoftonline.com'),
  LOGIN_AUTHORITY_USGOV: authority.default('https://login.microsoftonline.us'),
  SIGN_IN_CLIENT_ID: guid.optional(),
  SIGN_IN_CLIENT_SECRET: z.string().optional(),
  TEAMS_RATE: z.coerce.number().min(0.1).max(1000).default(1),
  SMTP_URL: z.string().refine(isMailServer, 'must be smtp://host or smtps://host, without a path').optional(),
  MAIL_FROM: z.email('must be an e-mail address').optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters, without blanks')
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** The checked configuration; env.sample explains each variable. */
export type Config = ReturnType<typeof fromVariables>;

/** Why the program cannot start: one message that names every wrong variable. */
export type ConfigProblem = { readonly problem: string };

/** Reads the configuration from the environment and checks it. */
export function readConfig(environment: NodeJS.ProcessEnv): Config | ConfigProblem {
  const set = nonEmptyVariables(environment);
  const isSingle = set['MicrosoftAppType'] !== 'MultiTenant';
  const { success, data, error } = (
    isSingle ? variables.required({ MicrosoftAppTenantId: true }) : variables
  ).safeParse(set);
  if (!success) return { problem: describe(error, set) };
  if (data.SIGN_IN_CLIENT_ID !== undefined && data.SIGN_IN_CLIENT_SECRET === undefined) {
    return { problem: 'SIGN_IN_CLIENT_SECRET must be set beside SIGN_IN_CLIENT_ID' };
  }
  if (data.SMTP_URL !== undefined && data.MAIL_FROM === undefined) {
    return { problem: 'MAIL_FROM must be set beside SMTP_URL' };
  }
  const vague = vagueAgents(data);
  return vague === undefined ? fromVariables(data) : { problem: vague };
}

/** Reads only the database's URI, for commands that need no other setting. */
export function readDatabaseUri(environment: NodeJS.ProcessEnv): string | ConfigProblem {
  const set = nonEmptyVariables(environment);
  const { success, data, error } = variables.pick({ MONGODB_URI: true }).safeParse(set);
  return success ? data.MONGODB_URI : { problem: describe(error, set) };
}

function nonEmptyVariables(environment: NodeJS.ProcessEnv) {
  return Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

function describe(error: z.ZodError, set: Readonly<Record<string, string | undefined>>): string {
  return error.issues
    .map(({ path, message }) => {
      const name = String(path[0]);
      return `${name} ${set[name] === undefined && !message.startsWith('must name') ? 'must be set' : message}`;
    })
    .join('; ');
}

function fromVariables(set: z.infer<typeof variables>) {
  return {
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL,
    mongodbUri: set.MONGODB_URI,
    logLevel: set.LOG_LEVEL,
    ...(set.METRICS_TOKEN === undefined ? {} : { metricsToken: set.METRICS_TOKEN }),
    teamsRate: set.TEAMS_RATE,
    tenantGroups: set.PARTNER_TENANTS,
    partnerTenants: set.PARTNER_TENANTS.flat(),
    adminAgents: adminAgents(set),
    authorities: { public: set.LOGIN_AUTHORITY, usgov: set.LOGIN_AUTHORITY_USGOV },
    ...botFramework(set),
    tab: tab(set),
    signIn: {
      clientId: set.SIGN_IN_CLIENT_ID ?? set.MicrosoftAppId,
      clientSecret: set.SIGN_IN_CLIENT_SECRET ?? set.MicrosoftAppPassword,
    },
    ...mail(set),
  };
}

// An object id alone belongs to no tenant, and would make one person an Admin agent of several partners.
function vagueAgents({ ADMIN_AGENTS, PARTNER_TENANTS }: z.infer<typeof variables>): string | undefined {
  const tenantIds = PARTNER_TENANTS.flat();
  const isForeign = (entry: string) => entry.includes('/') && !tenantIds.includes(entry.split('/')[0] ?? '');
  if (ADMIN_AGENTS.some(isForeign))
    return 'ADMIN_AGENTS must not name a tenant that PARTNER_TENANTS does not';
  const isPlain = ADMIN_AGENTS.some((entry) => !entry.includes('/'));
  if (!isPlain || tenantIds.length === 1) return undefined;
  return 'ADMIN_AGENTS must say tenant/GUID for each person, because PARTNER_TENANTS has several tenants';
}

function adminAgents({ ADMIN_AGENTS, PARTNER_TENANTS }: z.infer<typeof variables>): string[] {
  const [only] = PARTNER_TENANTS.flat();
  return [...new Set(ADMIN_AGENTS.map((entry) => (entry.includes('/') ? entry : `${only}/${entry}`)))];
}

// The tab opens in the Teams of one cloud, so its people sign in to that cloud.
function tab({ ChannelService, LOGIN_AUTHORITY, LOGIN_AUTHORITY_USGOV }: z.infer<typeof variables>) {
  return ChannelService === GOVERNMENT
    ? { authority: LOGIN_AUTHORITY_USGOV, frameAncestors: GOVERNMENT_FRAMES }
    : { authority: LOGIN_AUTHORITY, frameAncestors: TEAMS_FRAMES };
}

function mail({ SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof variables>) {
  if (url === undefined || from === undefined) return {};
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const login = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const server = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    isSecure,
    isLoopback: isLoopback(hostname),
    ...(username === '' ? {} : { login }),
  };
  return { mail: { server, from } };
}

// The defaults of both clouds are Bot Framework's own.
function botFramework(set: z.infer<typeof variables>) {
  const isGovernment = set.ChannelService === GOVERNMENT;
  const service = isGovernment ? 'https://api.botframework.us' : 'https://api.botframework.com';
  const login = isGovernment ? set.LOGIN_AUTHORITY_USGOV : set.LOGIN_AUTHORITY;
  const tenant = isGovernment ? 'MicrosoftServices.onmicrosoft.us' : 'botframework.com';
  const host = isGovernment ? 'login.botframework.azure.us' : 'login.botframework.com';
  const metadata = `https://${host}/v1/.well-known/openidconfiguration`;
  return {
    channel: {
      appId: set.MicrosoftAppId,
      openIdMetadataUrl: set.ToBotFromChannelOpenIdMetadataUrl ?? metadata,
      issuer: set.ToBotFromChannelTokenIssuer ?? service,
      serviceUrlHosts: set.SERVICE_URL_HOSTS.length > 0 ? set.SERVICE_URL_HOSTS : MICROSOFT_HOSTS,
    },
    connector: {
      appId: set.MicrosoftAppId,
      password: set.MicrosoftAppPassword,
      loginUrl: set.ToChannelFromBotLoginUrl ?? `${login}/${set.MicrosoftAppTenantId ?? tenant}`,
      scope: set.ToChannelFromBotOAuthScope ?? service,
    },
  };
}

function entriesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function isOnce(all: readonly (readonly string[])[]): boolean {
  return new Set(all.flat()).size === all.flat().length;
}

function isAgent(entry: string): boolean {
  const ids = entry.split('/');
  return ids.length <= 2 && ids.every((id) => z.guid().safeParse(id).success);
}

// Traffic that leaves the machine must be https; traffic to a loopback address stays on it.
function isSecure(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

// Mail libraries read options after a question mark; this setting allows none.
function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const isPlain = ['', '/'].includes(pathname) && search === '' && hash === '';
  const isReadable = [username, password].every((part) => !/%(?![0-9a-f]{2})/i.test(part));
  return ['smtp:', 'smtps:'].includes(protocol) && hostname !== '' && isPlain && isReadable;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isHostEntry(entry: string): boolean {
  const isPlain = entry.startsWith('http://');
  const written = isPlain ? entry : `https://${entry}`;
  if (!URL.canParse(written)) return false;
  const { host } = new URL(written);
  return entry === (isPlain ? `http://${host}` : host);
}
