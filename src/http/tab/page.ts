import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Eta } from 'eta';
import { z } from 'zod';
import { otherLanguages } from '../../relationship/language.ts';
import { languageTitle } from '../../words/language-names.ts';
import { say } from '../../words/words.ts';
import type { Exchange, HttpReply } from '../exchange.ts';
import { PAGE_HEADERS } from '../page/page.ts';
import { STATES } from './api.ts';
import { readerOf } from './visitor.ts';

/** What `createTab` needs. */
export type TabParts = {
  /** The origins that may show the page in a frame: those where Teams runs, and no others. */
  readonly frameAncestors: readonly string[];
  /** True where several partners share this program: a person gives their organisation's domain before signing in. */
  readonly asksDomain: boolean;
};

const SOURCES = new URL('../../../src/http/tab/', import.meta.url);
const BUILT = new URL('../../../dist/http/tab/browser/', import.meta.url);
const TEAMS = new URL(
  '../../../node_modules/@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js',
  import.meta.url,
);
const SCRIPTS = ['tab.js', 'ask.js', 'detail.js', 'dom.js', 'host.js', 'list.js', 'notice.js'];

const eta = new Eta({ views: SOURCES.pathname, cache: true, autoEscape: true });
const theme = z.enum(['default', 'dark', 'contrast']).optional().catch(undefined);

/** Makes the tab's page, which contains no data of customers or people, and serves the files that it loads. */
export function createTab({ frameAncestors, asksDomain }: TabParts) {
  const files = readFiles();
  const version = hash([...files.values()].map(({ content }) => content)).slice(0, 16);
  const assets = [...files].map(([name, { integrity }]) => {
    return [name, { href: `/assets/tab/${version}/${name}`, integrity }] as const;
  });
  const headers = { ...PAGE_HEADERS, 'content-security-policy': policy(frameAncestors) };

  return {
    show(exchange: Exchange): HttpReply {
      const { language } = readerOf(exchange);
      const body = eta.render('./customers', {
        language,
        others: otherLanguages(language).map((other) => ({
          language: other,
          name: languageTitle(other, other),
        })),
        theme: theme.parse(exchange.query.get('theme') ?? undefined),
        asksDomain,
        states: STATES,
        assets: Object.fromEntries(assets),
        words: (key: Parameters<typeof say>[1]) => say(language, key),
      });
      return { status: 200, headers, body };
    },

    /** A file of this version of the tab; it never changes, so browsers may keep it. Undefined for any other file. */
    asset({ params, headers: { 'accept-encoding': accepted = '' } }: Exchange): HttpReply | undefined {
      const file = params['version'] === version ? files.get(params['file'] ?? '') : undefined;
      if (!file) return undefined;
      const isGzip = /\bgzip\b/.test(accepted);
      const kept = { 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' };
      const encoding = isGzip ? { 'content-encoding': 'gzip' } : {};
      const body = isGzip ? file.compressed : file.content;
      return { status: 200, headers: { 'content-type': file.type, ...kept, ...encoding }, body };
    },
  };
}

/** The routes of the tab's page. */
export type Tab = ReturnType<typeof createTab>;

function readFiles() {
  const script = 'text/javascript; charset=utf-8';
  return new Map([
    ['tab.css', fileOf(new URL('tab.css', SOURCES), 'text/css; charset=utf-8')],
    ...SCRIPTS.map((name) => [name, fileOf(new URL(name, BUILT), script)] as const),
    ['MicrosoftTeams.min.js', fileOf(TEAMS, script)],
  ]);
}

function fileOf(url: URL, type: string) {
  const content = readFileSync(url);
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return { type, content, integrity, compressed: gzipSync(content) };
}

function hash(contents: readonly Buffer[]): string {
  const whole = createHash('sha256');
  for (const content of contents) whole.update(content);
  return whole.digest('hex');
}

function policy(frameAncestors: readonly string[]): string {
  const own = ['script-src', 'style-src', 'connect-src', 'form-action'].map((one) => `${one} 'self'`);
  return [
    "default-src 'none'",
    ...own,
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.join(' ')}`,
  ].join('; ');
}
