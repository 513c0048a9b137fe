import type { ArgumentProblem } from '../../grammar/argument.ts';
import { type Language, otherLanguages } from '../../relationship/language.ts';
import type { Template } from '../../relationship/partner.ts';
import { languageName } from '../../words/language-names.ts';
import { EXAMPLE_CUSTOMER, mailto } from '../../words/messages/customer-message.ts';
import type { Message } from '../../words/messages/rendering.ts';
import { PLACEHOLDERS, placeholderIn, type TemplateProblem } from '../../words/messages/template.ts';
import { type Reader, say } from '../../words/words.ts';
import { actions, type Button, type Card, fill } from './card.ts';
import { input, problemLine } from './form-card.ts';

/** What the template’s card shows: the template of one language, and how far the reader may change it. */
export type TemplateShown = {
  /** The language of the text, which need not be the reader's. */
  readonly language: Language;
  readonly template: Template;
  /** The partner has stored a template of its own in this language; the one shown may differ from it. */
  readonly isOwn: boolean;
  /** The template shown is not the one with which invitations go out. */
  readonly isUnsaved?: boolean;
  readonly mayEdit: boolean;
  /** Problems of the command’s arguments. */
  readonly misread?: readonly ArgumentProblem[];
  readonly problems?: readonly TemplateProblem[];
  readonly preview?: Message;
};

/** The template of one language, with inputs for a reader who may edit it, and a preview if there is one. */
export function templateCard(shown: TemplateShown, reader: Reader): Card {
  const { template, mayEdit, misread = [], problems = [], preview } = shown;
  const { language } = reader;
  const values = { language: languageName(language, shown.language) };
  const title = say(language, 'template.title', values);
  return fill('template', {
    language,
    title,
    summary: title,
    text: say(language, whose(shown), values),
    problems: [
      ...misread.map((problem) => problemLine(problem, 'template', reader)),
      ...problems.map((problem) => templateProblemText(problem, shown.language, reader)),
    ],
    preview: {
      label: say(language, 'template.preview', { customer: EXAMPLE_CUSTOMER }),
      subject: preview?.subject ?? '',
      text: preview?.text ?? '',
    },
    inputs: mayEdit ? inputs(template, reader) : [],
    fillsLabel: say(language, 'template.fills'),
    fills: PLACEHOLDERS.map((placeholder) => ({
      sign: placeholderIn(shown.language, placeholder),
      meaning: say(language, `template.fill-${placeholder}`),
    })),
    actions: [...actions(templateButtons(shown, reader)), ...(preview ? [openPreview(preview, reader)] : [])],
  });
}

function whose({ isOwn, isUnsaved }: TemplateShown) {
  if (isUnsaved) return 'template.unsaved';
  return isOwn ? 'template.own' : 'template.built-in';
}

function inputs({ subject, body }: Template, reader: Reader): object[] {
  return [
    input('subject', { value: subject, command: 'template', reader }),
    input('body', { value: body, command: 'template', reader }),
  ];
}

function templateProblemText(problem: TemplateProblem, text: Language, { language }: Reader): string {
  switch (problem.code) {
    case 'unknown-placeholder': {
      const name = `{{${problem.name}}}`;
      if (problem.near === undefined) return say(language, 'template.problem-unknown-placeholder', { name });
      return say(language, 'template.problem-unknown-near', {
        name,
        near: placeholderIn(text, problem.near),
      });
    }
    case 'unclosed':
      return say(language, 'template.problem-unclosed', { excerpt: problem.excerpt });
    case 'subject-too-long':
    case 'body-too-long':
      return say(language, `template.problem-${problem.code}`, { most: problem.most });
    default:
      return say(language, `template.problem-${problem.code}`, { link: placeholderIn(text, 'link') });
  }
}

function templateButtons({ language: text, isOwn, mayEdit }: TemplateShown, { language }: Reader): Button[] {
  const data = { command: 'template', language: text };
  const preview = { ...data, action: 'preview' };
  const otherTexts = otherLanguages(text).map((other) => ({
    title: say(language, 'button.other-text', { language: languageName(language, other) }),
    verb: 'submit',
    data: mayEdit ? { ...data, language: other } : { ...preview, language: other },
  }));
  if (!mayEdit) return otherTexts;
  const save = { ...data, action: 'save' };
  const reset = { ...data, action: 'reset' };
  return [
    {
      title: say(language, 'submit.template'),
      verb: 'submit',
      data: save,
      style: 'positive',
      takesInputs: true,
    },
    { title: say(language, 'button.preview'), verb: 'submit', data: preview, takesInputs: true },
    ...otherTexts,
    ...(isOwn
      ? [
          {
            title: say(language, 'button.reset'),
            verb: 'submit',
            data: reset,
            style: 'destructive',
          } as const,
        ]
      : []),
  ];
}

// Without an address: the agent only looks at it in their own mail program.
function openPreview(preview: Message, { language }: Reader): object {
  return { type: 'Action.OpenUrl', title: say(language, 'button.open-mail'), url: mailto(preview) };
}
