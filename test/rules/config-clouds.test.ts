import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { isAllowedHost } from '../../src/teams/authentication.ts';

const tenantId = 'a1f949f9-ca50-4fc8-8123-0bbff7184555';
const needed = {
  PUBLIC_URL: 'https://vinculo.fabrikam.com',
  MONGODB_URI: 'mongodb://db.fabrikam.com/vinculo?replicaSet=rs0',
  MicrosoftAppId: 'c8f0d0da-b8b0-4d87-b399-4a19ac2d11c3',
  MicrosoftAppPassword: 'a secret',
  MicrosoftAppTenantId: tenantId,
  PARTNER_TENANTS: tenantId,
};
const multiTenant = { MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: undefined };
const government = { ChannelService: 'https://botframework.azure.us' };

function config(changes: NodeJS.ProcessEnv) {
  const read = readConfig({ ...needed, ...changes });
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

// The values are those of Bot Framework's own clouds: AuthenticationConstants and GovernmentConstants.
describe('Bot Framework’s defaults', () => {
  function endpoints(changes: NodeJS.ProcessEnv) {
    const { channel, connector } = config(changes);
    const { openIdMetadataUrl, issuer } = channel;
    return { openIdMetadataUrl, issuer, loginUrl: connector.loginUrl, scope: connector.scope };
  }

  it('are those of the public cloud', () => {
    expect(endpoints({})).toStrictEqual({
      openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.com',
      loginUrl: `https://login.microsoftonline.com/${tenantId}`,
      scope: 'https://api.botframework.com',
    });
    expect(endpoints(multiTenant).loginUrl).toBe('https://login.microsoftonline.com/botframework.com');
  });

  it('are those of the US Government cloud where the channel service is', () => {
    expect(endpoints(government)).toStrictEqual({
      openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.us',
      loginUrl: `https://login.microsoftonline.us/${tenantId}`,
      scope: 'https://api.botframework.us',
    });
    expect(endpoints({ ...government, ...multiTenant }).loginUrl).toBe(
      'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us',
    );
  });

  it('give way to what is set', () => {
    const set = {
      ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:4000/openid',
      ToBotFromChannelTokenIssuer: 'https://channel.example',
      ToChannelFromBotLoginUrl: 'http://127.0.0.1:4000/tenant/',
      ToChannelFromBotOAuthScope: 'https://scope.example',
    };
    expect(endpoints({ ...government, ...set })).toStrictEqual({
      openIdMetadataUrl: 'http://127.0.0.1:4000/openid',
      issuer: 'https://channel.example',
      loginUrl: 'http://127.0.0.1:4000/tenant',
      scope: 'https://scope.example',
    });
  });

  it('follow the sign-in authorities of the operator', () => {
    const set = {
      LOGIN_AUTHORITY: 'http://localhost:4000/',
      LOGIN_AUTHORITY_USGOV: 'https://login.example//',
    };
    expect(config(set).authorities).toStrictEqual({
      public: 'http://localhost:4000',
      usgov: 'https://login.example',
    });
    expect(endpoints(set).loginUrl).toBe(`http://localhost:4000/${tenantId}`);
  });
});

describe('the hosts that may be answered', () => {
  const isAnswered = (serviceUrl: string, hosts: string): boolean =>
    isAllowedHost(serviceUrl, config({ SERVICE_URL_HOSTS: hosts }).channel.serviceUrlHosts);

  it.each([
    ['https://smba.trafficmanager.net/emea/tenant/', ''],
    ['https://smba.infra.gov.teams.microsoft.us/amer/', ''],
    ['https://teams.example/', 'teams.example'],
    ['https://teams.example:8443/v3', 'teams.example:8443'],
    ['https://second.example/', 'teams.example, second.example'],
    ['http://127.0.0.1:56150/connector', 'http://127.0.0.1:56150'],
    ['http://localhost:56150/', 'teams.example http://localhost:56150'],
    ['https://teams.example/', 'Teams.Example'],
    ['https://teams.example:443/', 'teams.example'],
  ])('include that of %s with “%s”', (serviceUrl, hosts) => {
    expect(isAnswered(serviceUrl, hosts)).toBe(true);
  });

  it.each([
    ['https://evil.example/', ''],
    ['http://smba.trafficmanager.net/', ''],
    ['https://smba.trafficmanager.net.evil.example/', ''],
    ['https://evil.example/smba.trafficmanager.net', ''],
    ['https://smba.trafficmanager.net@evil.example/', ''],
    ['https://user:secret@smba.trafficmanager.net/', ''],
    ['https://smba.trafficmanager.net:8443/', ''],
    ['https://smba.trafficmanager.net/', 'teams.example'],
    ['http://teams.example/', 'teams.example'],
    ['https://teams.example:8443/', 'teams.example'],
    ['https://127.0.0.1:56150/', 'http://127.0.0.1:56150'],
    ['http://127.0.0.1:56151/', 'http://127.0.0.1:56150'],
    ['ftp://teams.example/', 'teams.example'],
    ['nonsense', 'teams.example'],
  ])('do not include that of %s with “%s”', (serviceUrl, hosts) => {
    expect(isAnswered(serviceUrl, hosts)).toBe(false);
  });

  it.each([
    'https://teams.example',
    'teams.example/',
    'teams.example/path',
    'http://teams.example/',
    'ftp://teams.example',
    'user@teams.example',
    'teams.example?x',
    'teams.example#x',
    'teams.example:port',
    'http://',
    '//teams.example',
  ])('are refused at the start when an entry could never be one: %s', (entry) => {
    expect(readConfig({ ...needed, SERVICE_URL_HOSTS: `teams.example ${entry}` })).toStrictEqual({
      problem: 'SERVICE_URL_HOSTS has an entry that is not a host',
    });
  });
});

describe('the tab', () => {
  it('stands in the frames of its own cloud’s Teams alone, whose Entra vouches for its people', () => {
    const { tab } = config(government);
    expect(tab.authority).toBe('https://login.microsoftonline.us');
    expect(tab.frameAncestors).toEqual([
      'https://teams.microsoft.us',
      'https://*.teams.microsoft.us',
      'https://outlook.office365.us',
    ]);
    expect(config({}).tab.frameAncestors.some((host) => host.endsWith('.us'))).toBe(false);
  });
});
