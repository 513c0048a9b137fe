import { COMMANDS } from '../../../src/grammar/commands/table.ts';
import { nextButtons } from '../../../src/teams/answers/next-steps.ts';
import { endCard } from '../../../src/teams/cards/end-card.ts';
import { formCard } from '../../../src/teams/cards/form-card.ts';
import { revokeCard } from '../../../src/teams/cards/revoke-card.ts';
import { templateCard } from '../../../src/teams/cards/template-card.ts';
import { exampleMessage } from '../../../src/words/messages/customer-message.ts';
import { builtInTemplate, type TemplateProblem } from '../../../src/words/messages/template.ts';
import { refusalText } from '../../../src/words/refusal-words.ts';
import type { CardKinds } from './card-kinds.ts';
import type { CardStory } from './card-story.ts';

/** The cards with inputs: a form per command, the confirmations of what cannot be undone, the message for customers. */
export function formCards(story: CardStory): CardKinds {
  return {
    form: { ...empty(story), ...wrong(story), ...refused(story) },
    revoke: revoke(story),
    end: end(story),
    template: template(story),
  };
}

function empty({ reader }: CardStory) {
  return Object.fromEntries(
    COMMANDS.map(([command]) => [
      command,
      formCard({ type: 'form', command, given: {}, problems: [] }, reader),
    ]),
  );
}

function wrong({ reader, called }: CardStory) {
  const name = called('colour');
  return Object.fromEntries(
    COMMANDS.map(([command, grammar]) => {
      const asked = Object.keys(grammar.arguments);
      const kinds = ['missing', 'invalid'] as const;
      const problems = asked.map((argument, at) => ({ argument, kind: kinds[at % 2] ?? 'invalid' }));
      const given = Object.fromEntries(asked.map((argument) => [argument, name]));
      const unknown = { argument: name, kind: 'unknown' } as const;
      const form = { type: 'form', command, given, problems: [unknown, ...problems] } as const;
      return [`${command}, all wrong`, formCard(form, reader)];
    }),
  );
}

function refused({ reader, called, customer }: CardStory) {
  const reason = { code: 'tenant-unknown', domain: customer.domain, cloud: 'public' } as const;
  const given = { name: called('Contoso'), domain: customer.domain, country: 'ES' };
  const written = { command: 'invite', given } as const;
  const refusal = { why: refusalText(reason, reader), buttons: nextButtons(reason, written, reader) };
  const form = formCard({ type: 'form', ...written, problems: [] }, reader, refusal);
  return { 'invite, refused': form };
}

function revoke({ reader, customer, called, relationshipId }: CardStory) {
  const about = { relationshipId, invitationId: 'R-7K2M', customer: customer.name };
  return {
    asked: revokeCard(about, undefined, reader),
    'with a reason': revokeCard(about, called('Wrong contact'), reader),
  };
}

function end({ reader, customer, relationshipId }: CardStory) {
  const about = { relationshipId, customer };
  return { asked: endCard(about, reader), 'typed wrong': endCard({ ...about, isWrong: true }, reader) };
}

function template({ reader, called, partner, now }: CardStory) {
  const name = called('deadline');
  const { language } = reader;
  const text = builtInTemplate(language);
  const about = { partner, template: text, language, agent: called('Dana Souza'), now };
  const preview = exampleMessage(about);
  const facts = { language, template: text, isOwn: true, mayEdit: true } as const;
  return {
    'the built-in text': templateCard({ ...facts, isOwn: false }, reader),
    'the partner’s own': templateCard(facts, reader),
    'a preview': templateCard({ ...facts, preview }, reader),
    'for those who may only look': templateCard({ ...facts, mayEdit: false, preview }, reader),
    'all wrong': templateCard(
      {
        ...facts,
        preview,
        isUnsaved: true,
        template: { subject: name, body: name },
        misread: [{ argument: name, kind: 'unknown' }],
        problems: problems(name),
      },
      reader,
    ),
  };
}

function problems(name: string): TemplateProblem[] {
  return [
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
}
