import type { Admit } from '../delivery/admission.ts';
import type { OpenLink } from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Service } from '../service/service.ts';
import { type AdapterParts, createAdapter } from './adapter.ts';
import { type ChannelTrust, createAuthentication } from './authentication.ts';
import { type BotParts, createBot } from './bot.ts';
import { type ConnectorParts, createConnector } from './connector.ts';
import type { ConnectorAccount } from './connector-token.ts';
import { createPosting } from './posting.ts';

/** What the Teams room is built from. */
export type TeamsParts = {
  readonly trust: ChannelTrust;
  readonly account: ConnectorAccount;
  readonly service: Service;
  /** The tenants whose people act for a partner. */
  readonly partnerTenants: readonly string[];
  readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
  readonly openLink: OpenLink;
  /** Lets an answer to a person go. */
  readonly answers: Admit;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
  readonly now: () => Date;
  readonly log: Log;
} & Pick<BotParts, 'troubleOf'> &
  Pick<AdapterParts, 'admit' | 'onAnswered'> &
  Pick<ConnectorParts, 'onCall'>;

/** Microsoft Teams: answers the activities that it sends, and posts what the dispatcher delivers. */
export function createTeams(parts: TeamsParts) {
  const { service, partnerTenants, partnerOf, openLink, canMail, now, log } = parts;
  const { account, answers, onCall } = parts;
  const connector = createConnector({ account, now, answers, onCall });
  const authenticate = createAuthentication(parts.trust, now);
  const { roleOf, languageOf } = service.people;
  const { troubleOf } = parts;
  const who = { partnerTenants, partnerOf, roleOf, languageOf };
  const bot = createBot({ service, connector, ...who, troubleOf, now, log });
  return {
    /** Answers an activity of the channel service: with an HTTP status and, for an invoke, with its answer. */
    onActivity: createAdapter({
      authenticate,
      connector,
      admit: parts.admit,
      onAnswered: parts.onAnswered,
      ...bot,
    }),

    /** Carries out one delivery. */
    deliver: createPosting({ connector, reading: service.reading, openLink, canMail, now, log }),

    /** Why Entra gives the bot no token; undefined: it has one. */
    checkToken: connector.checkToken,

    /** Waits for what follows the last answers, for which the store must still be open. */
    settled: bot.settled,

    /** Breaks off the calls to Teams that are under way. */
    close: connector.close,
  };
}

/** Microsoft Teams, as the rest of the program uses it. */
export type Teams = ReturnType<typeof createTeams>;
