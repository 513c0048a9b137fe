import type { MailFailure } from '../../src/relationship/command.ts';
import type { Event, InvitationMailFailed } from '../../src/relationship/event.ts';
import type { Language, Partner } from '../../src/relationship/partner.ts';
import type { Reason } from '../../src/relationship/refusal.ts';
import type { WithInvitation } from '../../src/relationship/relationship.ts';
import { done, hello, misunderstood, thanks } from '../../src/teams/answers/small-talk.ts';
import { type Alerting, alertCard } from '../../src/teams/cards/alert-card.ts';
import type { Card } from '../../src/teams/cards/card.ts';
import { formCard } from '../../src/teams/cards/form-card.ts';
import { helpCard } from '../../src/teams/cards/help-card.ts';
import { type Happened, historyCard, type Told } from '../../src/teams/cards/history-card.ts';
import { type InvitationShown, invitationCard } from '../../src/teams/cards/invitation-card.ts';
import { faultCard } from '../../src/teams/cards/notice-card.ts';
import { profileCard } from '../../src/teams/cards/profile-card.ts';
import { refusalCard } from '../../src/teams/cards/refusal-card.ts';
import { relationshipsCard } from '../../src/teams/cards/relationships-card.ts';
import { reminderCard } from '../../src/teams/cards/reminder-card.ts';
import { requestCard } from '../../src/teams/cards/request-card.ts';
import { revokeCard } from '../../src/teams/cards/revoke-card.ts';
import { templateCard } from '../../src/teams/cards/template-card.ts';
import { COMMANDS } from '../../src/teams/grammar/grammar.ts';
import { exampleMessage } from '../../src/words/customer-message.ts';
import { builtInTemplate, type TemplateProblem } from '../../src/words/template.ts';
import * as story from '../support/given.ts';

/** One card, under the name that a failing test shows. */
export type NamedCard = { readonly name: string; readonly language: Language; readonly card: Card };

const link = `https://vinculo.fabrikam.com/i/${'A'.repeat(43)}`;

/** Every card the bot can show, in every state, where everybody and everything that people name is called `name`. */
export function everyCard(language: Language, name: string): NamedCard[] {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const cards: Readonly<Record<string, readonly Card[]>> = {
    invitation: invitationCards(language, name),
    request: standings(language, name).map((state) => requestCard(shown(state, language, name))),
    alert: alertCards(language, name),
    list: listCards(language, name),
    form: formCards(language, name),
    profile: profileCards(language, name),
    template: templateCards(language, name),
    refusal: reasons(name).map((reason) => refusalCard(reason, reader)),
    help: [helpCard('partner', reader), helpCard('customer', reader), helpCard('partner', reader, 'list')],
    greeting: [
      hello('welcome.title', 'founder', reader),
      hello('greeting.title', 'partner', reader),
      hello('welcome.title', 'customer', reader),
    ],
    smallTalk: [thanks(reader), done(reader), misunderstood([], reader), misunderstood(['invite'], reader)],
    mail: mailCards(language, name),
    fault: [faultCard('F-7K2M', reader)],
    history: standings(language, name).map((state) =>
      historyCard(state, pageOf(happened(language, name)), reader),
    ),
  };
  return Object.entries(cards).flatMap(([kind, some]) => {
    return some.map((card, at) => ({ name: `${kind} ${at + 1}, ${language}`, language, card }));
  });
}

// As many as a page of a history shows, so that its size is that of the largest; every third was refused.
function happened(language: Language, name: string): Happened[] {
  const all = Object.values(events(language, name));
  const by = { kind: 'agent', name } as const;
  const refused = {
    type: 'refused',
    at: story.monday,
    by,
    command: 'agreement',
    code: 'no-authority',
  } as const;
  return Array.from({ length: 20 }, (_, at) => {
    const event = all[at % all.length];
    return event && at % 3 > 0 ? { type: 'event', event } : refused;
  });
}

function pageOf(rows: readonly Happened[]): Told {
  const again = { command: 'history', given: { target: 'contoso.com' } };
  return { rows, total: 60, page: 2, pageSize: 20, again };
}

