import { describe, expect, it } from 'vitest';
import { COMMANDS, grammarOf } from '../../src/grammar/commands/table.ts';
import { everyWord } from '../../src/grammar/lexicon.ts';
import { nearest } from '../../src/grammar/nearest.ts';
import { parse } from '../../src/grammar/parse.ts';
import { request, understand } from '../../src/grammar/understand.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import { languageAsked, noticePage, switchOf } from '../../src/http/page/page.ts';
import { createSignInPages, type SignInParts } from '../../src/http/sign-in.ts';
import { createTab } from '../../src/http/tab/page.ts';
import { readerOf } from '../../src/http/tab/visitor.ts';
import { LANGUAGE_CODES, type Language } from '../../src/relationship/language.ts';
import type { Card } from '../../src/teams/cards/card.ts';
import { formCard } from '../../src/teams/cards/form-card.ts';
import { helpCard } from '../../src/teams/cards/help-card.ts';
import { templateCard } from '../../src/teams/cards/template-card.ts';
import { countryCode, countryName } from '../../src/words/countries.ts';
import { languageName, languageTitle } from '../../src/words/language-names.ts';
import { builtInTemplate, checkTemplate, placeholderIn } from '../../src/words/messages/template.ts';
import { day, languageOf, localeOf, say } from '../../src/words/words.ts';
import { elements, readCard } from '../support/cards/card-rules.ts';
import { catalogueIn } from '../support/cards/pseudo-catalogue.ts';
import { PSEUDO_LANGUAGE } from '../support/cards/pseudo-language.ts';
import { pseudoLocalised } from '../support/cards/pseudo-locale.ts';
import { WORDS } from '../support/cards/pseudo-words.ts';
import { domain } from '../support/given.ts';

const pseudo = PSEUDO_LANGUAGE as Language;
const reader = { language: pseudo, timeZone: 'UTC' };
const read = ({ attachment }: Card) => readCard(attachment.content);

const exchange = (changes: Partial<Exchange> = {}): Exchange => ({
  method: 'GET',
  address: '127.0.0.1',
  params: { token: 't'.repeat(43) },
  query: new URLSearchParams(),
  search: '',
  headers: {},
  cookies: new Map(),
  body: async () => Buffer.from(''),
  ...changes,
});

it('this run has one language more than the program', () => {
  expect(LANGUAGE_CODES).toStrictEqual(['en', 'es', PSEUDO_LANGUAGE]);
  expect(grammarOf('revoke').words[pseudo]).toStrictEqual(WORDS.commands.revoke.verbs.split(' '));
  expect(say(pseudo, 'page.skip')).toBe(catalogueIn(pseudo)?.['page.skip']);
});

describe('a line in one language more', () => {
  it('is understood, with its keys, choices, units and names', () => {
    const line =
      `xinvite "Contoso" contoso.com xcountry:${countryName(pseudo, 'ES')} xto:megan@contoso.com ` +
      'xscope:xazure xbuys:xdirect xexpires:14 xdays xlang:xx xref:"PO 4411"';
    const { type, ...form } = understand(line);
    expect([type, form]).toMatchObject(['form', { problems: [{ argument: 'language', kind: 'invalid' }] }]);
    expect(understand(line.replace('xlang:xx', `xlang:${languageName(pseudo, 'es')}`))).toStrictEqual({
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: domain('contoso.com'),
        country: 'ES',
        contact: 'megan@contoso.com',
        scope: 'azure',
        buys: 'direct',
        lifeDays: 14,
        language: 'es',
        reference: 'PO 4411',
      },
    });
  });

  it.each(COMMANDS)('asks for the same as the English one: %s', (_, { words, example }) => {
    expect(example[pseudo].split(' ')[0]).toBe(words[pseudo][0]);
    expect(understand(example[pseudo])).toStrictEqual(understand(example.en));
  });

  it('may mix it with the others', () => {
    expect(understand('xlist abiertas mine')).toStrictEqual(understand('list open mine'));
    expect(understand('alertas xon xdeclined xand caducadas')).toStrictEqual(
      understand('alerts on declined,expired'),
    );
    expect(request('setup', { name: 'F', country: 'ES', reminderDays: 'xnone' })).toMatchObject({
      ask: { reminderDays: [] },
    });
  });

  it('can greet, thank, ask for help and be nearly right', () => {
    expect([parse('xhello'), parse('xthanks')]).toStrictEqual([{ type: 'greeting' }, { type: 'thanks' }]);
    expect(understand('xhelp xrevoke')).toStrictEqual({ type: 'help', topic: 'revoke' });
    expect(nearest('xinvtie')).toContain('invite');
  });

  it.each(['eo', 'EO', 'Esperanto', 'esperanto'])('can choose it: %s', (written) => {
    expect(understand(`language ${written}`)).toStrictEqual({ type: 'language', language: pseudo });
    expect(request('setup', { name: 'F', country: 'ES', language: written })).toMatchObject({
      ask: { language: pseudo },
    });
  });

  it('shares no verb with another command', () => {
    const verbs = COMMANDS.flatMap(([, { words }]) =>
      everyWord(words).filter((verb) => verb.startsWith('x')),
    );
    expect(new Set(verbs).size).toBe(verbs.length);
  });
});

