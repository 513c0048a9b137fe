import { credentials, people, tenants } from './world.ts';

type Surroundings = Readonly<{
  ports: Readonly<{ bot: number; partner: number; customer: number }>;
  mongodbUri: string;
  signIn: Readonly<{ url: string; governmentUrl: string }>;
  relay: Readonly<{ openIdMetadataUrl: string; issuer: string }>;
  mailUrl: string;
}>;

/** All settings of the sandbox's bot. They name no server outside of this machine. */
export function botEnvironment({ ports, mongodbUri, signIn, relay, mailUrl }: Surroundings) {
  return {
    PORT: String(ports.bot),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${ports.bot}`,
    MONGODB_URI: mongodbUri,
    MicrosoftAppId: credentials.clientId,
    MicrosoftAppPassword: credentials.clientSecret,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenants.fabrikam.id,
    ToBotFromChannelOpenIdMetadataUrl: relay.openIdMetadataUrl,
    ToBotFromChannelTokenIssuer: relay.issuer,
    ToChannelFromBotLoginUrl: `${signIn.url}/${tenants.fabrikam.id}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    SERVICE_URL_HOSTS: `http://localhost:${ports.partner},http://localhost:${ports.customer}`,
    PARTNER_TENANTS: tenants.fabrikam.id,
    ADMIN_AGENTS: `${tenants.fabrikam.id}/${people.dana.id}`,
    LOGIN_AUTHORITY: signIn.url,
    LOGIN_AUTHORITY_USGOV: signIn.governmentUrl,
    SIGN_IN_CLIENT_ID: credentials.clientId,
    SIGN_IN_CLIENT_SECRET: credentials.clientSecret,
    SMTP_URL: mailUrl,
    MAIL_FROM: 'vinculo@fabrikam.com',
  };
}
