import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../../cards/en.json' with { type: 'json' };
import type { ArgumentProblem } from '../../src/grammar/argument.ts';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import type { Buys, MailFailure, ShareWay } from '../../src/relationship/command.ts';
import type { AlertTopic, EventType, InvitationEscalated, Proof } from '../../src/relationship/event.ts';
import type { Problem } from '../../src/relationship/installation.ts';
import { isLanguage } from '../../src/relationship/language.ts';
import type { Cloud, Role } from '../../src/relationship/partner.ts';
import type { Missing } from '../../src/relationship/readiness.ts';
import type { RefusalCode } from '../../src/relationship/refusal.ts';
import type { ClosedInvitation, Relationship } from '../../src/relationship/relationship.ts';
import type { CustomerFilter } from '../../src/store/relationships/listing.ts';
import type { DiagnosisNote, ShownDelivery } from '../../src/teams/cards/doctor-card.ts';
import { PLACEHOLDERS, type TemplateProblem } from '../../src/words/messages/template.ts';
import type { ShownPlace } from '../../src/words/place-words.ts';
import { ATTEMPTS, RULE_CODES } from '../support/cards/history-cards.ts';

const keys = Object.keys(english);

// The compiler sees to it that none of a family is forgotten.
const every = <Name extends string>(names: Readonly<Record<Name, true>>): string[] => Object.keys(names);

const refusals = every<RefusalCode>({
  'role-required': true,
  'partner-not-set-up': true,
  'own-tenant': true,
  'tenant-unknown': true,
  'other-cloud': true,
  'other-region': true,
  'date-in-future': true,
  'azure-not-offered': true,
  'tenant-lookup-failed': true,
  'life-out-of-range': true,
  'extension-too-long': true,
  'not-sent-yet': true,
  'mail-off': true,
  'no-contact': true,
  'link-unknown': true,
  'link-edited-out': true,
  'not-active': true,
  'not-confirmed': true,
  'nothing-to-hand-over': true,
  'looked-after': true,
  ambiguous: true,
  'already-invited': true,
  'already-active': true,
  'not-found': true,
  'invitation-over': true,
  'invitation-closed': true,
  'invitation-replaced': true,
  'question-empty': true,
  'text-too-long': true,
  'too-many-questions': true,
  'other-organisation': true,
  'own-invitation': true,
  'no-authority': true,
});
const closings = every<ClosedInvitation['status']>({
  accepted: true,
  declined: true,
  revoked: true,
  superseded: true,
  expired: true,
});

const asked = COMMANDS.flatMap(([command, grammar]) => {
  return Object.entries(grammar.arguments).map(([name, argument]) => ({ command, name, argument }));
});

