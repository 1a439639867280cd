// npm test: builds, then type check, lint, generated files, unit, database and browser tests. Ends with
// `N passed, N failed, N skipped`. Arguments go to Vitest: `npm test -- server/test/api.test.ts`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

type Step = readonly [what: string, command: string, args: readonly string[]]

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

const BUILD_SDK: Step = ['build SDK', process.execPath, ['scripts/build-sdk.ts']]
const BUILD_WEB: Step = ['build web', process.execPath, ['scripts/build-web.ts']]
/** They read sources only, and run while the dashboard is built. */
const CHECKS: readonly Step[] = [
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of browser tests', bin('tsc'), ['--noEmit', '-p', 'e2e/tsconfig.json']],
  ['types of SDK', bin('tsc'), ['--noEmit', '-p', 'sdk/tsconfig.json']],
  ['lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['import arrows', process.execPath, ['scripts/lint-arrows.ts']],
  ['generated files', process.execPath, ['scripts/generate.ts', '--check']],
]
/** The build writes types that these read. */
const TYPES_OF_WEB: Step = ['types of web', bin('tsc'), ['--noEmit', '-p', 'web/tsconfig.json']]
const TESTS: Step = ['tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]]

const failed: string[] = []
await run(BUILD_SDK)
await Promise.all([inOrder([BUILD_WEB, TYPES_OF_WEB]), inOrder(CHECKS)])
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
