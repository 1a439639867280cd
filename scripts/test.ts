// npm test: builds, then type check, lint, generated files, unit, database and browser tests. Ends with
// `N passed, N failed, N skipped`. Arguments go to Vitest: `npm test -- server/test/api.test.ts`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

type Step = readonly [what: string, command: string, args: readonly string[]]

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

/** As in `npm run lint`: rules in .dependency-cruiser.mjs. */
const ARROWS = ['contracts/src', 'server', 'web', 'sdk/src', 'world', 'e2e', 'bench', 'scripts']

const BUILD_SDK: Step = ['build SDK', process.execPath, ['scripts/build-sdk.ts']]
const BUILD_WEB: Step = ['build web', process.execPath, ['scripts/build-web.ts']]
/** Checks that only read sources; they run while the dashboard is built. */
const CHECKS: readonly Step[] = [
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of browser tests', bin('tsc'), ['--noEmit', '-p', 'e2e/tsconfig.json']],
  ['types of SDK', bin('tsc'), ['--noEmit', '-p', 'sdk/tsconfig.json']],
  ['lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['words', process.execPath, ['scripts/lintWords.ts']],
  ['import arrows', bin('depcruise'), ['--no-progress', ...ARROWS]],
  ['generated files', process.execPath, ['scripts/generate.ts', '--check']],
]
/** Checks that need types written by the build. */
const TYPES_OF_WEB: Step = ['types of web', bin('tsc'), ['--noEmit', '-p', 'web/tsconfig.json']]
/** The long profile runs them at midnight, on a leap day and as clocks go back, too. */
const CLOCKS: Step = ['tests by moved clocks', process.execPath, ['scripts/testClocks.ts', ...process.argv.slice(2)]]
/** Changes of the code that no unit test notices, and the score (decision 0035). */
const MUTANTS: Step = ['mutants', bin('stryker'), ['run']]
const TESTS: Step = ['tests', process.execPath, ['scripts/runTests.ts', ...process.argv.slice(2)]]

const failed: string[] = []
await run(BUILD_SDK)
await Promise.all([inOrder([BUILD_WEB, TYPES_OF_WEB]), inOrder(CHECKS)])
if (process.env.TEST_PROFILE === 'long') await inOrder([MUTANTS, CLOCKS])
await run(TESTS)
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}

async function inOrder(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await run(step)
}

async function run([what, command, args]: Step): Promise<void> {
  const began = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0' } })
  const status = await once(child, 'exit').then(
    ([code]) => code,
    () => null,
  )
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed.push(what)
}
