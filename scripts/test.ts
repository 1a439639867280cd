// npm test: builds, then type check, lint, generated files, unit, database and browser tests. Ends with
// `N passed, N failed, N skipped`. Arguments go to Vitest: `npm test -- server/test/api.test.ts`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

const STEPS: readonly (readonly [what: string, command: string, args: readonly string[]])[] = [
  ['build SDK', process.execPath, ['scripts/build-sdk.ts']],
  ['build web', process.execPath, ['scripts/build-web.ts']],
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of web', bin('tsc'), ['--noEmit', '-p', 'web/tsconfig.json']],
  ['types of browser tests', bin('tsc'), ['--noEmit', '-p', 'e2e/tsconfig.json']],
  ['types of SDK', bin('tsc'), ['--noEmit', '-p', 'sdk/tsconfig.json']],
  ['lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['import arrows', process.execPath, ['scripts/lint-arrows.ts']],
  ['generated files', process.execPath, ['scripts/generate.ts', '--check']],
  ['tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]],
]

const failed: string[] = []
for (const [what, command, args] of STEPS) {
  const began = performance.now()
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FORCE_COLOR: '0' },
  })
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed.push(what)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
