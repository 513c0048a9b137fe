import { requireAdmin, requireLife, requireSeller } from '../../relationship/guards.ts';
import type { Partner } from '../../relationship/partner.ts';
import { countryName } from '../../words/countries.ts';
import { listed, type Reader, say } from '../../words/words.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Request, SetupAsk, Topic } from '../grammar/requests.ts';
import { type Asked, agentAndPartner, rootOf } from '../who.ts';
import { doingOf } from './lookups.ts';
import type { AnswerParts, Reply } from './reply.ts';
import { notice } from './small-talk.ts';

/** Saves the partner's profile; what is not said stays as it was. */
export async function setUp(
  ask: SetupAsk,
  { who, reader, ...asked }: Asked,
  { partners }: AnswerParts,
): Promise<Reply> {
  if (who.side !== 'partner') throw new Error('Only the partner’s people have a profile');
  requireAdmin(who.agent);
  const lifeDays = requireLife(ask.lifeDays ?? who.partner?.lifeDays ?? 7);
  const profile = merged(ask, who.partner, { tenantId: who.agent.tenantId, reader });
  await partners.save({ ...profile, lifeDays }, doingOf(who.agent, asked));
  const text = say(reader.language, 'setup.done-text', {
    name: profile.name,
    country: countryName(reader.language, profile.country),
    cloud: say(reader.language, `cloud.${profile.cloud}`),
    days: lifeDays,
  });
  return { card: noticeCard({ title: say(reader.language, 'setup.done'), text, tone: 'good' }, reader) };
}

function merged(
  { link, lifeDays: _, ...said }: SetupAsk,
  before: Partner | undefined,
  { tenantId, reader: { language, timeZone } }: { tenantId: string; reader: Reader },
): Omit<Partner, 'lifeDays'> {
  const usual = { cloud: 'public', language, authority: 'contact' } as const;
  return {
    id: tenantId,
    tenantIds: [tenantId],
    ...usual,
    ...before,
    ...said,
    timeZone,
    ...(link === undefined ? {} : { microsoftLink: link }),
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
  const alerting = { partnerId: partner.id, doing: doingOf(agent, asked) };
  if (!isOn) {
    await conversations.unsubscribe(root.id, topics, alerting);
    return topics.length === 0
      ? notice(asked, 'alerts.off')
      : notice(asked, 'alerts.fewer', { topics: named(topics, asked) });
  }
  await conversations.subscribe(root, topics, alerting);
  return notice(asked, 'alerts.on', { topics: named(topics, asked) });
}

function named(topics: readonly Topic[], { reader: { language } }: Asked): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
