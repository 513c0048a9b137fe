import { choiceOf, grammarOf } from '../../grammar/commands/table.ts';
import type { Incomplete, Request } from '../../grammar/requests.ts';
import { isLanguage, type Language } from '../../relationship/language.ts';
import type { Template } from '../../relationship/partner.ts';
import { requireAdmin, requireSeller } from '../../relationship/rules/guards.ts';
import { languageName } from '../../words/language-names.ts';
import { exampleMessage } from '../../words/messages/customer-message.ts';
import { builtInTemplate, checkTemplate, cleanTemplate, templateOf } from '../../words/messages/template.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { type TemplateShown, templateCard } from '../cards/template-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { changedBy } from './lookups.ts';

type Ask = Extract<Request, { type: 'template' }>;

/** Shows the message for customers, as a customer would read it too, and lets Admin agents change it. */
export async function template(ask: Ask, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { agent } = agentAndPartner(caller.who);
  requireSeller(agent);
  const language = ask.language ?? caller.reader.language;
  if (ask.action === 'preview') return preview(ask, { caller, language }, parts);
  requireAdmin(agent);
  if (ask.action === 'save') return save(ask, { caller, language }, parts);
  if (ask.action === 'reset') return reset({ caller, language }, parts);
  return shown(filledIn(ask, currentOf(caller, language)), { caller, language });
}

/** The form of a message of which something could not be understood; what was written stays in it. */
export function askTemplate({ given, problems }: Incomplete, caller: Caller): Answer {
  const { agent } = agentAndPartner(caller.who);
  requireSeller(agent);
  requireAdmin(agent);
  const language = languageIn(given['language']) ?? caller.reader.language;
  const written = filledIn(given, currentOf(caller, language));
  // Of the texts themselves the template's own check says more.
  const misread = problems.filter(({ argument }) => argument !== 'subject' && argument !== 'body');
  return shown(written, { caller, language }, { misread });
}

function languageIn(written = ''): Language | undefined {
  const choice = choiceOf(grammarOf('template').arguments['language'] ?? {}, written);
  return isLanguage(choice) ? choice : undefined;
}

type Place = { readonly caller: Caller; readonly language: Language };

function shown(
  written: Template,
  { caller, language }: Place,
  more: Pick<TemplateShown, 'misread' | 'preview'> = {},
): Answer {
  const { agent, partner } = agentAndPartner(caller.who);
  const facts = {
    language,
    template: written,
    isOwn: partner.templates?.[language] !== undefined,
    isUnsaved: !isSame(written, currentOf(caller, language)),
    mayEdit: agent.role === 'admin',
    problems: checkTemplate(written),
    ...more,
  };
  return { card: templateCard(facts, caller.reader) };
}

// The text as it is now, even if it can no longer be used: then it has to be mended.
function currentOf({ who }: Caller, language: Language): Template {
  return agentAndPartner(who).partner.templates?.[language] ?? builtInTemplate(language);
}

function filledIn({ subject, body }: Partial<Template>, rest: Template): Template {
  return cleanTemplate({ subject: subject ?? rest.subject, body: body ?? rest.body });
}

// What a form was left empty in is not sent at all.
const EMPTY: Template = { subject: '', body: '' };

function preview(ask: Ask, { caller, language }: Place, { now }: AnswerParts): Answer {
  const { agent, partner } = agentAndPartner(caller.who);
  const isOwnDraft = ask.subject !== undefined || ask.body !== undefined;
  if (isOwnDraft) requireAdmin(agent);
  const written = isOwnDraft ? filledIn(ask, EMPTY) : templateOf(partner, language);
  if (checkTemplate(written).length > 0) return shown(written, { caller, language });
  const message = exampleMessage({ partner, template: written, language, agent: agent.name, now: now() });
  return shown(written, { caller, language }, { preview: message });
}

async function save(ask: Ask, { caller, language }: Place, parts: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  const written = filledIn(ask, EMPTY);
  if (checkTemplate(written).length > 0) return shown(written, { caller, language });
  // Who keeps the built-in text gets its next version too.
  if (isSame(written, builtInTemplate(language))) return reset({ caller, language }, parts);
  await parts.partners.saveTemplate(partner.id, { language, template: written }, changedBy(agent, caller));
  return told('template.saved', { caller, language });
}

function isSame(one: Template, other: Template): boolean {
  return one.subject === other.subject && one.body === other.body;
}

async function reset({ caller, language }: Place, { partners }: AnswerParts): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  await partners.saveTemplate(partner.id, { language, template: undefined }, changedBy(agent, caller));
  return told('template.reset', { caller, language });
}

function told(what: Told, { caller, language }: Place): Answer {
  return { card: toldCard(what, language, caller.reader) };
}

type Told = 'template.saved' | 'template.reset';

/** Says which text new invitations use from now on. */
export function toldCard(what: Told, language: Language, reader: Reader): Card {
  const name = languageName(reader.language, language);
  const data = { command: 'template', language, action: 'preview' };
  const look = { title: say(reader.language, 'button.preview'), verb: 'submit', data };
  return noticeCard(
    {
      title: say(reader.language, what),
      text: say(reader.language, `${what}-text`, { language: name }),
      tone: 'good',
      buttons: [look],
    },
    reader,
  );
}
