import type { Partner } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import { countryName, isTimeZone, say } from '../words/words.ts';
import { noticeCard } from './cards/notice-card.ts';
import type { AnswerParts, Reply } from './reply.ts';
import type { Request, SetupAsk, Topic } from './requests.ts';
import { notice } from './small-talk.ts';
import { type Asked, agentAndPartner, requireSeller, rootOf } from './who.ts';

const LONGEST_LIFE = 30;

/** Saves the partner's profile; what is not said stays as it was. */
export async function setUp(
  ask: SetupAsk,
  { who, reader }: Asked,
  { partners }: AnswerParts,
): Promise<Reply> {
  if (who.side !== 'partner' || who.agent.role !== 'admin') {
    throw new Refusal({ code: 'role-required', needed: ['admin'] });
  }
  const { lifeDays = who.partner?.lifeDays ?? 7 } = ask;
  if (lifeDays < 1 || lifeDays > LONGEST_LIFE) {
    throw new Refusal({ code: 'life-out-of-range', shortest: 1, longest: LONGEST_LIFE });
  }
  const profile = merged(ask, who.partner, { tenantId: who.agent.tenantId, timeZone: reader.timeZone });
  await partners.save({ ...profile, lifeDays });
  const text = say(reader.language, 'setup.done-text', {
    name: profile.name,
    country: countryName(reader.language, profile.country),
    cloud: say(reader.language, `cloud.${profile.cloud}`),
    days: lifeDays,
  });
  return { card: noticeCard({ title: say(reader.language, 'setup.done'), text, tone: 'good' }, reader) };
}

function merged(
  { name, country, cloud, partnerId, language, authority, link }: SetupAsk,
  before: Partner | undefined,
  { tenantId, timeZone }: { tenantId: string; timeZone: string },
): Omit<Partner, 'lifeDays'> {
  const number = partnerId ?? before?.partnerId;
  const microsoftLink = link ?? before?.microsoftLink;
  return {
    id: before?.id ?? tenantId,
    tenantIds: before?.tenantIds ?? [tenantId],
    name,
    country,
    cloud: cloud ?? before?.cloud ?? 'public',
    language: language ?? before?.language ?? 'en',
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    authority: authority ?? before?.authority ?? 'contact',
    ...(number === undefined ? {} : { partnerId: number }),
    ...(microsoftLink === undefined ? {} : { microsoftLink }),
  };
}

/** Makes this chat a sales channel, or no longer. */
export async function alerts(
  { isOn, topics }: Extract<Request, { type: 'alerts' }>,
  asked: Asked,
  { conversations }: AnswerParts,
): Promise<Reply> {
  const { agent, partner } = agentAndPartner(asked.who);
  requireSeller(agent);
  const root = rootOf(asked.conversation);
  if (!isOn) {
    await conversations.unsubscribe(root.id, topics);
    return topics.length === 0
      ? notice(asked, 'alerts.off')
      : notice(asked, 'alerts.fewer', { topics: named(topics, asked) });
  }
  await conversations.subscribe(root, partner.id, topics);
  return notice(asked, 'alerts.on', { topics: named(topics, asked) });
}

function named(topics: readonly Topic[], { reader: { language } }: Asked): string {
  return new Intl.ListFormat(language).format(topics.map((topic) => say(language, `topic.${topic}`)));
}
