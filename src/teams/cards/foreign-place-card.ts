import type { AlertTopic } from '../../relationship/event.ts';
import type { Language } from '../../relationship/language.ts';
import { listed, type Reader, say } from '../../words/words.ts';
import type { Card } from './card.ts';
import { noticeCard } from './notice-card.ts';

/** Another organisation's channel or chat in which an agent wants alerts. `name`: undefined where nobody knows it. */
export type ForeignPlace = {
  readonly tenantId: string;
  readonly name: string | undefined;
  readonly topics: readonly AlertTopic[];
};

/** Asks before a channel or chat of another organisation hears of the partner's customers. */
export function foreignPlaceCard({ tenantId, name, topics }: ForeignPlace, reader: Reader): Card {
  const { language } = reader;
  const organisation = name ?? say(language, 'alerts.ask.unnamed', { tenant: tenantId });
  const title = say(language, 'alerts.ask.title');
  const text = say(language, 'alerts.ask.text', { organisation, topics: listedTopics(topics, language) });
  const data = { host: tenantId, topics: topics.join(',') };
  const button = { title: say(language, 'button.subscribe-anyway'), verb: 'subscribe', data };
  return noticeCard({ title, text, tone: 'warning', buttons: [button] }, reader);
}

/** The topics of alerts as a list in words. */
export function listedTopics(topics: readonly AlertTopic[], language: Language): string {
  return listed(
    language,
    topics.map((topic) => say(language, `topic.${topic}`)),
  );
}
