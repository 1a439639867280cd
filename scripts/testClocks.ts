// npm run test:clocks: the tests that start no process of their own, once for each hour that breaks what reads the clock twice.
// Each file begins seconds before its day or hour turns (TEST_NOW, server/test/support/moveClock.ts). Part of the long profile.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const MOMENTS = [
  { TEST_NOW: '2028-02-29T12:00:00Z' },
  { TEST_NOW: '2028-02-29T23:59:56Z' },
  { TEST_NOW: '2026-11-30T23:59:50Z' },
  // London's clocks go back: 01:00 to 02:00 comes twice.
  { TEST_NOW: '2026-10-25T00:59:56Z', TZ: 'Europe/London' },
]

/** Their roles run by the machine's clock, or their worlds have days of their own. */
const LEFT_OUT = ['server/test/faults/**', 'server/test/worlds.test.ts']

const root = join(import.meta.dirname, '..')
const failed = MOMENTS.filter((moment) => {
  console.log(`\n${Object.values(moment).join(' ')}`)
  const { status } = spawnSync(
    process.execPath,
    [
      ...['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'database'],
      ...LEFT_OUT.flatMap((files) => ['--exclude', files]),
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_PROFILE: 'short', FORCE_COLOR: '0', ...moment } },
  )
  return status !== 0
})
if (failed.length > 0) {
  console.error(`Failed at ${failed.map(({ TEST_NOW }) => TEST_NOW).join(', ')}`)
  process.exit(1)
}
