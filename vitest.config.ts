import { defineConfig } from 'vitest/config'

// `unit` needs nothing; `database` gets one embedded PostgreSQL for the run and a database per file; `browser` gets the
// product, started as a newcomer does, and Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contracts,sdk,server,web,world,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'server/test/**', 'web/out/**', 'web/.next/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['server/test/**/*.test.ts'],
          globalSetup: ['server/test/support/cluster.ts'],
          // Two cores, and PostgreSQL beside the tests.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/support/product.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    reporters: ['default', './scripts/testReporter.ts'],
  },
})
