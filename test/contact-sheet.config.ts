import { defineConfig } from 'vitest/config';
import { pseudoLocale } from './support/cards/pseudo-locale.ts';

const pictures = {
  include: ['test/client/contact-sheet.ts'],
  testTimeout: 300_000,
  hookTimeout: 120_000,
};

// A picture of every card, for people to look at: `npm run cards`.
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    projects: [
      {
        test: {
          ...pictures,
          name: 'cards',
          globalSetup: ['test/support/browser/browser.ts', 'test/support/browser/contact-sheet.ts'],
          provide: { catalogues: ['en', 'es'] },
        },
      },
      {
        plugins: [pseudoLocale()],
        test: { ...pictures, name: 'pseudo-locale', provide: { catalogues: ['pseudo'] } },
      },
    ],
  },
});
