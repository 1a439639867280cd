// Dashboard answers on the bench world and on one of a tenth of its size, and naive SQL on the same database.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reattribute } from '../server/src/attribution/reattribute.ts'
import { startEmbeddedPostgres } from '../server/src/db/embedded/startEmbeddedPostgres.ts'
import { openPool } from '../server/src/db/openPool.ts'
import { prepareSchema } from '../server/src/facts/prepareSchema.ts'
import { pepperOf } from '../server/src/lib/ids.ts'
import { type AnswerTimes, answerRows, benchQueries, benchSeed } from './queries.ts'
import { loadBigWorld } from './support/bigWorld.ts'
import { startStack } from './support/stack.ts'
import { percentile, type Row } from './support/table.ts'

/** Pepper for pseudonymising ids; fixed, so that a stored world can be reused for days. */
export const PEPPER = createHash('sha256').update('bench').digest()

/** @param folder stores loaded worlds between runs; each is queried as of the day it was loaded */
export async function benchAnswers(exposures: number, folder: string): Promise<Row[]> {
  const smaller = await ask(await worldOf(exposures / 10, folder))
  const bigger = await ask(await worldOf(exposures, folder), { seed: true })
  return [...answerRows(bigger.times, smaller.times), ...seedRows(bigger)]
}

interface Asked {
  readonly times: AnswerTimes
  readonly seed: ReadonlyMap<string, number>
}

async function ask(dataDir: string, options: { seed?: boolean } = {}): Promise<Asked> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: true })
  try {
    await bringUpToDate(postgres.url)
    const times = await benchQueries(postgres.appUrl)
    if (!options.seed) return { times, seed: new Map() }
    const sql = openPool({ url: postgres.url, max: 2, name: 'bench seed', statementTimeoutMs: 0 })
    const seed = await benchSeed(sql)
    await sql.end({ timeout: 5 })
    return { times, seed }
  } finally {
    await postgres.stop()
  }
}

/** A stored world may have an earlier schema. */
async function bringUpToDate(url: string): Promise<void> {
  const sql = openPool({ url, max: 1, name: 'bench migrate', statementTimeoutMs: 0 })
  await prepareSchema(sql)
  await sql.end({ timeout: 5 })
}

/** Answer times on a world's freshly started cluster. */
export async function askWorld(dataDir: string): Promise<AnswerTimes> {
  return (await ask(dataDir)).times
}

function seedRows({ times, seed }: Asked): Row[] {
  return [...seed].map(([question, seconds]) => ({
    what: `the seed's SQL, ${question}, beside ours (p50)`,
    value: `${seconds.toFixed(2)} s  x${Math.round((seconds * 1000) / percentile(times.get(question)!, 50))}`,
    figure: '>= x100',
  }))
}

/** Folder of the loaded world's cluster. */
export async function worldOf(exposures: number, folder: string): Promise<string> {
  const dataDir = join(folder, `world-${exposures}-${PEPPER.toString('hex', 0, 4)}`)
  const whole = join(dataDir, 'loaded')
  if (existsSync(whole)) return join(dataDir, 'pg')
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const began = performance.now()
  const log = (line: string) => console.error(`  ${((performance.now() - began) / 1000).toFixed(0)} s  ${line}`)
  log(`loading ${exposures} exposures into ${dataDir}`)
  const stack = await startStack({ dataDir, pepper: PEPPER })
  await loadBigWorld({ sql: stack.sql, pepper: pepperOf(PEPPER), exposures, log })
  log(`attributing: ${JSON.stringify(await reattribute(stack.sql, '2000-01-01', '2999-12-31'))}`)
  await stack.sql`vacuum analyze`
  await stack.stop()
  writeFileSync(whole, '')
  return join(dataDir, 'pg')
}