function invitationCards(language: Language, name: string): Card[] {
  const [draft, ...others] = standings(language, name);
  if (!draft) return [];
  return [
    invitationCard({ ...shown(draft, language, name), link }),
    invitationCard({ ...shown(draft, language, name), link, canMail: true }),
    ...mailed(language, name).map((state) => invitationCard(shown(state, language, name))),
    ...[draft, ...others].map((state) => invitationCard(shown(state, language, name))),
  ];
}

function alertCards(language: Language, name: string): Card[] {
  const { accepted, declined, expired, viewed, asked, reported } = events(language, name);
  return [accepted, declined, expired, viewed, asked, reported].map((event: Alerting) => {
    return alertCard(event, shown(standingAfter(event, language, name), language, name));
  });
}

function mailCards(language: Language, name: string): Card[] {
  const { queued, failed, sent, unsubscribed } = mailEvents(language, name);
  const reminded = {
    type: 'invitation-reminded',
    invitationId: 'R-7K2M',
    at: story.wednesday,
    day: 3,
  } as const;
  const by = { kind: 'clock' } as const;
  return mailed(language, name).flatMap((state) => {
    const seen = { ...shown(state, language, name), canMail: true };
    return [
      ...failed.map((event) => alertCard(event, seen)),
      reminderCard({ ...reminded, by }, seen),
      reminderCard({ ...reminded, by: { ...story.dana, name } }, seen),
      historyCard(
        state,
        pageOf([queued, ...failed, sent, unsubscribed].map((event) => ({ type: 'event', event }))),
        seen.reader,
      ),
    ];
  });
}

function mailEvents(language: Language, name: string) {
  const { drafted } = events(language, name);
  const about = { invitationId: drafted.invitationId, at: story.tuesday };
  const failure = (why: MailFailure): InvitationMailFailed => {
    const by = { kind: 'clock' } as const;
    return { ...about, type: 'invitation-mail-failed', by, to: name, failure: why, answer: name };
  };
  return {
    queued: { ...about, type: 'invitation-mail-queued', by: drafted.by, to: name },
    failed: [failure('refused'), failure('unreachable'), failure('link-lost')],
    sent: { ...about, type: 'invitation-shared', by: drafted.by, way: 'mail', mailId: 'm1' },
    unsubscribed: { ...about, type: 'invitation-unsubscribed', by: { kind: 'recipient', name } },
  } as const;
}

// However far the mail of a draft has come.
function mailed(language: Language, name: string): WithInvitation[] {
  const { drafted } = events(language, name);
  const { queued, failed, sent, unsubscribed } = mailEvents(language, name);
  return [
    story.history(drafted, queued),
    ...failed.map((event) => story.history(drafted, queued, event)),
    story.history(drafted, queued, sent),
    story.history(drafted, queued, sent, unsubscribed),
  ];
}

function listCards(language: Language, name: string): Card[] {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const rows = standings(language, name).map((state) => ({ relationshipId: 'relationship', state }));
  const again = { command: 'customers', given: { text: name } };
  const listing = {
    title: 'customers.title',
    empty: 'customers.empty',
    page: 2,
    pageSize: 8,
    again,
  } as const;
  return [
    relationshipsCard({ ...listing, rows, total: 20 }, reader, story.nextTuesday),
    relationshipsCard({ ...listing, rows: [], total: 0, page: 1 }, reader, story.tuesday),
  ];
}

function formCards(language: Language, name: string): Card[] {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const about = { relationshipId: 'relationship', invitationId: 'R-7K2M', customer: name };
  return [
    ...COMMANDS.map(([command, grammar]) => {
      const asked = Object.keys(grammar.arguments);
      const wrong = asked.map((argument) => ({ argument, kind: 'invalid' }) as const);
      const problems = [{ argument: name, kind: 'unknown' } as const, ...wrong];
      const given = Object.fromEntries(asked.map((argument) => [argument, name]));
      return formCard({ type: 'form', command, given, problems }, reader);
    }),
    revokeCard(about, name, reader),
    revokeCard(about, undefined, reader),
  ];
}

