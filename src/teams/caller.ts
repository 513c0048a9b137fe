import { rootId } from '../delivery/delivery.ts';
import type { Language } from '../relationship/language.ts';
import type { Partner, Role, RoleHolder } from '../relationship/partner.ts';
import type { Agent, CustomerPerson } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { AgentCaller, CustomerCaller, Founder, Origin } from '../service/attempts.ts';
import type { Conversation } from '../store/documents.ts';
import { isTimeZone, languageOf, localeOf, type Reader } from '../words/words.ts';
import type { InboundActivity } from './activity.ts';
import { addressOf, type Connector, type Member } from './connector.ts';
import { mentionsIn } from './mentions.ts';

/** Who asks, from which side, and how they read; all of it as Teams says and the configuration decides. */
export type Who =
  | { readonly side: 'partner'; readonly agent: Agent; readonly partner: Partner | undefined }
  | { readonly side: 'customer'; readonly tenantId: string }
  | { readonly side: 'stranger' };

/** One thing asked in a turn: by whom, where, and what makes a redelivery of it recognisable. */
export type Caller = {
  readonly who: Who;
  readonly reader: Reader;
  readonly conversation: Conversation;
  readonly from: InboundActivity['from'];
  /** The person as the conversation's roster knows them; undefined when it does not. Asked for once a turn. */
  readonly member: () => Promise<Member | undefined>;
  /** The organisation that the person belongs to, as far as Teams says. */
  readonly home: string | undefined;
  /** Other people whom the message mentions. */
  readonly mentions: readonly { readonly id: string; readonly name: string }[];
  /** Absent when Teams named no activity: then nothing can be recognised as a redelivery. */
  readonly cause?: string;
};

/** What telling people apart needs. */
export type WhoParts = {
  readonly partnerTenants: readonly string[];
  readonly partnerOf: (tenantId: string) => Promise<Partner | undefined>;
  readonly roleOf: (partnerId: string, person: RoleHolder) => Promise<Role>;
  /** The language that somebody asked for, whatever their client says. */
  readonly languageOf: (tenantId: string, objectId: string) => Promise<Language | undefined>;
  readonly connector: Pick<Connector, 'member'>;
};

/** Who sent this activity, and where. */
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

/** Who asks, for the service: one of the partner's people; a Refusal when the partner is not set up yet. */
export function agentCaller(caller: Caller): AgentCaller {
  const { agent, partner, origin } = founder(caller);
  if (!partner) throw new Refusal({ code: 'partner-not-set-up' });
  return { agent, partner, origin };
}

/** The same of a partner that may not be set up yet. */
export function founder(caller: Caller): Founder {
  const { who } = caller;
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a partner');
  return { agent: who.agent, partner: who.partner, origin: originOf(caller) };
}

/** Who asks, for the service: one of a customer's people, who may be one of a partner's people too. */
export function customerCaller(caller: Caller): CustomerCaller {
  const { who } = caller;
  const identify = () => customerPerson(caller);
  const origin = originOf(caller);
  if (who.side !== 'partner') return { identify, origin };
  return { identify, origin, agent: who.agent, ...(who.partner ? { partner: who.partner } : {}) };
}

// What an event records about where it was asked for, and by which activity, as far as Teams named it.
function originOf({ conversation, cause }: Caller): Origin {
  return { conversationId: conversation.id, ...(cause === undefined ? {} : { cause }) };
}

/**
 * The person behind a press as the conversation's roster knows them. The tenant is the person's home, which in a
 * channel shared between organisations is not the conversation's.
 */
export async function customerPerson({ conversation, from, member }: Caller): Promise<CustomerPerson> {
  const known = await member();
  // Not in the roster: whoever presses here is nobody that this conversation knows.
  if (!known) throw new Refusal({ code: 'other-organisation' });
  const home = known.tenantId ?? (conversation.kind === 'personal' ? conversation.tenantId : '');
  return {
    kind: 'customer',
    tenantId: home,
    objectId: from.aadObjectId ?? '',
    name: known.name || (from.name ?? ''),
    emails: known.emails,
    // A chat proves no directory role; signing in on the page does.
    isAdministrator: false,
    isGuest: known.isGuest,
  };
}

/** The channel of a thread, or the conversation itself: where alerts are subscribed. */
export function rootOf(conversation: Conversation): Conversation {
  return { ...conversation, id: rootId(conversation.id) };
}

const STRANGER = { side: 'stranger' } as const;

// On which side somebody is whose home this tenant is.
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
 * The organisation that somebody belongs to. A personal chat is in it. A channel or group chat is in its host's,
 * and may be shared with others: the roster knows where each of its people is at home.
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
  // Whoever has a role at the host is one of its own people: those need no question.
  if (who.side === 'partner' && who.agent.role !== 'none') return host;
  const known = await member();
  return known?.tenantId ?? (known ? host : undefined);
}

// What several places of one turn want to know is asked for once.
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

// Two answers to one question are no answer.
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

// What somebody asked for, else what their client speaks, else what their company does.
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
  const { conversation, serviceUrl, recipient, from } = activity;
  const kind = conversation.conversationType;
  const person = kind === 'personal' && from.aadObjectId ? { personObjectId: from.aadObjectId } : {};
  return {
    id: conversation.id,
    kind,
    // A shared channel belongs to its host, whoever speaks in it.
    tenantId:
      (kind === 'personal' ? onlyTenant(activity) : (conversation.tenantId ?? onlyTenant(activity))) ?? '',
    serviceUrl,
    botId: recipient.id,
    botName: recipient.name ?? 'Vínculo',
    ...person,
  };
}