// The keys that the code puts together, family by family.
const built: Readonly<Record<string, readonly string[]>> = {
  commands: COMMANDS.map(([name]) => `command.${name}`),
  forms: COMMANDS.flatMap(([name]) => [`form.${name}`, `submit.${name}`]),
  // A hidden argument is never asked for, but a form may say what is wrong with it.
  arguments: asked.map(({ command, name }) => `argument.${command}.${name}`),
  choices: asked.flatMap(({ argument }) =>
    // The runtime knows what languages are called.
    Object.keys(argument.choices ?? {})
      .filter((name) => !isLanguage(name))
      .map((name) => `choice.${name}`),
  ),
  placeholders: asked.map(({ argument }) => `placeholder.${argument.kind}`),
  problems: every<ArgumentProblem['kind']>({ missing: true, invalid: true, unknown: true }).map(
    (kind) => `problem.${kind}`,
  ),
  refusals: [
    ...refusals.map((code) => `refusal.${code}.title`),
    // How it was closed is said by a family of its own.
    ...refusals.filter((code) => code !== 'invitation-closed').map((code) => `refusal.${code}`),
    ...closings.map((status) => `refusal.closed-${status}`),
  ],
  roles: every<Role>({ admin: true, sales: true, helpdesk: true, none: true }).map((role) => `role.${role}`),
  clouds: every<Cloud>({ public: true, usgov: true }).flatMap((cloud) => [
    `cloud.${cloud}`,
    `in-cloud.${cloud}`,
    `portal.${cloud}`,
  ]),
  receipts: every<'accepted' | 'declined'>({ accepted: true, declined: true }).map(
    (status) => `page.done-${status}`,
  ),
  agreements: every<Relationship['agreement']>({ unknown: true, accepted: true, attested: true }).map(
    (agreement) => `agreement.${agreement}`,
  ),
  accesses: every<Relationship['adminAccess']>({
    none: true,
    requested: true,
    granted: true,
    expired: true,
    removed: true,
  }).map((access) => `access.${access}`),
  answers: ['yes', 'no'],
  ways: every<ShareWay>({ message: true, chat: true, mail: true }).map((way) => `share-way.${way}`),
  history: every<EventType>({
    'invitation-drafted': true,
    'invitation-shared': true,
    'invitation-mail-queued': true,
    'invitation-mail-failed': true,
    'invitation-unsubscribed': true,
    'invitation-viewed': true,
    'invitation-accepted': true,
    'invitation-declined': true,
    'invitation-revoked': true,
    'invitation-superseded': true,
    'invitation-strayed': true,
    'invitation-reminded': true,
    'invitation-extended': true,
    'invitation-handed-over': true,
    'invitation-escalated': true,
    'question-asked': true,
    'question-answered': true,
    'reply-mailed': true,
    'reply-mail-failed': true,
    'abuse-reported': true,
    'customer-added': true,
    'relationship-ended': true,
    'invitation-expired': true,
    'agreement-recorded': true,
    'access-recorded': true,
  }).map((type) => `history.${type}`),
  attempts: every(ATTEMPTS).map((command) => `attempt.${command}`),
  refused: every(RULE_CODES).map((code) => `refused.${code}`),
  standings: every<Relationship['status']>({ none: true, invited: true, active: true, ended: true }).map(
    (status) => `relationship.${status}`,
  ),
  buys: every<Exclude<Buys, 'unknown'>>({ 'other-partner': true, direct: true }).map(
    (buys) => `buys.${buys}`,
  ),
  proofs: every<Proof>({ contact: true, administrator: true, member: true }).flatMap((proof) => [
    `proof.${proof}`,
    `page.proof-${proof}`,
  ]),
  done: ['asked', 'reported'].map((done) => `page.${done}`),
  topics: every<AlertTopic>({ accepted: true, declined: true, expired: true, viewed: true }).map(
    (topic) => `topic.${topic}`,
  ),
  checklist: ['reservations', 'subscriptions', 'notice'].flatMap((one) => [`end.${one}`, `end.${one}-label`]),
  figures: ['viewed', 'accepted', 'declined', 'expired', 'withdrawn', 'open'].map((one) => `report.${one}`),
  reasons: COMMANDS.filter(([, { hasReason }]) => hasReason).map(([name]) => `why.${name}`),
  subjects: ['invitations', 'customers', 'company'].map((subject) => `help.${subject}`),
  templates: [
    ...PLACEHOLDERS.map((placeholder) => `template.fill-${placeholder}`),
    ...every<Exclude<TemplateProblem['code'], 'unknown-placeholder' | 'unclosed'>>({
      'link-missing': true,
      'link-twice': true,
      'link-in-subject': true,
      'subject-empty': true,
      'subject-lines': true,
      'subject-too-long': true,
      'body-too-long': true,
      'filled-too-long': true,
    }).map((code) => `template.problem-${code}`),
    ...['template.saved-text', 'template.reset-text'],
  ],
  stations: closings.map((status) => `life.${status}`),
  lacking: every<Missing>({ relationship: true, agreement: true, 'admin-access': true }).map(
    (missing) => `lacking.${missing}`,
  ),
  missing: every<Exclude<Missing, 'relationship'>>({ agreement: true, 'admin-access': true }).map(
    (missing) => `missing.${missing}`,
  ),
  tab: [
    ...every<CustomerFilter>({
      all: true,
      open: true,
      active: true,
      incomplete: true,
      declined: true,
      expired: true,
      ended: true,
    }).map((state) => `tab.state-${state}`),
    ...['bad-question', 'session-over', 'empty', 'no-match'].flatMap((one) => [
      `tab.${one}`,
      `tab.${one}-text`,
    ]),
  ],
  mailings: every<MailFailure>({ refused: true, unreachable: true, 'link-lost': true }).flatMap((failure) => [
    `mailing.${failure}`,
    `alert.mail-${failure}-text`,
  ]),
  'problems of the installation': every<Problem['code']>({
    'clock-ahead': true,
    'clock-behind': true,
    'database-slow': true,
    'relay-stalled': true,
    'outbox-old': true,
    'queue-old': true,
    parked: true,
    'token-password-wrong': true,
    'token-password-expired': true,
    'token-app-unknown': true,
    'token-tenant-unknown': true,
    'token-refused': true,
    'token-unreachable': true,
    'mail-refused': true,
    'mail-unreachable': true,
  }).flatMap((code) => [`doctor.problem.${code}`, `doctor.advice.${code}`]),
  diagnosis: [
    ...every<DiagnosisNote>({ retried: true, skipped: true, 'not-parked': true }),
    ...['lanes', 'parked', 'failures', 'gone'].map((part) => `${part}-label`),
    ...every<ShownPlace['kind']>({ personal: true, channel: true, groupChat: true, mail: true }).map(
      (kind) => `place.${kind}`,
    ),
    ...every<Exclude<ShownPlace['kind'], 'mail'>>({ personal: true, channel: true, groupChat: true }).map(
      (kind) => `unnamed.${kind}`,
    ),
    ...every<ShownDelivery['kind']>({ post: true, notice: true, update: true, mail: true }).flatMap(
      (kind) => [`what.${kind}`, `count.${kind}`],
    ),
    ...every<ShownDelivery['outcome']>({
      later: true,
      ambiguous: true,
      gone: true,
      ours: true,
      fault: true,
      unknown: true,
    }).map((outcome) => `outcome.${outcome}`),
  ].map((name) => `doctor.${name}`),
  escalations: every<InvitationEscalated['reason']>({ 'no-role': true, unattended: true }).map(
    (reason) => `alert.${reason}-text`,
  ),
  greetings: ['greeting.partner', 'greeting.customer'],
  failures: ['fault', 'away', 'unknown'].flatMap((name) => [`${name}.title`, `${name}.text`]),
  notices: [
    ...[
      'alerts.on',
      'alerts.off',
      'alerts.fewer',
      'alerts.taken',
      'alerts.unknown-host',
      'role-mention',
      'role-foreign',
      'handover-mention',
      'handover-role',
      'handover-done',
      'language',
      'customer-only',
      'partner-only',
      'stranger',
      'edited',
      'thanks',
      'done',
    ],
  ].flatMap((name) => [`${name}.title`, `${name}.text`]),
};

describe('the words under keys that the code puts together', () => {
  it.each(Object.entries(built))('are there for all %s', (_, family) => {
    expect(family.filter((key) => !keys.includes(key))).toStrictEqual([]);
  });
});

describe('the words under keys that the code writes out', () => {
  const sources = sourcesIn(new URL('../../src/', import.meta.url));
  const written = new Set(
    [...sources.matchAll(/'([a-z][a-zA-Z-]*(?:\.[a-zA-Z-]+)+)'/g)].map(([, key]) => key),
  );

  it('are there for all pages', () => {
    const onPages = [...sources.matchAll(/it\.words\('([^']+)'\)/g)].map(([, key]) => key ?? '');
    expect(onPages).not.toStrictEqual([]);
    expect(onPages.filter((key) => !keys.includes(key))).toStrictEqual([]);
  });

  it('are all that there are: nothing is translated for nobody', () => {
    const used = new Set(Object.values(built).flat());
    expect(keys.filter((key) => !used.has(key) && !written.has(key))).toStrictEqual([]);
  });
});

function sourcesIn(folder: URL): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|eta)$/.test(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
}
