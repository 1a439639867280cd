// npm start: everything, on embedded PostgreSQL, with a demo marketplace and its live traffic.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Config, readConfig } from '../server/src/config.ts'
import type { Sql } from '../server/src/db/client.ts'
import { openPool } from '../server/src/db/openPool.ts'
import { freePort } from '../server/src/lib/freePort.ts'
import { createLogger } from '../server/src/lib/logger.ts'
import { reportFailure } from '../server/src/run/reportFailure.ts'
import { type RunningAll, runAll } from '../server/src/run/runAll.ts'
import { stopWhenNpmDies } from '../server/src/run/stopWhenNpmDies.ts'
import { type DemoFile, prepareDemo } from './demo/prepareDemo.ts'
import { runStep } from './runStep.ts'

const root = join(import.meta.dirname, '..')
/** After this time the address is printed even if the last week is not loaded yet. */
const LONGEST_WAIT_MS = 20_000

try {
  stopWhenNpmDies(process.env)
  for (const script of ['scripts/build-web.ts', 'scripts/build-sdk.ts']) await runStep(join(root, script))
  await start()
} catch (error) {
  await reportFailure(error, process.env)
}

async function start(): Promise<void> {
  const embedded = process.env.DATABASE_URL ? {} : { EMBEDDED: '1' }
  const { demoDays } = readConfig({ ...process.env, ...embedded, DEMO: '1' })
  // Raw rows of all days: reach is compared as long as they are kept.
  process.env.RAW_DAYS ||= String(demoDays + 2)
  const config = readConfig({ ...process.env, ...embedded, DEMO: '1' })
  const logger = createLogger('supervisor', process.env.VERBOSE ? undefined : () => {})
  console.log('Starting ...')
  const prepared: { demo?: DemoFile } = {}
  const running = await runAll(config, {
    logger,
    quiet: !process.env.VERBOSE,
    async extra({ url, env, appUrl }) {
      const sql = openPool({ url: appUrl, max: 1, name: 'bx demo setup' })
      const shopPort = await freePort(config.host, Number(env.PORT) + 1)
      const shop_url = shopUrl(config.host, shopPort)
      const demo = await prepareDemo(sql, config.dataDir, { url, shop_url }, demoDays)
      await sql.end({ timeout: 5 })
      prepared.demo = demo
      const demoEnv = { DEMO_URL: url, DEMO_WRITE_KEY: demo.write_key, DEMO_SERVER_KEY: demo.server_key }
      const shopEnv = { DEMO_URL: url, SHOP_PORT: String(shopPort), HOST: config.host, PATH: env.PATH }
      return [
        {
          name: 'demo',
          script: join(root, 'scripts/demo/run.ts'),
          env: { ...env, ...demoEnv, DEMO_ORIGIN: demo.shop_url },
        },
        { name: 'shop', script: join(root, 'scripts/demo/shop.ts'), env: shopEnv },
      ]
    },
  })
  const isReady = await Promise.race([ready(running, Math.min(7, demoDays)), running.ended.then(() => false)])
  if (isReady) announce(running.url, prepared.demo!, config)
  await running.ended
}

/** Another port is another origin. */
function shopUrl(host: string, port: number): string {
  return `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}/`
}

/** The server answers, and the last days are counted. False when it was stopped before. */
async function ready({ url, appUrl, ended }: RunningAll, days: number): Promise<boolean> {
  const until = Date.now() + LONGEST_WAIT_MS
  const sql = openPool({ url: appUrl, max: 1, name: 'bx start' })
  let isEnding = false
  void ended.then(() => {
    isEnding = true
  })
  for (let isReady = false; !isReady && !isEnding && Date.now() < until; ) {
    await sleep(100)
    isReady = await isCounted(url, sql, days).catch(() => false) // stopping, or PostgreSQL is restarting
  }
  await sql.end({ timeout: 1 })
  return !isEnding
}

async function isCounted(url: string, sql: Sql, days: number): Promise<boolean> {
  if (!(await fetch(`${url}/readyz`)).ok) return false
  const [row] = await sql<{ loaded: number }[]>`
    select count(*) filter (where name like 'demo_day_%') as loaded from settings`
  return row!.loaded >= days
}

function announce(url: string, demo: DemoFile, { dataDir, demoDays }: Config): void {
  console.log(`
  Dashboards   ${url}/
  Sign in      ${demo.staff.email}  ${demo.staff.password}
  Example shop ${demo.shop_url}?write_key=${demo.write_key}
  API docs     ${url}/api/docs

  Write key    ${demo.write_key}
  All of this  ${join(dataDir, 'demo.json')}

  ${demoDays} days of a demo marketplace; the older ones are still loading. Ctrl-C stops everything.
`)
}
