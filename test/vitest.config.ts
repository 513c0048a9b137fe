import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { pseudoLanguage } from './support/cards/pseudo-language.ts';
import { pseudoLocale } from './support/cards/pseudo-locale.ts';

const mongod = ['test/support/world/mongod.ts'];
const program = ['test/support/world/build.ts'];
const browser = ['test/support/browser/browser.ts'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Most of the time a test waits for a database, a socket or a browser: three files at once even on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'rules',
          include: ['test/rules/**/*.test.ts'],
          isolate: false,
          // A bound for a broken run on a busy machine, and no expectation.
          testTimeout: 60_000,
        },
      },
      {
        // The grammar's generated tests run too: one language more takes nothing from the others.
        plugins: [pseudoLanguage()],
        test: {
          name: 'pseudo-language',
          include: [
            'test/languages/**/*.test.ts',
            'test/rules/{meant-lines,forms,parse,parse-words,pasted-lines,requests}.test.ts',
          ],
          isolate: false,
          globalSetup: program,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'store',
          isolate: false,
          include: ['test/store/**/*.test.ts'],
          globalSetup: mongod,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'conversations',
          // A file leaves nothing behind but patched prototypes that every file wants; loading all anew costs seconds.
          isolate: false,
          include: ['test/conversations/**/*.test.ts'],
          globalSetup: [...mongod, ...program],
          // Bounds for a broken run on a busy machine, and no expectation.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'client',
          include: ['test/client/**/*.test.ts'],
          globalSetup: [...mongod, ...program, ...browser],
          provide: { catalogues: ['en', 'es'] },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The same cards in a language longer than any.
        plugins: [pseudoLocale()],
        test: {
          name: 'pseudo-locale',
          include: ['test/client/cards.test.ts'],
          globalSetup: browser,
          provide: { catalogues: ['pseudo'] },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

declare module 'vitest' {
  interface ProvidedContext {
    /** In which words cards are looked at. */
    readonly catalogues: readonly ('en' | 'es' | 'pseudo')[];
  }
}
