// Runs Vitest with the given arguments and ends with `N passed, N failed, N skipped`. With TEST_AGAIN=1 files that failed run
// once more, alone: on a machine shared with others a page or a database can be too slow for once. A file that fails twice
// fails the run; tests that only passed the second time are named, because they have to be fixed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { combine, type Results } from './testResults.ts'

/** More failed files than this are no accident. */
const MAX_AGAIN = 5

const folder = mkdtempSync(join(tmpdir(), 'bx-tests-'))
const first = await vitest('first', process.argv.slice(2))
const files = [...new Set(first?.failures.map(({ file }) => file))]
const mayRunAgain = process.env.TEST_AGAIN === '1' && files.length > 0 && files.length <= MAX_AGAIN
const { passed, failed, skipped, lines } = combine(first, mayRunAgain ? await vitest('again', files) : null)
console.log(`\n${[...lines, `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n')}`)
process.exit(failed > 0 ? 1 : 0)

/** The results; null if Vitest itself failed. */
async function vitest(name: string, args: readonly string[]): Promise<Results | null> {
  const results = join(folder, `${name}.json`)
  const env = { ...process.env, TEST_RESULTS: results }
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], { stdio: 'inherit', env })
  const [code] = await once(child, 'exit')
  try {
    const found = JSON.parse(readFileSync(results, 'utf8')) as Results
    // An error outside of any test, such as an unhandled rejection, has no failed test but a failed run.
    return code !== 0 && found.failures.length === 0 ? null : found
  } catch {
    return null
  }
}
