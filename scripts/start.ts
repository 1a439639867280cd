// npm start: everything, on embedded PostgreSQL, with a demo marketplace and its live traffic.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../server/src/config.ts'
import { createLogger } from '../server/src/lib/logger.ts'
import { runAll } from '../server/src/run/runAll.ts'
import { openPool } from '../server/src/store/db.ts'
import { type DemoFile, prepareDemo } from './demo/prepareDemo.ts'
import { DEMO } from './demo/world.ts'

const root = join(import.meta.dirname, '..')
/** The address is printed by then even if the last week is not loaded yet. */
const LONGEST_WAIT_MS = 20_000

try {
  build()
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function build(): void {
  for (const script of ['scripts/build-web.ts', 'scripts/build-sdk.ts']) {
    execFileSync(process.execPath, [join(root, script)], { cwd: root, stdio: 'inherit' })
  }
}

async function start(): Promise<void> {
  const embedded = process.env.DATABASE_URL ? {} : { EMBEDDED: '1' }
  const config = readConfig({ ...process.env, ...embedded, DEMO: '1' })
  const logger = createLogger('supervisor', process.env.VERBOSE ? undefined : () => {})
  console.log('Starting ...')
  const prepared: { demo?: DemoFile } = {}
  const running = await runAll(config, {
    logger,
    quiet: !process.env.VERBOSE,
    async extra({ url, env, appUrl }) {
      const sql = openPool({ url: appUrl, max: 1, name: 'bx demo setup' })
      const demo = await prepareDemo(sql, config.dataDir, url)
      await sql.end({ timeout: 5 })
      prepared.demo = demo
      const demoEnv = { DEMO_URL: url, DEMO_WRITE_KEY: demo.write_key, DEMO_SERVER_KEY: demo.server_key }
      return [{ name: 'demo', script: join(root, 'scripts/demo/run.ts'), env: { ...env, ...demoEnv } }]
    },
  })
  await ready(running.url, running.appUrl)
  announce(running.url, prepared.demo!, config.dataDir)
  await running.ended
}

/** The server answers, and the last 7 days are counted. */
async function ready(url: string, appUrl: string): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS
  const sql = openPool({ url: appUrl, max: 1, name: 'bx start' })
  for (let isReady = false; !isReady && Date.now() < until; ) {
    await sleep(100)
    const answers = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    const [row] = await sql<{ loaded: number; waiting: boolean }[]>`
      select count(*) filter (where name like 'demo_day_%') as loaded, exists (select from rollup_deltas) as waiting from settings`
    isReady = answers && row!.loaded >= Math.min(7, DEMO.days)
  }
  await sql.end({ timeout: 5 })
}

function announce(url: string, demo: DemoFile, dataDir: string): void {
  console.log(`
  Dashboards   ${url}/
  Sign in      ${demo.staff.email}  ${demo.staff.password}
  Example shop ${url}/examples/shop/
  API docs     ${url}/api/docs

  Merchant     ${demo.merchant.merchant_id}
               ${demo.merchant.api_key}
  Write key    ${demo.write_key}
  All of this  ${join(dataDir, 'demo.json')}

  30 days of a demo marketplace; the older ones are still loading. Ctrl-C stops everything.
`)
}
