import type { Server as NodeServer } from 'node:http';
import type { Server } from 'restify';
import type { Log } from '../log.ts';
import type { Cloud, Partner } from '../relationship/partner.ts';
import type { TenantAnswer } from '../relationship/values/customer-domain.ts';
import type { Service } from '../service/service.ts';
import { createInvitationPages } from './page/routes.ts';
import { createUnsubscribePages } from './page/unsubscribe.ts';
import { createHttpServer, type ServerParts } from './server.ts';
import { createBrowserSessions, createTabSessions } from './sessions.ts';
import { createSignInPages, type SignInParts } from './sign-in.ts';
import { createTabApi } from './tab/api.ts';
import { createTab } from './tab/page.ts';
import { createPartnerAuthority } from './tab/partner-authority.ts';
import type { CheckToken } from './tab/visitor.ts';

/** A restify server; the program makes it listen and closes it. */
export type HttpServer = Server;

/** What `createHttp` needs; what Teams and Entra do for it comes as functions. */
export type HttpParts = Pick<
  ServerParts,
  'onActivity' | 'obstacle' | 'wrongClock' | 'tokenTrouble' | 'figures' | 'onServed' | 'troubleOf' | 'admit'
> &
  Pick<SignInParts, 'begin' | 'complete' | 'authorities'> & {
    readonly service: Service;
    readonly checkToken: CheckToken;
    /** Throws when Entra cannot be reached. */
    readonly lookUpTenant: (domain: string, cloud: Cloud) => Promise<TenantAnswer>;
    readonly partnerTenants: readonly string[];
    readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
    /** The authority where a partner's people sign in for the tab, and the origins that may show the tab in a frame. */
    readonly tab: { readonly authority: string; readonly frameAncestors: readonly string[] };
    readonly publicUrl: string;
    readonly now: () => Date;
    readonly log: Log;
  };

/** Makes the HTTP server with the bot's endpoint, the customer's page and the partner's tab; it does not listen yet. */
export function createHttp(parts: HttpParts): HttpServer {
  const { service, publicUrl, partnerTenants, partnerOf, tab, lookUpTenant, now, log } = parts;
  const browserSessions = createBrowserSessions(service.sessions, publicUrl);
  const tabSessions = createTabSessions(service.sessions, publicUrl);
  const { begin, complete, authorities, checkToken } = parts;
  const { authority, frameAncestors } = tab;
  const partnerAuthority = createPartnerAuthority({ authority, tenantIds: partnerTenants, lookUpTenant });
  const { roleOf, languageOf } = service.people;
  return createHttpServer({
    onActivity: parts.onActivity,
    obstacle: parts.obstacle,
    wrongClock: parts.wrongClock,
    tokenTrouble: parts.tokenTrouble,
    figures: parts.figures,
    onServed: parts.onServed,
    troubleOf: parts.troubleOf,
    admit: parts.admit,
    invitation: createInvitationPages({ service, browserSessions, publicUrl, now, log }),
    signIn: createSignInPages({
      service,
      browserSessions,
      tabSessions,
      partnerAuthority,
      begin,
      complete,
      authorities,
      publicUrl,
      log,
    }),
    unsubscribe: createUnsubscribePages(service.mailing),
    tab: createTab({ frameAncestors, asksDomain: partnerTenants.length > 1 }),
    tabApi: createTabApi({
      service,
      checkToken,
      tabSessions,
      partnerTenants,
      partnerOf,
      roleOf,
      languageOf,
      now,
    }),
    log,
  });
}

/** Makes the server listen; throws when it cannot. */
export function listenOn(
  server: HttpServer,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

// Longer than a turn may take, shorter than the whole stop may take.
const DRAIN_MS = 11_000;

/** Lets requests under way end; a connection that is only held open does not delay the stop. */
export async function closeServer(server: HttpServer): Promise<void> {
  const inner = server.server as NodeServer;
  const late = setTimeout(() => inner.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    inner.closeIdleConnections();
  });
  clearTimeout(late);
}
