import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommandAudience } from '../../src/grammar/commands/command.ts';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import { DEFAULT_LANGUAGE, otherLanguages } from '../../src/relationship/language.ts';
import { say } from '../../src/words/words.ts';

type Command = { readonly title: string; readonly description: string };
type Manifest = {
  readonly localizationInfo: object;
  readonly bots: readonly { readonly commandLists: readonly { scopes: string[]; commands: Command[] }[] }[];
  readonly staticTabs: readonly { entityId: string; name: string; contentUrl: string; scopes: string[] }[];
  readonly webApplicationInfo: { readonly id: string; readonly resource: string };
  readonly validDomains: readonly string[];
  readonly name: { readonly short: string };
  readonly description: { readonly short: string };
};

const read = <Shape>(name: string): Shape =>
  JSON.parse(readFileSync(new URL(`../../manifest/${name}`, import.meta.url), 'utf8'));
const manifest = read<Manifest>('manifest.json');
const spanish = read<Record<string, string>>('es.json');
const lists = manifest.bots[0]?.commandLists ?? [];

const offered = (language: 'en' | 'es', audiences: readonly CommandAudience[]): Command[] =>
  COMMANDS.filter(([, { audience, isRare }]) => audiences.includes(audience) && !isRare).map(
    ([name, { words }]) => ({
      title: words[language][0],
      description: say(language, `command.${name}`),
    }),
  );

describe('the manifest', () => {
  it('has a file for every language but the default', () => {
    expect(manifest.localizationInfo).toEqual({
      defaultLanguageTag: DEFAULT_LANGUAGE,
      additionalLanguages: otherLanguages(DEFAULT_LANGUAGE).map((language) => {
        return { languageTag: language, file: `${language}.json` };
      }),
    });
  });
});

describe('the manifest’s command lists', () => {
  it('offer the grammar’s commands, the customer’s only in the personal chat', () => {
    for (const { scopes, commands } of lists) {
      const audiences: CommandAudience[] = scopes.includes('personal')
        ? ['partner', 'customer', 'all']
        : ['partner', 'all'];
      expect(commands).toEqual(offered('en', audiences));
    }
  });

  it('say the same in Spanish, with words that the parser knows', () => {
    lists.forEach(({ scopes, commands }, list) => {
      const audiences: CommandAudience[] = scopes.includes('personal')
        ? ['partner', 'customer', 'all']
        : ['partner', 'all'];
      const localised = commands.map((_, at) => {
        const key = `bots[0].commandLists[${list}].commands[${at}]`;
        return { title: spanish[`${key}.title`], description: spanish[`${key}.description`] };
      });
      expect(localised).toEqual(offered('es', audiences));
    });
  });

  it('keep Teams’ limits', () => {
    expect(lists.length).toBeLessThanOrEqual(3);
    expect(manifest.name.short.length).toBeLessThanOrEqual(30);
    expect(manifest.description.short.length).toBeLessThanOrEqual(80);
    expect(spanish['description.short']?.length).toBeLessThanOrEqual(80);
    for (const { commands } of lists) {
      expect(commands.length).toBeLessThanOrEqual(12);
      for (const { title } of commands) expect(title.length).toBeLessThanOrEqual(32);
    }
  });
});

describe('the manifest’s tab', () => {
  const [tab, ...others] = manifest.staticTabs;

  it('is the list of customers, for one person, under the name that its page has', () => {
    expect(others).toEqual([]);
    expect(tab).toMatchObject({ entityId: 'customers', scopes: ['personal'], name: say('en', 'tab.title') });
    expect(spanish['staticTabs[0].name']).toBe(say('es', 'tab.title'));
  });

  it('is told how whoever opens it reads, and asks for its own app’s tokens alone', () => {
    const { host, pathname, searchParams } = new URL(tab?.contentUrl ?? '');
    expect([pathname, searchParams.get('locale'), searchParams.get('theme')]).toEqual([
      '/tab/customers',
      '{locale}',
      '{theme}',
    ]);
    const { id, resource } = manifest.webApplicationInfo;
    expect(resource).toBe(`api://${host}/${id}`);
    expect(manifest.validDomains).toContain(host);
  });
});
