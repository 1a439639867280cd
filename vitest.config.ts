import { defineConfig } from 'vitest/config'

/** One more than the two cores that CI has: tests also wait, for PostgreSQL, for pages, for a second of viewability. */
const WORKERS = 3

/**
 * `*.slow.test.ts` start processes of their own or look at what seldom changes, `*.long.test.ts` wait for faults to heal.
 * `npm test` leaves both out, `npm run test:slow` runs the slow ones, `npm run test:long` all; so does a run that names one.
 */
const LEFT_OUT_BY: Readonly<Record<string, readonly string[]>> = { slow: ['**/*.long.test.ts'], long: [] }
const namesOne = process.argv.some((argument) => /\.(slow|long)\b/.test(argument))
const SLOW = namesOne ? [] : (LEFT_OUT_BY[process.env.TEST_PROFILE ?? ''] ?? ['**/*.{slow,long}.test.ts'])
const LEFT_OUT = ['**/node_modules/**', ...SLOW]

// `unit` needs nothing; `database` gets one embedded PostgreSQL for the run and a database per file; `browser` gets the
// product, started as a newcomer does, and Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contracts,sdk,server,web,world,scripts}/**/*.test.ts'],
          exclude: [...LEFT_OUT, 'server/test/**', 'web/out/**', 'web/.next/**'],
          setupFiles: ['server/test/support/setupClock.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'database',
          include: ['server/test/**/*.test.ts'],
          exclude: LEFT_OUT,
          globalSetup: ['server/test/support/cluster.ts'],
          setupFiles: ['server/test/support/setupClock.ts'],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          exclude: LEFT_OUT,
          globalSetup: ['e2e/support/product.ts'],
          maxWorkers: WORKERS,
          // After the others: a page on a machine that is busy with faults and floods takes many times as long.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page shows may take many times a second on a busy machine; what never comes ends with this.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    reporters: ['default', './scripts/testReporter.ts'],
  },
})
