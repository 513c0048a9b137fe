import type { Language } from '../relationship/language.ts';
import type { Partner, Role, RoleHolder } from '../relationship/partner.ts';
import type { Agent } from '../relationship/people.ts';
import type { Undertaking } from '../service/undertaking.ts';
import { type Conversation, rootId } from '../store/documents.ts';
import { isTimeZone, languageOf, localeOf, type Reader } from '../words/words.ts';
import type { InboundActivity } from './activity.ts';
import { addressOf, type Connector, type Member } from './connector.ts';
import { mentionsIn } from './mentions.ts';

/**
 * The side of a caller: it follows from the tenant that Teams names for them, and from the configured partner tenants.
 * `stranger`: Teams does not name a person and a tenant.
 */
export type Who =
  | { readonly side: 'partner'; readonly agent: Agent; readonly partner: Partner | undefined }
  | { readonly side: 'customer'; readonly tenantId: string }
  | { readonly side: 'stranger' };

/**
 * The person who asks for something in a turn, where they ask, and what identifies a redelivery of the same activity.
 */
export type Caller = {
  readonly who: Who;
  readonly reader: Reader;
  readonly conversation: Conversation;
  readonly from: InboundActivity['from'];
  /** The person in the conversation's roster; undefined when they are not in it. Teams is asked at most once a turn. */
  readonly member: () => Promise<Member | undefined>;
  /** The tenant that the person belongs to; undefined when Teams does not name it. */
  readonly home: string | undefined;
  /** Other people whom the message mentions. */
  readonly mentions: readonly { readonly id: string; readonly name: string }[];
  /** Identifies the activity; absent when Teams gives it no id, and a redelivery cannot be recognised. */
  readonly cause?: string;
  /** What the turn has changed so far. */
  readonly undertaking?: Undertaking;
};

/** What is needed to find out who sent an activity. */
export type WhoParts = {
  readonly partnerTenants: readonly string[];
  readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
  readonly roleOf: (partnerId: string, person: RoleHolder) => Promise<Role>;
  /** The language that the person chose, which counts before that of their client; undefined without a choice. */
  readonly languageOf: (tenantId: string, objectId: string) => Promise<Language | undefined>;
  readonly connector: Pick<Connector, 'member'>;
};

/**
 * The person who sent an activity, their side and their language, and where they sent it. Throws a ConnectorError when
 * the roster is needed and Teams does not give it.
 */
export async function callerOf(activity: InboundActivity, parts: WhoParts): Promise<Caller> {
  const conversation = conversationOf(activity);
  const member = once(() => parts.connector.member(addressOf(conversation), activity.from.id));
  const sideAt = eachOnce((tenantId) => sideOf(activity, tenantId, parts));
  const home = await homeOf(activity, member, sideAt);
  const [who, wished] = await Promise.all([
    home === undefined ? STRANGER : sideAt(home),
    wishedLanguage(activity, home, parts),
  ]);
  const reader = readerOf(activity, who, wished);
  return {
    who: who.side === 'partner' ? { ...who, agent: { ...who.agent, ...readingOf(reader) } } : who,
    reader,
    conversation,
    from: activity.from,
    member,
    home,
    mentions: mentionsIn(activity),
    ...(activity.id === undefined ? {} : { cause: `${conversation.id}/${activity.id}` }),
  };
}

/** Where alerts are subscribed: the channel of a thread, otherwise the conversation itself. */
export function rootOf(conversation: Conversation): Conversation {
  return { ...conversation, id: rootId(conversation.id) };
}

const STRANGER = { side: 'stranger' } as const;

// The side of the sender, if they belong to this tenant.
async function sideOf({ from, locale }: InboundActivity, tenantId: string, parts: WhoParts): Promise<Who> {
  const objectId = from.aadObjectId;
  if (objectId === undefined) return STRANGER;
  if (!parts.partnerTenants.includes(tenantId)) return { side: 'customer', tenantId };
  const partner = await parts.partnerOf(tenantId);
  const role = await parts.roleOf(partner?.id ?? '', { tenantId, objectId });
  const name = from.name ?? objectId;
  const language = languageOf(locale);
  const agent: Agent = { kind: 'agent', tenantId, objectId, name, role, language };
  return { side: 'partner', agent, partner };
}

