import { type EntraPlace, placeUrl } from './places.ts';

const clouds = {
  public: {
    instance: 'microsoftonline.com',
    directoryHost: 'graph.windows.net',
    graphHost: 'graph.microsoft.com',
  },
  usgov: {
    instance: 'microsoftonline.us',
    directoryHost: 'graph.windows.net',
    graphHost: 'graph.microsoft.us',
  },
};

/** The issuer of a place's tokens; `organizations` has none of its own, only Entra's pattern for one. */
export function issuer({ authority, tenant }: EntraPlace) {
  return `${authority.url}/${tenant?.id ?? '{tenantid}'}/v2.0`;
}

/** A place's metadata for programs that sign people in, or that only look up which tenant a domain belongs to. */
export function discoveryDocument(place: EntraPlace) {
  const url = placeUrl(place);
  const { instance, directoryHost, graphHost } = clouds[place.authority.cloud];
  return {
    token_endpoint: `${url}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${url}/discovery/v2.0/keys`,
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email'],
    issuer: issuer(place),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${url}/oauth2/v2.0/authorize`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'email',
    ],
    tenant_region_scope: place.tenant?.regionScope ?? null,
    cloud_instance_name: instance,
    cloud_graph_host_name: directoryHost,
    msgraph_host: graphHost,
  };
}

/** The metadata for tokens of version 1.0: another issuer, the same keys. */
export function classicDiscoveryDocument(place: EntraPlace, issuer: string) {
  return { ...discoveryDocument(place), issuer };
}