function templateCards(language: Language, name: string): Card[] {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const partner: Partner = { ...story.fabrikam, name };
  const template = builtInTemplate('es');
  const about = { partner, template, language: 'es', agent: name, now: story.monday } as const;
  const facts = {
    language: 'es',
    template,
    isOwn: true,
    mayEdit: true,
    preview: exampleMessage(about),
  } as const;
  const problems: TemplateProblem[] = [
    { code: 'link-missing' },
    { code: 'link-twice' },
    { code: 'link-in-subject' },
    { code: 'subject-empty' },
    { code: 'subject-lines' },
    { code: 'filled-too-long' },
    { code: 'subject-too-long', most: 200 },
    { code: 'body-too-long', most: 4000 },
    { code: 'unknown-placeholder', name },
    { code: 'unknown-placeholder', name, near: 'customer' },
    { code: 'unclosed', excerpt: name },
  ];
  return [
    templateCard({ ...facts, language: 'en', isOwn: false }, reader),
    templateCard({ ...facts, mayEdit: false }, reader),
    templateCard(
      {
        ...facts,
        isUnsaved: true,
        template: { subject: name, body: name },
        misread: [{ argument: name, kind: 'unknown' }],
        problems,
      },
      reader,
    ),
  ];
}

function reasons(name: string): Reason[] {
  return [
    { code: 'role-required', needed: ['admin', 'sales', 'helpdesk', 'none'] },
    { code: 'partner-not-set-up' },
    { code: 'own-tenant', domain: name },
    { code: 'tenant-unknown', domain: name, cloud: 'usgov' },
    { code: 'other-cloud', domain: name, partner: 'public', customer: 'usgov' },
    { code: 'tenant-lookup-failed', domain: name },
    { code: 'life-out-of-range', shortest: 1, longest: 30 },
    {
      code: 'already-invited',
      invitationId: 'R-7K2M',
      customer: name,
      by: name,
      expiresAt: story.nextMonday,
    },
    { code: 'already-active', customer: name, since: story.tuesday },
    { code: 'not-found', what: name },
    { code: 'invitation-over', expiredAt: story.nextMonday },
    { code: 'mail-off' },
    { code: 'no-contact', invitationId: 'R-7K2M' },
    { code: 'link-unknown', invitationId: 'R-7K2M' },
    { code: 'link-edited-out' },
    { code: 'invitation-replaced' },
    { code: 'other-organisation' },
    { code: 'own-invitation' },
    { code: 'no-authority' },
    { code: 'no-authority', contact: name },
  ];
}

function events(language: Language, name: string) {
  const megan = { ...story.megan, name };
  const dana = { ...story.dana, name };
  const customer = { ...story.contoso, name };
  const terms = { ...story.terms, contact: name, reference: name, language };
  return {
    drafted: { ...story.drafted, by: dana, customer, terms },
    shared: { ...story.shared, by: dana },
    viewed: { ...story.viewed, by: megan },
    accepted: { ...story.accepted, by: megan },
    declined: { ...story.declined, by: megan, reason: name },
    revoked: { ...story.revoked, by: dana, reason: name },
    expired: story.expired,
    asked: { ...story.asked, by: megan, text: name },
    reported: { ...story.reported, by: megan, reason: name },
  };
}

function standingAfter(event: Event, language: Language, name: string): WithInvitation {
  return story.history(events(language, name).drafted, event);
}

// A draft first; the list of all of them fills a page.
function standings(language: Language, name: string): WithInvitation[] {
  const { drafted, ...others } = events(language, name);
  return [story.history(drafted), ...Object.values(others).map((event) => story.history(drafted, event))];
}

function shown(relationship: WithInvitation, language: Language, name: string): InvitationShown {
  const partner: Partner = { ...story.fabrikam, name };
  const reader = { language, timeZone: 'Europe/Madrid' };
  return { relationshipId: 'relationship', relationship, partner, reader, now: story.tuesday };
}

function profileCards(language: Language, name: string): Card[] {
  const reader = { language, timeZone: 'Europe/Madrid' };
  const after: Partner = {
    ...story.fabrikam,
    name,
    partnerId: name,
    reminderDays: [3, 6],
    microsoftLink: name,
  };
  return [undefined, story.fabrikam, after].map((before) => profileCard({ before, after }, reader));
}
