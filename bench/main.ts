// npm run bench: all measurements in one table. `npm run bench -- pipeline` runs one part; `--exposures 1000000` and
// `--events 50000` make it shorter. Compare ratios within one run; absolute figures depend on the machine.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchAnswers } from './answers.ts'
import { benchPacing } from './pacing.ts'
import { benchPackages } from './packages.ts'
import { benchPipeline } from './pipeline.ts'
import { benchProduct } from './product.ts'
import { benchSpike } from './spike.ts'
import { printTable, type Row } from './support/table.ts'

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    exposures: { type: 'string', default: '10000000' },
    events: { type: 'string', default: '200000' },
    keep: { type: 'string', default: join(root, '.data/bench') },
  },
})

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
  pipeline: () => benchPipeline(Number(values.events)),
  answers: () => benchAnswers(Number(values.exposures), values.keep),
  spike: () => benchSpike(Number(values.exposures), values.keep),
  packages: () => benchPackages(Number(values.exposures), values.keep),
  pacing: () => benchPacing(),
  product: () => benchProduct(),
}

const unknown = positionals.filter((name) => PARTS[name] === undefined)
if (unknown.length > 0)
  throw new Error(`Unknown part ${unknown.join(', ')}; parts are ${Object.keys(PARTS).join(', ')}.`)
for (const script of ['build-web.ts', 'build-sdk.ts']) {
  execFileSync(process.execPath, [join(root, 'scripts', script)], { cwd: root, stdio: 'ignore' })
}
console.log(`${availableParallelism()} cores, Node ${process.version}`)
for (const [name, run] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const before = cpuTicks()
  const rows = await run()
  printTable(name, [
    ...rows,
    { what: 'noise: CPU time taken by other machines', value: stolen(before, cpuTicks()), figure: '' },
  ])
}

/** CPU ticks of all cores since boot: total, and those stolen by the hypervisor. */
function cpuTicks(): { all: number; stolen: number } | null {
  try {
    const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1).map(Number)
    return { all: ticks.slice(0, 8).reduce((sum, value) => sum + value, 0), stolen: ticks[7]! }
  } catch {
    return null // not Linux
  }
}

function stolen(before: ReturnType<typeof cpuTicks>, after: ReturnType<typeof cpuTicks>): string {
  if (before === null || after === null) return 'unknown'
  return `${((100 * (after.stolen - before.stolen)) / (after.all - before.all)).toFixed(1)} %`
}
