import type { Agent, CustomerPerson } from '../relationship/command.ts';
import type { Language, Partner, Role } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { Conversation } from '../store/documents.ts';
import { isTimeZone, languageOf, localeOf, type Reader } from '../words/words.ts';
import type { InboundActivity } from './activity.ts';
import { addressOf, type Connector, isConnectorError } from './connector.ts';
import { mentionsIn } from './mentions.ts';

/** Who asks, from which side, and how they read; all of it as Teams says and the configuration decides. */
export type Who =
  | { readonly side: 'partner'; readonly agent: Agent; readonly partner: Partner | undefined }
  | { readonly side: 'customer'; readonly tenantId: string }
  | { readonly side: 'stranger' };

/** One thing asked in a turn: by whom, where, and what makes a redelivery of it recognisable. */
export type Asked = {
  readonly who: Who;
  readonly reader: Reader;
  readonly conversation: Conversation;
  readonly from: InboundActivity['from'];
  /** The organisation that Teams says the person writes from. */
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
  readonly roleOf: (partnerId: string, objectId: string) => Promise<Role>;
  /** The language that somebody asked for, whatever their client says. */
  readonly languageOf: (tenantId: string, objectId: string) => Promise<Language | undefined>;
};

/** Who sent this activity, and where. */
export async function asked(activity: InboundActivity, parts: WhoParts): Promise<Asked> {
  const home = tenantOf(activity);
  const [who, wished] = await Promise.all([identify(activity, parts), wishedLanguage(activity, parts)]);
  const reader = readerOf(activity, who, wished);
  const conversation = conversationOf(activity);
  return {
    who: who.side === 'partner' ? { ...who, agent: { ...who.agent, ...readingOf(reader) } } : who,
    reader,
    conversation,
    from: activity.from,
    home,
    mentions: mentionsIn(activity),
    ...(activity.id === undefined ? {} : { cause: `${conversation.id}/${activity.id}` }),
  };
}

/** The agent of a turn and their partner; a Refusal when the partner is not set up yet. */
export function agentAndPartner(who: Who): { agent: Agent; partner: Partner } {
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a partner');
  if (!who.partner) throw new Refusal({ code: 'partner-not-set-up' });
  return { agent: who.agent, partner: who.partner };
}

/**
 * The person behind a press as the conversation's roster knows them. The tenant is the person's home, which in a
 * channel shared between organisations is not the conversation's.
 */
export async function customerPerson(
  { conversation, from }: Asked,
  connector: Connector,
): Promise<CustomerPerson> {
  const member = await connector.member(addressOf(conversation), from.id).catch((error: unknown) => {
    // Not in the roster: whoever presses here is nobody that this conversation knows.
    if (isConnectorError(error) && error.status === 404) throw new Refusal({ code: 'other-organisation' });
    throw error;
  });
  const home = member.tenantId ?? (conversation.kind === 'personal' ? conversation.tenantId : '');
  return {
    kind: 'customer',
    tenantId: home,
    objectId: from.aadObjectId ?? '',
    name: member.name || (from.name ?? ''),
    emails: member.emails,
    // A chat proves no directory role; signing in on the page does.
    isAdministrator: false,
    isGuest: member.isGuest,
  };
}

/** The channel of a thread, or the conversation itself: where alerts are subscribed. */
export function rootOf(conversation: Conversation): Conversation {
  return { ...conversation, id: rootId(conversation.id) };
}

/** The id of a channel, whichever of its threads is meant. */
export function rootId(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId;
}

async function identify(activity: InboundActivity, parts: WhoParts): Promise<Who> {
  const tenantId = tenantOf(activity);
  const objectId = activity.from.aadObjectId;
  if (tenantId === undefined || objectId === undefined) return { side: 'stranger' };
  if (!parts.partnerTenants.includes(tenantId)) return { side: 'customer', tenantId };
  const partner = await parts.partnerOf(tenantId);
  const role = await parts.roleOf(partner?.id ?? '', objectId);
  const name = activity.from.name ?? objectId;
  const language = languageOf(activity.locale);
  const agent: Agent = { kind: 'agent', tenantId, objectId, name, role, language };
  return { side: 'partner', agent, partner };
}

// Two answers to one question are no answer.
function tenantOf({ conversation, channelData }: InboundActivity): string | undefined {
  const said = [conversation.tenantId, channelData?.tenant?.id].filter((one) => one !== undefined);
  return new Set(said).size === 1 ? said[0] : undefined;
}

function readingOf({ language, locale }: Reader): Pick<Agent, 'language' | 'locale'> {
  return { language, ...(locale === undefined ? {} : { locale }) };
}

async function wishedLanguage(activity: InboundActivity, parts: WhoParts): Promise<Language | undefined> {
  const tenantId = tenantOf(activity);
  const { aadObjectId } = activity.from;
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
    tenantId: tenantOf(activity) ?? '',
    serviceUrl,
    botId: recipient.id,
    botName: recipient.name ?? 'Vínculo',
    ...person,
  };
}
