import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const appId = 'c8f0d0da-b8b0-4d87-b399-4a19ac2d11c3';
const tenantId = 'a1f949f9-ca50-4fc8-8123-0bbff7184555';
const otherTenantId = 'e646af93-748b-4736-b074-9ea0cf751023';

// What an operator has to set, and nothing else.
const needed = {
  PUBLIC_URL: 'https://vinculo.fabrikam.com',
  MONGODB_URI: 'mongodb://db.fabrikam.com/vinculo?replicaSet=rs0',
  MicrosoftAppId: appId,
  MicrosoftAppPassword: 'a secret',
  MicrosoftAppTenantId: tenantId,
  PARTNER_TENANTS: tenantId,
};

function config(changes: NodeJS.ProcessEnv = {}) {
  const read = readConfig({ ...needed, ...changes });
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

function problem(changes: NodeJS.ProcessEnv): string | undefined {
  const read = readConfig({ ...needed, ...changes });
  return 'problem' in read ? read.problem : undefined;
}

describe('the token for the figures', () => {
  it('is none where none is set', () => {
    expect(config()).not.toHaveProperty('metricsToken');
    expect(config({ METRICS_TOKEN: ' ' })).not.toHaveProperty('metricsToken');
  });

  it('is long enough not to be guessed', () => {
    expect(config({ METRICS_TOKEN: '0123456789abcdef' }).metricsToken).toBe('0123456789abcdef');
    const wrong = 'METRICS_TOKEN must have at least 16 characters, without blanks';
    expect(problem({ METRICS_TOKEN: '0123456789abcde' })).toBe(wrong);
    expect(problem({ METRICS_TOKEN: '0123456789 abcdef' })).toBe(wrong);
  });
});

describe('the configuration', () => {
  it('needs six variables and has defaults for the rest', () => {
    expect(readConfig(needed)).toStrictEqual({
      port: 3978,
      host: '0.0.0.0',
      publicUrl: 'https://vinculo.fabrikam.com',
      mongodbUri: 'mongodb://db.fabrikam.com/vinculo?replicaSet=rs0',
      logLevel: 'info',
      teamsRate: 1,
      tenantGroups: [[tenantId]],
      partnerTenants: [tenantId],
      adminAgents: [],
      authorities: {
        public: 'https://login.microsoftonline.com',
        usgov: 'https://login.microsoftonline.us',
      },
      channel: {
        appId,
        openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
        issuer: 'https://api.botframework.com',
        serviceUrlHosts: [
          'smba.trafficmanager.net',
          'smba.infra.gcc.teams.microsoft.com',
          'smba.infra.gov.teams.microsoft.us',
          'smba.infra.dod.teams.microsoft.us',
        ],
      },
      connector: {
        appId,
        password: 'a secret',
        loginUrl: `https://login.microsoftonline.com/${tenantId}`,
        scope: 'https://api.botframework.com',
      },
      signIn: { clientId: appId, clientSecret: 'a secret' },
      tab: {
        authority: 'https://login.microsoftonline.com',
        frameAncestors: [
          'https://teams.microsoft.com',
          'https://*.teams.microsoft.com',
          'https://*.cloud.microsoft',
          'https://*.microsoft365.com',
          'https://*.office.com',
          'https://outlook.office.com',
          'https://outlook.office365.com',
        ],
      },
    });
  });

  it('does not care for variables that are not its own, and takes empty ones as not set', () => {
    expect(
      readConfig({ ...needed, PATH: '/bin', PORT: '', HOST: '', LOG_LEVEL: '', ADMIN_AGENTS: '' }),
    ).toStrictEqual(readConfig(needed));
  });

  it('takes what is set', () => {
    const { port, host, logLevel, adminAgents, partnerTenants, signIn } = config({
      PORT: '8080',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'debug',
      ADMIN_AGENTS: `${tenantId}/${appId} ${otherTenantId}/${appId}`,
      PARTNER_TENANTS: `${tenantId}, ${otherTenantId},`,
      SIGN_IN_CLIENT_ID: otherTenantId,
      SIGN_IN_CLIENT_SECRET: 'another secret',
    });
    expect({ port, host, logLevel, adminAgents, partnerTenants, signIn }).toStrictEqual({
      port: 8080,
      host: '127.0.0.1',
      logLevel: 'debug',
      adminAgents: [`${tenantId}/${appId}`, `${otherTenantId}/${appId}`],
      partnerTenants: [tenantId, otherTenantId],
      signIn: { clientId: otherTenantId, clientSecret: 'another secret' },
    });
  });

  it('knows a tenant and a person whatever the capitals of their ids, as activities name them in small letters', () => {
    const { partnerTenants, adminAgents } = config({
      PARTNER_TENANTS: tenantId.toUpperCase(),
      ADMIN_AGENTS: otherTenantId.toUpperCase(),
    });
    expect({ partnerTenants, adminAgents }).toStrictEqual({
      partnerTenants: [tenantId],
      adminAgents: [`${tenantId}/${otherTenantId}`],
    });
  });
});

describe('the partners of one deployment', () => {
  const third = '911187a1-a924-4c4e-9b63-c50b07422313';

  it.each([
    [`${tenantId}`, [[tenantId]]],
    [`${tenantId},${otherTenantId}`, [[tenantId], [otherTenantId]]],
    [`${tenantId}+${otherTenantId}`, [[tenantId, otherTenantId]]],
    [`${tenantId} + ${otherTenantId.toUpperCase()} , ${third},`, [[tenantId, otherTenantId], [third]]],
    [`${third}\n${tenantId}+\n${otherTenantId}`, [[third], [tenantId, otherTenantId]]],
  ])('are read from %s', (written, groups) => {
    const { tenantGroups, partnerTenants } = config({ PARTNER_TENANTS: written });
    expect({ tenantGroups, partnerTenants }).toStrictEqual({
      tenantGroups: groups,
      partnerTenants: groups.flat(),
    });
  });

  it.each([
    [`${tenantId}+`, 'PARTNER_TENANTS must be a GUID'],
    [`+${tenantId}`, 'PARTNER_TENANTS must be a GUID'],
    [`${tenantId}+fabrikam`, 'PARTNER_TENANTS must be a GUID'],
    [`${tenantId}+${tenantId.toUpperCase()}`, 'PARTNER_TENANTS must not name a tenant twice'],
    [`${tenantId}+${otherTenantId},${tenantId}`, 'PARTNER_TENANTS must not name a tenant twice'],
    [' , ', 'PARTNER_TENANTS must name at least one tenant'],
  ])('cannot be %s', (written, expected) => {
    expect(problem({ PARTNER_TENANTS: written })).toBe(expected);
  });

  describe('and their first Admin agents', () => {
    const several =
      'ADMIN_AGENTS must say tenant/GUID for each person, because PARTNER_TENANTS has several tenants';
    const foreign = 'ADMIN_AGENTS must not name a tenant that PARTNER_TENANTS does not';

    it.each([
      ['an id alone, which belongs to the only tenant', third, [`${tenantId}/${third}`]],
      ['an id with its tenant', `${tenantId}/${third}`, [`${tenantId}/${third}`]],
      [
        'capitals and spaces',
        ` ${tenantId.toUpperCase()} / ${third.toUpperCase()} ,`,
        [`${tenantId}/${third}`],
      ],
      ['one person named three times', `${third},${tenantId}/${third} ${third}`, [`${tenantId}/${third}`]],
      ['several people', `${third},${appId}`, [`${tenantId}/${third}`, `${tenantId}/${appId}`]],
      ['nobody', ' , ', []],
    ])('are read from %s', (_, written, expected) => {
      expect(config({ ADMIN_AGENTS: written }).adminAgents).toEqual(expected);
    });

    it.each([`${tenantId},${otherTenantId}`, `${tenantId}+${otherTenantId}`])(
      'are named with their tenant where there are several: %s',
      (PARTNER_TENANTS) => {
        for (const wrong of [third, `${tenantId}/${third},${appId}`])
          expect(problem({ PARTNER_TENANTS, ADMIN_AGENTS: wrong })).toBe(several);
        const written = `${otherTenantId}/${third},${tenantId}/${third}`;
        expect(config({ PARTNER_TENANTS, ADMIN_AGENTS: written }).adminAgents).toEqual(written.split(','));
      },
    );

    it('are people of a partner’s tenant', () => {
      expect(problem({ ADMIN_AGENTS: `${otherTenantId}/${third}` })).toBe(foreign);
      const PARTNER_TENANTS = `${tenantId},${otherTenantId}`;
      expect(problem({ PARTNER_TENANTS, ADMIN_AGENTS: `${third}/${third}` })).toBe(foreign);
    });

    it.each([`${tenantId}/`, `/${third}`, `${third}/${third}/${third}`, 'fabrikam/dana', 'dana'])(
      'cannot be %s',
      (wrong) => {
        expect(problem({ ADMIN_AGENTS: wrong })).toBe('ADMIN_AGENTS must be a GUID, or tenant/GUID');
      },
    );
  });
});

describe('a wrong configuration', () => {
  it('names every variable that is missing in one message', () => {
    expect(namesIn(readConfig({}))).toStrictEqual([
      'PUBLIC_URL',
      'MONGODB_URI',
      'MicrosoftAppId',
      'MicrosoftAppPassword',
      'MicrosoftAppTenantId',
      'PARTNER_TENANTS',
    ]);
  });

  it('names everything that is wrong in one message', () => {
    const wrong = {
      PORT: '70000',
      PUBLIC_URL: 'http://vinculo.fabrikam.com',
      MONGODB_URI: 'https://db.fabrikam.com',
      MicrosoftAppId: 'my bot',
      MicrosoftAppPassword: '',
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: 'fabrikam',
      ToBotFromChannelOpenIdMetadataUrl: 'nonsense',
      ToChannelFromBotLoginUrl: 'http://login.example',
      SERVICE_URL_HOSTS: 'https://smba.trafficmanager.net',
      PARTNER_TENANTS: 'fabrikam',
      ADMIN_AGENTS: 'dana',
      LOGIN_AUTHORITY: 'ftp://login.example',
      LOGIN_AUTHORITY_USGOV: 'login.example',
      SIGN_IN_CLIENT_ID: 'page',
      LOG_LEVEL: 'loud',
    };
    expect(namesIn(readConfig(wrong))).toStrictEqual(Object.keys(wrong));
  });

  it('says of each what it must be', () => {
    expect(problem({ PUBLIC_URL: undefined, MONGODB_URI: 'postgres://db', PARTNER_TENANTS: '' })).toBe(
      'PUBLIC_URL must be set; MONGODB_URI must start with mongodb:// or mongodb+srv://; PARTNER_TENANTS must name at least one tenant',
    );
  });

  it.each(['', undefined])(
    'has no app id: “%s” refuses the start, for without one anybody could speak',
    (empty) => {
      expect(problem({ MicrosoftAppId: empty })).toBe('MicrosoftAppId must be set');
    },
  );

  it('names the tenant that a single-tenant bot needs, and a multi-tenant one does not', () => {
    expect(problem({ MicrosoftAppTenantId: undefined })).toMatch(/^MicrosoftAppTenantId must be set/);
    expect(problem({ MicrosoftAppTenantId: undefined, MicrosoftAppType: 'MultiTenant' })).toBeUndefined();
  });

  it('never repeats a secret', () => {
    const read = readConfig({ MicrosoftAppPassword: 'a secret', MONGODB_URI: 'mongo://user:a secret@db' });
    expect(JSON.stringify(read)).not.toContain('a secret');
  });
});

describe('the public URL', () => {
  it.each([
    ['https://vinculo.fabrikam.com', 'https://vinculo.fabrikam.com'],
    ['https://vinculo.fabrikam.com/', 'https://vinculo.fabrikam.com'],
    ['https://vinculo.fabrikam.com:8443', 'https://vinculo.fabrikam.com:8443'],
    ['http://localhost:3978', 'http://localhost:3978'],
    ['http://127.0.0.1:3978', 'http://127.0.0.1:3978'],
    ['http://[::1]:3978', 'http://[::1]:3978'],
  ])('may be %s', (written, publicUrl) => {
    expect(config({ PUBLIC_URL: written }).publicUrl).toBe(publicUrl);
  });

  it.each([
    ['http://vinculo.fabrikam.com', 'PUBLIC_URL must be an https URL'],
    ['http://localhost.fabrikam.com', 'PUBLIC_URL must be an https URL'],
    ['http://127.0.0.1.fabrikam.com', 'PUBLIC_URL must be an https URL'],
    ['http://0.0.0.0:3978', 'PUBLIC_URL must be an https URL'],
    ['ftp://vinculo.fabrikam.com', 'PUBLIC_URL must be an https URL'],
    ['vinculo.fabrikam.com', 'PUBLIC_URL must be an https URL'],
    ['https://vinculo.fabrikam.com/bot', 'PUBLIC_URL must be an https origin without a path'],
    ['https://vinculo.fabrikam.com?x=1', 'PUBLIC_URL must be an https origin without a path'],
    ['https://user:secret@vinculo.fabrikam.com', 'PUBLIC_URL must be an https origin without a path'],
  ])('cannot be %s', (written, expected) => {
    expect(problem({ PUBLIC_URL: written })).toBe(expected);
  });
});

function namesIn(read: ReturnType<typeof readConfig>): (string | undefined)[] {
  return 'problem' in read ? read.problem.split('; ').map((one) => one.split(' ')[0]) : [];
}

describe('the mail server', () => {
  const MAIL_FROM = 'vinculo@fabrikam.com';

  it.each([
    [
      'smtp://mail.fabrikam.com',
      { host: 'mail.fabrikam.com', port: 587, isSecure: false, isLoopback: false },
    ],
    [
      'smtps://mail.fabrikam.com',
      { host: 'mail.fabrikam.com', port: 465, isSecure: true, isLoopback: false },
    ],
    ['smtp://127.0.0.1:2525/', { host: '127.0.0.1', port: 2525, isSecure: false, isLoopback: true }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, isSecure: false, isLoopback: true }],
    [
      'smtps://dana%40fabrikam.com:p%3Aw%2F@mail.fabrikam.com:2465',
      {
        host: 'mail.fabrikam.com',
        port: 2465,
        isSecure: true,
        isLoopback: false,
        login: { user: 'dana@fabrikam.com', pass: 'p:w/' },
      },
    ],
  ])('can be %s', (SMTP_URL, server) => {
    expect(config({ SMTP_URL, MAIL_FROM }).mail).toStrictEqual({ server, from: MAIL_FROM });
  });

  it.each([
    'mail.fabrikam.com',
    'https://mail.fabrikam.com',
    'smtp://',
    'smtp://mail.fabrikam.com/inbox',
    'smtp://mail.fabrikam.com?tls.rejectUnauthorized=false',
    'smtp://dana:100%@mail.fabrikam.com',
  ])('cannot be %s', (SMTP_URL) => {
    const text = 'SMTP_URL must be smtp://host or smtps://host, without a path';
    expect(problem({ SMTP_URL, MAIL_FROM })).toBe(text);
  });

  it('needs to be told from which address', () => {
    const SMTP_URL = 'smtp://mail.fabrikam.com';
    expect(problem({ SMTP_URL })).toBe('MAIL_FROM must be set beside SMTP_URL');
    expect(problem({ SMTP_URL, MAIL_FROM: 'Vínculo <vinculo@fabrikam.com>' })).toBe(
      'MAIL_FROM must be an e-mail address',
    );
  });

  it('is not needed', () => {
    expect(config({ MAIL_FROM }).mail).toBeUndefined();
  });
});
