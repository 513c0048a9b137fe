import { LONGEST_REMARK } from '../../relationship/rules/questions.ts';
import { command } from './command.ts';
import { CLOUD, COUNTRY, DOMAIN, ID, LANGUAGE, NAME, PAGE, PLACE, TARGET } from './shared-arguments.ts';

const PERSON = { kind: 'person', isRequired: true, isPositional: true, longest: 200 } as const;

/** Commands about invitations: from the draft to the answer. */
export const INVITATION_COMMANDS = {
  invite: command({
    audience: 'partner',
    subject: 'invitations',
    hasReason: true,
    arguments: {
      name: NAME,
      domain: DOMAIN,
      country: COUNTRY,
      contact: { kind: 'email', isPositional: true },
      scope: { kind: 'text', choices: ['full', 'azure'], default: 'full' },
      buys: { kind: 'text', choices: ['other-partner', 'direct', 'unknown'], default: 'unknown' },
      cloud: CLOUD,
      lifeDays: { kind: 'days' },
      language: LANGUAGE,
      reference: { kind: 'text', longest: 60 },
    },
    toRequest: (ask) => ({ type: 'invite', ask }),
  }),
  share: command({
    audience: 'partner',
    subject: 'invitations',
    arguments: { id: ID, way: { kind: 'text', choices: ['chat', 'mail'], isHidden: true } },
    // In the chat unless the agent asks for a mail.
    toRequest: ({ id, way }) => ({ type: 'share', id, ...(way === 'mail' ? { way } : {}) }),
  }),
  status: command({
    audience: 'partner',
    subject: 'invitations',
    arguments: { target: TARGET },
    toRequest: (values) => ({ type: 'status', ...values }),
  }),
  list: command({
    audience: 'partner',
    subject: 'invitations',
    arguments: {
      filter: {
        kind: 'text',
        isPositional: true,
        choices: ['all', 'open', 'accepted', 'declined', 'expired'],
        default: 'all',
      },
      mine: { kind: 'text', isPositional: true, choices: ['mine', 'everyone'], default: 'everyone' },
      page: PAGE,
      place: PLACE,
    },
    toRequest: ({ mine, ...values }) => ({ type: 'list', ...values, mine: mine === 'mine' }),
  }),
  remind: command({
    audience: 'partner',
    subject: 'invitations',
    isRare: true,
    arguments: { id: ID },
    toRequest: (values) => ({ type: 'remind', ...values }),
  }),
  extend: command({
    audience: 'partner',
    subject: 'invitations',
    isRare: true,
    arguments: { id: ID, days: { kind: 'days', isRequired: true, isPositional: true } },
    toRequest: (values) => ({ type: 'extend', ...values }),
  }),
  revoke: command({
    audience: 'partner',
    subject: 'invitations',
    arguments: { id: ID, reason: { kind: 'text', isPositional: true, isSentence: true } },
    toRequest: (values) => ({ type: 'revoke', ...values }),
  }),
  reply: command({
    audience: 'partner',
    subject: 'invitations',
    isRare: true,
    arguments: {
      id: ID,
      text: {
        kind: 'text',
        isRequired: true,
        isPositional: true,
        isMultiline: true,
        isSentence: true,
        longest: LONGEST_REMARK,
      },
    },
    toRequest: (values) => ({ type: 'reply', ...values }),
  }),
  reissue: command({
    audience: 'partner',
    subject: 'invitations',
    arguments: { id: ID },
    toRequest: (values) => ({ type: 'reissue', ...values }),
  }),
  handover: command({
    audience: 'partner',
    subject: 'invitations',
    isRare: true,
    arguments: { from: PERSON, to: PERSON },
    toRequest: (values) => ({ type: 'handover', ...values }),
  }),
  invitations: command({
    audience: 'customer',
    subject: 'invitations',
    arguments: {},
    toRequest: () => ({ type: 'invitations' }),
  }),
};
