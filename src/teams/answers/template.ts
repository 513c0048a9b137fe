import { choiceOf, grammarOf } from '../../grammar/commands/table.ts';
import type { Incomplete, Request } from '../../grammar/requests.ts';
import { isLanguage, type Language } from '../../relationship/language.ts';
import type { Template } from '../../relationship/partner.ts';
import { isSameTemplate } from '../../service/profile.ts';
import { languageName } from '../../words/language-names.ts';
import { exampleMessage } from '../../words/messages/customer-message.ts';
import { builtInTemplate, checkTemplate, cleanTemplate, templateOf } from '../../words/messages/template.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentCaller, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { type TemplateShown, templateCard } from '../cards/template-card.ts';
import type { Answer, AnswerParts } from './answer.ts';

type TemplateRequest = Extract<Request, { type: 'template' }>;

/** Shows the message for customers, as a customer would read it too, and lets Admin agents change it. */
export async function template(
  request: TemplateRequest,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const agent = agentCaller(caller);
  const { profile } = parts.service;
  const place = { caller, language: request.language ?? caller.reader.language };
  switch (request.action) {
    case 'preview': {
      const isOwnDraft = request.subject !== undefined || request.body !== undefined;
      await profile.requireTemplate(agent, isOwnDraft ? 'change' : 'read');
      return preview(request, place, parts);
    }
    case 'save':
      return save(request, place, parts);
    case 'reset':
      await profile.resetTemplate(agent, place.language);
      return told('template.reset', place);
    default:
      await profile.requireTemplate(agent, 'change');
      return templateAnswer(filledIn(request, currentOf(place)), place, parts);
  }
}

/** The form of a message of which something could not be understood; what was written stays in it. */
export async function askTemplate(
  { given, problems }: Incomplete,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  await parts.service.profile.requireTemplate(agentCaller(caller), 'change');
  const place = { caller, language: languageIn(given['language']) ?? caller.reader.language };
  const written = filledIn(given, currentOf(place));
  // Of the texts themselves the template's own check says more.
  const misread = problems.filter(({ argument }) => argument !== 'subject' && argument !== 'body');
  return templateAnswer(written, place, parts, { misread });
}

function languageIn(written = ''): Language | undefined {
  const choice = choiceOf(grammarOf('template').arguments['language'] ?? {}, written);
  return isLanguage(choice) ? choice : undefined;
}

type TemplatePlace = { readonly caller: Caller; readonly language: Language };

function templateAnswer(
  written: Template,
  place: TemplatePlace,
  { service }: AnswerParts,
  more: Pick<TemplateShown, 'misread' | 'preview'> = {},
): Answer {
  const { caller, language } = place;
  const agent = agentCaller(caller);
  const facts = {
    language,
    template: written,
    isOwn: agent.partner.templates?.[language] !== undefined,
    isUnsaved: !isSameTemplate(written, currentOf(place)),
    mayEdit: service.profile.mayChangeTemplate(agent),
    problems: checkTemplate(written),
    ...more,
  };
  return { card: templateCard(facts, caller.reader) };
}

// The text as it is now, even if it can no longer be used: then it has to be mended.
function currentOf({ caller, language }: TemplatePlace): Template {
  return agentCaller(caller).partner.templates?.[language] ?? builtInTemplate(language);
}

function filledIn({ subject, body }: Partial<Template>, rest: Template): Template {
  return cleanTemplate({ subject: subject ?? rest.subject, body: body ?? rest.body });
}

// What a form was left empty in is not sent at all.
const EMPTY: Template = { subject: '', body: '' };

function preview(request: TemplateRequest, place: TemplatePlace, parts: AnswerParts): Answer {
  const { caller, language } = place;
  const { agent, partner } = agentCaller(caller);
  const isOwnDraft = request.subject !== undefined || request.body !== undefined;
  const written = isOwnDraft ? filledIn(request, EMPTY) : templateOf(partner, language);
  if (checkTemplate(written).length > 0) return templateAnswer(written, place, parts);
  const example = { partner, template: written, language, agent: agent.name, now: parts.now() };
  return templateAnswer(written, place, parts, { preview: exampleMessage(example) });
}

async function save(request: TemplateRequest, place: TemplatePlace, parts: AnswerParts): Promise<Answer> {
  const { caller, language } = place;
  const written = filledIn(request, EMPTY);
  const saved = await parts.service.profile.saveTemplate(agentCaller(caller), {
    language,
    template: written,
  });
  return saved === 'unusable' ? templateAnswer(written, place, parts) : told(`template.${saved}`, place);
}

function told(what: Told, { caller, language }: TemplatePlace): Answer {
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
