import type { AlertTopic } from '../../relationship/event.ts';
import type { Partner } from '../../relationship/partner.ts';
import { LONGEST_DAYS } from '../../relationship/rules/guards.ts';
import { LONGEST_BODY, LONGEST_SUBJECT } from '../../words/messages/template.ts';
import { everyWord, wordsFor } from '../lexicon.ts';
import { fold } from '../line/plain-text.ts';
import { command } from './command.ts';
import { CLOUD, COUNTRY, LANGUAGE, NAME } from './shared-arguments.ts';

/** Commands about the partner’s company: its profile, its people, its channels. */
export const COMPANY_COMMANDS = {
  setup: command({
    audience: 'partner',
    subject: 'company',
    isLong: true,
    arguments: {
      name: NAME,
      country: COUNTRY,
      cloud: CLOUD,
      partnerId: { kind: 'number', isRemovable: true },
      language: LANGUAGE,
      authority: { kind: 'text', choices: ['contact', 'administrator', 'member'] },
      lifeDays: { kind: 'days' },
      reminderDays: { kind: 'day-list', isList: true, isRemovable: true },
      escalationDays: { kind: 'days', isRemovable: true },
      link: { kind: 'url', longest: 2000, isRemovable: true },
    },
    problemsOf: ({ escalationDays }) => {
      const isSound = escalationDays == null || (escalationDays >= 1 && escalationDays <= LONGEST_DAYS);
      return isSound ? [] : [{ argument: 'escalationDays', kind: 'invalid' }];
    },
    toRequest: ({ reminderDays, ...rest }) => {
      const reminders: Pick<Partner, 'reminderDays'> =
        reminderDays === undefined ? {} : { reminderDays: reminderDays ?? [] };
      // The profile that is stored already completes a line that says only a part.
      const ask: Partial<typeof rest> & typeof reminders = { ...rest, ...reminders };
      return { type: 'setup', ask };
    },
  }),
  template: command({
    audience: 'partner',
    subject: 'company',
    isRare: true,
    arguments: {
      language: { ...LANGUAGE, isPositional: true },
      action: { kind: 'text', isPositional: true, isHidden: true, choices: ['save', 'preview', 'reset'] },
      subject: { kind: 'text', isVerbatim: true, longest: LONGEST_SUBJECT },
      body: { kind: 'text', isVerbatim: true, isMultiline: true, longest: LONGEST_BODY },
    },
    // Without an action it asks for the form, filled in with what was given.
    toRequest: (values) => ({ type: 'template', ...values }),
  }),
  alerts: command({
    audience: 'partner',
    subject: 'company',
    arguments: {
      state: { kind: 'text', isRequired: true, isPositional: true, choices: ['on', 'off'] },
      topics: { kind: 'text', isPositional: true, isList: true },
    },
    problemsOf: ({ topics }) => {
      return topicNames(topics).every((name) => topicNamed(name))
        ? []
        : [{ argument: 'topics', kind: 'invalid' }];
    },
    // Off without topics: all of them.
    toRequest: ({ state, topics: written }) => {
      const named = topicNames(written).map(topicNamed);
      const topics = Object.keys(TOPICS).filter((topic): topic is AlertTopic =>
        named.some((one) => one === topic),
      );
      const isOn = state === 'on';
      return { type: 'alerts', isOn, topics: topics.length === 0 && isOn ? USUAL_TOPICS : topics };
    },
  }),
  role: command({
    audience: 'partner',
    subject: 'company',
    arguments: {
      person: { kind: 'person', isRequired: true, isPositional: true, longest: 200 },
      role: {
        kind: 'text',
        isRequired: true,
        isPositional: true,
        choices: ['admin', 'sales', 'helpdesk', 'none'],
      },
    },
    toRequest: (values) => ({ type: 'role', ...values }),
  }),
  doctor: command({
    audience: 'partner',
    subject: 'company',
    isRare: true,
    arguments: {},
    toRequest: () => ({ type: 'doctor' }),
  }),
  language: command({
    audience: 'all',
    subject: 'company',
    isRare: true,
    arguments: { language: { ...LANGUAGE, isRequired: true, isPositional: true } },
    toRequest: (values) => ({ type: 'language', ...values }),
  }),
};

const TOPICS: Readonly<Record<AlertTopic, readonly string[]>> = {
  accepted: topicWords('accepted'),
  declined: topicWords('declined'),
  expired: topicWords('expired'),
  viewed: topicWords('viewed'),
};
const USUAL_TOPICS: readonly AlertTopic[] = ['accepted', 'declined', 'expired'];
const AND = everyWord(wordsFor(({ and }) => and)).map(fold);

function topicWords(topic: AlertTopic): readonly string[] {
  return everyWord(wordsFor(({ topics }) => topics[topic])).map(fold);
}

function topicNamed(name: string): AlertTopic | undefined {
  return (Object.keys(TOPICS) as AlertTopic[]).find((topic) => TOPICS[topic].includes(name));
}

function topicNames(topics = ''): readonly string[] {
  const names = topics.split(/[\s,;]+/).map(fold);
  return names.filter((name) => name !== '' && !AND.includes(name));
}
