import { z } from 'zod';
import { LANGUAGE_CODES, type Language } from '../../relationship/language.ts';
import type { Partner, Role, RoleHolder } from '../../relationship/partner.ts';
import type { Agent } from '../../relationship/people.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { isTimeZone, languageOf, localeOf, type Reader, type WordKey } from '../../words/words.ts';
import type { Exchange } from '../exchange.ts';
import { languageAsked } from '../page/page.ts';
import type { BrowserSessions } from '../sessions.ts';

type TabPerson = Pick<Agent, 'tenantId' | 'objectId' | 'name'>;

/** Checks Teams' single sign-on token. `proved`: it is this person's; `unavailable`: Entra's keys cannot be fetched. */
export type CheckToken = (
  token: string,
) => Promise<
  | { readonly verdict: 'proved'; readonly person: TabPerson }
  | { readonly verdict: 'refused' | 'other-tenant' | 'unavailable' }
>;

/** What identifying the tab's visitors needs; their roles and languages are those of the chat. */
export type VisitorParts = {
  readonly checkToken: CheckToken;
  readonly tabSessions: BrowserSessions;
  readonly partnerTenants: readonly string[];
  readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
  readonly roleOf: (partnerId: string, person: RoleHolder) => Promise<Role>;
  readonly languageOf: (tenantId: string, objectId: string) => Promise<Language | undefined>;
};

/** A person of the partner, with the language and time zone in which they read. */
export type Visitor = { readonly agent: Agent; readonly partner: Partner; readonly reader: Reader };

/** Why a visitor is not identified: the status and the words of the answer. */
export type Unknown = { readonly status: 401 | 403 | 503; readonly title: WordKey; readonly text: WordKey };

const NOT_SIGNED_IN: Unknown = { status: 401, title: 'tab.session-over', text: 'tab.session-over-text' };
const UNKNOWN: Record<'refused' | 'other-tenant' | 'unavailable', Unknown> = {
  refused: NOT_SIGNED_IN,
  'other-tenant': { status: 403, title: 'tab.not-a-partner', text: 'tab.not-a-partner-text' },
  unavailable: { status: 503, title: 'tab.entra-away', text: 'tab.entra-away-text' },
};

/**
 * Identifies the tab's visitor: by Teams' token, or in a plain browser by the session. Throws a Refusal when the
 * partner is not set up.
 */
export async function visitor(exchange: Exchange, parts: VisitorParts): Promise<Visitor | Unknown> {
  const person = await personOf(exchange, parts);
  if ('status' in person) return person;
  const { tenantId, objectId, name } = person;
  if (!parts.partnerTenants.includes(tenantId)) return UNKNOWN['other-tenant'];
  const [partner, wished] = await Promise.all([
    parts.partnerOf(tenantId),
    parts.languageOf(tenantId, objectId),
  ]);
  if (!partner) throw new Refusal({ code: 'partner-not-set-up' });
  const reader = readerOf(exchange, { wished, timeZone: partner.timeZone });
  const role = await parts.roleOf(partner.id, person);
  const agent: Agent = { kind: 'agent', tenantId, objectId, name, role, language: reader.language };
  return { agent, partner, reader };
}

async function personOf(
  exchange: Exchange,
  { checkToken, tabSessions }: VisitorParts,
): Promise<TabPerson | Unknown> {
  const { authorization } = exchange.headers;
  // A request with a token is identified by the token alone; cookies that the browser adds do not count.
  if (authorization === undefined) return (await tabSessions.of(exchange))?.person ?? NOT_SIGNED_IN;
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? [];
  const checked = token === undefined ? ({ verdict: 'refused' } as const) : await checkToken(token);
  return checked.verdict === 'proved' ? checked.person : UNKNOWN[checked.verdict];
}

const reading = z.object({
  lang: z.enum(LANGUAGE_CODES).optional().catch(undefined),
  locale: z.string().max(35).optional().catch(undefined),
  zone: z.string().max(64).refine(isTimeZone).optional().catch(undefined),
});

/**
 * How the visitor reads. Language: the one chosen on this page, else the one told to the bot, else the client's. Time
 * zone: the client's, else the partner's, else UTC.
 */
export function readerOf(
  { query, headers }: Pick<Exchange, 'query' | 'headers'>,
  known: { readonly wished?: Language | undefined; readonly timeZone?: string } = {},
): Reader {
  const { lang, locale, zone } = reading.parse(Object.fromEntries(query));
  const spoken = locale === undefined ? languageAsked(null, headers['accept-language']) : languageOf(locale);
  const language = lang ?? known.wished ?? spoken;
  const exact = localeOf(locale, language);
  const timeZone = zone ?? known.timeZone ?? 'UTC';
  return { language, timeZone, ...(exact === undefined ? {} : { locale: exact }) };
}
