import { defineConfig } from 'vitest/config'

// The tests of a mutation run: those that need no database and run in a second.
export default defineConfig({
  test: {
    include: ['contracts/src/**/*.test.ts', 'server/src/{attribution,rollup,process,queue}/**/*.test.ts'],
    testTimeout: 60_000,
  },
})
