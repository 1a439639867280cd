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
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'database',
          include: ['server/test/**/*.test.ts'],
          globalSetup: ['server/test/support/cluster.ts'],
          // Two cores, and PostgreSQL beside the tests.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/support/product.ts'],
          maxWorkers: 2,
          // After the others: a page on a machine that is busy with faults and floods takes many times as long.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    reporters: ['default', './scripts/testReporter.ts'],
  },
})
