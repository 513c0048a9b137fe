import { defineConfig } from 'vitest/config';

const mongod = ['test/support/mongod.ts'];
const program = ['test/support/build.ts'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    projects: [
      { test: { name: 'rules', include: ['test/rules/**/*.test.ts'] } },
      {
        test: {
          name: 'store',
          include: ['test/store/**/*.test.ts'],
          globalSetup: mongod,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'conversations',
          include: ['test/conversations/**/*.test.ts'],
          globalSetup: [...mongod, ...program],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'client',
          include: ['test/client/**/*.test.ts'],
          globalSetup: [...mongod, ...program],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