/**
 * The tenant that the sender belongs to. A personal chat belongs to the same tenant. A channel or group chat belongs to
 * its host's tenant, and may be shared with other organisations: the roster says to which tenant each person belongs.
 */
async function homeOf(
  activity: InboundActivity,
  member: Caller['member'],
  sideAt: (tenantId: string) => Promise<Who>,
): Promise<string | undefined> {
  const { conversation, from } = activity;
  const host = onlyTenant(activity);
  const isAsking = activity.type === 'message' || activity.type === 'invoke';
  if (!isAsking || conversation.conversationType === 'personal') return host;
  if (from.aadObjectId === undefined) return undefined;
  const who = host === undefined ? STRANGER : await sideAt(host);
  // A person with a role at the host is one of its own people, so the roster is not asked.
  if (who.side === 'partner' && who.agent.role !== 'none') return host;
  const known = await member();
  return known?.tenantId ?? (known ? host : undefined);
}

// Several places of one turn need the same answer: the question is asked once.
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  const asks = eachOnce(ask);
  return () => asks('');
}

function eachOnce<Value>(ask: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const asked = new Map<string, Promise<Value>>();
  return (key) => {
    const answer = asked.get(key) ?? ask(key);
    asked.set(key, answer);
    return answer;
  };
}

function tenantsOf({ conversation, channelData }: InboundActivity): ReadonlySet<string> {
  const said = [conversation.tenantId, channelData?.tenant?.id];
  return new Set(said.filter((one) => one !== undefined));
}

// An activity that names two different tenants names no certain tenant.
function onlyTenant(activity: InboundActivity): string | undefined {
  const [only, ...others] = tenantsOf(activity);
  return others.length === 0 ? only : undefined;
}

function readingOf({ language, locale }: Reader): Pick<Agent, 'language' | 'locale'> {
  return { language, ...(locale === undefined ? {} : { locale }) };
}

async function wishedLanguage(
  { from: { aadObjectId } }: InboundActivity,
  tenantId: string | undefined,
  parts: WhoParts,
): Promise<Language | undefined> {
  if (tenantId === undefined || aadObjectId === undefined) return undefined;
  return parts.languageOf(tenantId, aadObjectId);
}

// The language that the person chose, otherwise that of their client, otherwise that of their company.
function readerOf(
  { locale, localTimezone }: InboundActivity,
  who: Who,
  wished: Language | undefined,
): Reader {
  const own = localTimezone && isTimeZone(localTimezone) ? localTimezone : undefined;
  const partner = who.side === 'partner' ? who.partner : undefined;
  const spoken = locale === undefined ? partner?.language : undefined;
  const language = wished ?? spoken ?? languageOf(locale);
  const exact = localeOf(locale, language);
  const timeZone = own ?? partner?.timeZone ?? 'UTC';
  return { language, timeZone, ...(exact === undefined ? {} : { locale: exact }) };
}

function conversationOf(activity: InboundActivity): Conversation {
  const { conversation, serviceUrl, recipient, from, channelData } = activity;
  const kind = conversation.conversationType;
  const person = kind === 'personal' && from.aadObjectId ? { personObjectId: from.aadObjectId } : {};
  return {
    id: conversation.id,
    kind,
    // A shared channel belongs to its host, also when a person of another organisation writes in it.
    tenantId:
      (kind === 'personal' ? onlyTenant(activity) : (conversation.tenantId ?? onlyTenant(activity))) ?? '',
    serviceUrl,
    botId: recipient.id,
    botName: recipient.name ?? 'Vínculo',
    ...person,
    ...(channelData?.team ? { teamId: channelData.team.id } : {}),
    ...nameOf(activity),
  };
}

// Teams names a channel only now and then. The first channel of a team has the team's id.
function nameOf({ conversation, from, channelData }: InboundActivity): Pick<Conversation, 'name'> {
  const { conversationType: kind, id } = conversation;
  const ofTeam = rootId(id) === channelData?.team?.id ? channelData?.team?.name : undefined;
  const name = kind === 'personal' ? from.name : (conversation.name ?? channelData?.channel?.name ?? ofTeam);
  return name === undefined ? {} : { name };
}