describe('cards in one language more', () => {
  it('show help with its verbs and examples, and name every language, the reader’s own first', () => {
    const lines = read(helpCard('partner', reader));
    expect(lines).toContain(`xinvite  ${say(pseudo, 'command.invite')}`);
    expect(lines).toContain('xinvite "Contoso" contoso.com xcountry:ES xto:megan@contoso.com');
    expect(lines.at(-1)).toContain('Esperanto, angla kaj hispana');
    expect(read(helpCard('partner', { ...reader, language: 'en' })).at(-1)).toMatch(
      /English, Spanish and Esperanto are always understood\.$/,
    );
  });

  it('ask with its words, and offer every language by its name', () => {
    const form = formCard({ type: 'form', command: 'language', given: {}, problems: [] }, reader);
    expect(read(form)[0]).toBe(pseudoLocalised('Your language'));
    const [input] = [...elements(form.attachment.content)].filter(({ type }) => type === 'Input.ChoiceSet');
    expect(input?.['choices']).toStrictEqual([
      { title: languageTitle(pseudo, 'en'), value: 'en' },
      { title: languageTitle(pseudo, 'es'), value: 'es' },
      { title: 'Esperanto', value: 'eo' },
    ]);
  });

  it('offer the text of every other language, from each of them', () => {
    const buttonsOf = (language: Language) => {
      const template = builtInTemplate(language);
      const card = templateCard(
        { language, template, isOwn: false, mayEdit: true },
        { ...reader, language: 'en' },
      );
      return read(card).filter((line) => line.startsWith('[The text in'));
    };
    expect(buttonsOf('en')).toStrictEqual(['[The text in Spanish]', '[The text in Esperanto]']);
    expect(buttonsOf(pseudo)).toStrictEqual(['[The text in English]', '[The text in Spanish]']);
  });

  it('have a built-in text whose placeholders are understood in every language', () => {
    const template = builtInTemplate(pseudo);
    expect(checkTemplate(template)).toStrictEqual([]);
    expect(template.body).toContain(placeholderIn(pseudo, 'link'));
    expect(placeholderIn(pseudo, 'link')).toBe(`{{${pseudoLocalised('link')}}}`);
  });
});

describe('a reader of one language more', () => {
  it('is known by the locale of a client, with its dates and countries', () => {
    expect([languageOf('eo'), languageOf('eo-001'), languageOf('fr')]).toStrictEqual([pseudo, pseudo, 'en']);
    expect(localeOf('eo', pseudo)).toBe('eo');
    expect(day(reader, new Date('2026-08-03'))).toBe('3 Aŭg 2026');
    expect(countryCode(countryName(pseudo, 'DE'))).toBe('DE');
  });

  it('is offered the page in every other language, and the others are offered this one', () => {
    const linksOf = (lang: string) => {
      const { language, others } = switchOf(exchange({ query: new URLSearchParams({ lang }) }));
      return [language, ...others.map(({ name, href }) => `${name} ${href}`)];
    };
    const page = `/i/${'t'.repeat(43)}`;
    expect(linksOf('en')).toStrictEqual(['en', `Español ${page}?lang=es`, `Esperanto ${page}?lang=eo`]);
    expect(linksOf('eo')).toStrictEqual(['eo', `English ${page}?lang=en`, `Español ${page}?lang=es`]);
  });

  it('reads the page in it', () => {
    const shown = (lang: string) => {
      const said = { title: 'A title', text: 'A text' };
      return noticePage(200, { exchange: exchange({ query: new URLSearchParams({ lang }) }), ...said }).body;
    };
    expect(shown('eo')).toContain('<html lang="eo">');
    expect(shown('eo')).toContain(pseudoLocalised('Skip to the content'));
    expect(shown('es')).toContain('lang="eo" hreflang="eo">Esperanto</a>');
    expect(shown('es')).toContain('aria-label="English, Esperanto"');
  });

  it('reads the tab in it', () => {
    const tab = createTab({ frameAncestors: [], asksDomain: false });
    const shown = (lang: string) => tab.show(exchange({ query: new URLSearchParams({ lang }) })).body;
    expect(shown('eo')).toContain('<html lang="eo"');
    expect(shown('en')).toContain('<a href="?lang=eo" lang="eo" hreflang="eo">Esperanto</a>');
  });

  it('is let in at every door', () => {
    expect(languageAsked('eo')).toBe(pseudo);
    expect(languageAsked(null, 'fr-FR, eo;q=0.9, es;q=0.8')).toBe(pseudo);
    expect(languageAsked('fr', 'de')).toBe('en');
    const query = new URLSearchParams({ lang: 'eo', locale: 'es-ES' });
    expect(readerOf(exchange({ query })).language).toBe(pseudo);
    expect(readerOf(exchange({ query: new URLSearchParams({ locale: 'eo' }) })).language).toBe(pseudo);
  });

  it('comes back from signing in to the page in it', async () => {
    // A sign-in that is not the one that set out ends before any other part is asked.
    const pages = createSignInPages({ publicUrl: 'http://localhost' } as SignInParts);
    const set = `${'s'.repeat(43)}.${pseudo}.${'t'.repeat(43)}`;
    const cookies = new Map([['vinculo-sign-in', set]]);
    const { status, body } = await pages.callback(
      exchange({ cookies, headers: { 'accept-language': 'es' } }),
    );
    expect([status, String(body).match(/<html lang="(\w+)"/)?.[1]]).toStrictEqual([400, pseudo]);
  });
});
