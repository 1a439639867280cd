// The whole pipeline from HTTP to rollups, compared with plain COPY of the same rows into the same indexed table, in one run.
import { setTimeout as sleep } from 'node:timers/promises'
import { insertMerchants } from '../server/src/catalogue/insertMerchants.ts'
import { insertPlacement } from '../server/src/catalogue/insertPlacement.ts'
import { benchFreshness } from './freshness.ts'
import { makeBodies, sendLoad } from './support/load.ts'
import { startStack } from './support/stack.ts'
import { percentile, type Row } from './support/table.ts'

const MERCHANTS = 500
const PLACEMENTS = 20
const USERS = 500_000

/** @param events exposures sent through the whole pipeline, after 20,000 to warm it up */
export async function benchPipeline(events: number): Promise<Row[]> {
  const stack = await startStack()
  try {
    const world = await fillDimensions(stack.sql)
    await stack.start('api', 'api')
    await stack.start('worker', 'worker')
    // Warm up: compiled code, prepared statements, first partitions.
    await sendLoad({ url: stack.url, key: stack.keys.browser, bodies: makeBodies(world, 20_000, 250), connections: 8 })
    await rolledUp(stack.sql)

    const bodies = makeBodies(world, events, 250)
    const before = stack.cpu()
    const own = process.cpuUsage()
    const began = performance.now()
    const load = await sendLoad({ url: stack.url, key: stack.keys.browser, bodies, connections: 8 })
    await rolledUp(stack.sql)
    const seconds = (performance.now() - began) / 1000
    const after = stack.cpu()
    const ownUsed = process.cpuUsage(own)
    const micro = (name: string) => ((after[name]! - before[name]!) * 1e6) / events

    const copySeconds = await copyBaseline(stack.sql, events)
    const [stored] = await stack.sql<{ n: number }[]>`select count(*) as n from exposure_events`

    // Acknowledgement latency at 70 % of the sustainable load.
    const rate = (events / seconds) * 0.7
    const calm = await sendLoad({
      url: stack.url,
      key: stack.keys.browser,
      bodies: makeBodies(world, Math.min(events, Math.round(rate * 8)), 50),
      connections: 16,
      rate,
    })
    await rolledUp(stack.sql)
    const pipelineRate = events / seconds
    const copyRate = events / copySeconds
    return [
      { what: 'events stored', value: `${stored!.n}`, figure: `${events + 20_000} sent` },
      { what: 'HTTP acknowledged', value: `${Math.round(load.acknowledged / load.seconds)} events/s`, figure: '' },
      { what: 'HTTP to rollups', value: `${Math.round(pipelineRate)} events/s`, figure: '' },
      { what: 'plain COPY, same rows and indexes', value: `${Math.round(copyRate)} rows/s`, figure: '' },
      { what: 'pipeline / COPY', value: (pipelineRate / copyRate).toFixed(3), figure: '>= 0.20 (goal 0.30)' },
      { what: 'CPU per event: api', value: `${micro('api').toFixed(1)} us`, figure: '' },
      { what: 'CPU per event: worker (process + rollup)', value: `${micro('worker').toFixed(1)} us`, figure: '' },
      { what: 'CPU per event: PostgreSQL', value: `${micro('postgres').toFixed(1)} us`, figure: '' },
      {
        what: 'CPU per event: load generator',
        value: `${((ownUsed.user + ownUsed.system) / events).toFixed(1)} us`,
        figure: '',
      },
      {
        what: 'ack p50 / p99 at 70 % load',
        value: `${percentile(calm.ackMs, 50).toFixed(0)} / ${percentile(calm.ackMs, 99).toFixed(0)} ms`,
        figure: 'p99 < 100 ms',
      },
      await benchFreshness(stack, world, pipelineRate / 2),
    ]
  } finally {
    await stack.stop()
  }
}

type Sql = Awaited<ReturnType<typeof startStack>>['sql']

async function fillDimensions(sql: Sql) {
  return sql.begin(async (tx) => {
    const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
    const merchants = await insertMerchants(
      tx,
      numbers(MERCHANTS).map((n) => ({ merchant_ref: `m${n}`, merchant_name: `Merchant ${n}` })),
    )
    const placements: string[] = []
    for (const n of numbers(PLACEMENTS)) {
      const placement = {
        placement_key: `p${n}`,
        placement_name: `Placement ${n}`,
        max_slots: 8,
        valid_from: '2020-01-01',
      }
      placements.push((await insertPlacement(tx, placement))!)
    }
    return { merchants: merchants.map((merchant) => merchant.merchant_id), placements, users: USERS }
  })
}

async function rolledUp(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ waiting: boolean }[]>`
      select (select oldest is not null from queue_backlog) or exists (select from rollup_deltas) as waiting`
    if (!row!.waiting) return
    await sleep(20)
  }
}

/** COPY of the newest `events` rows, prepared as text, into a table with the same columns and indexes. */
async function copyBaseline(sql: Sql, events: number): Promise<number> {
  await sql`create table copy_baseline (like exposure_events including all)`
  const chunks: Buffer[] = []
  const out =
    await sql`copy (select * from exposure_events order by created_at desc limit ${sql.unsafe(String(events))}) to stdout`.readable()
  for await (const chunk of out) chunks.push(chunk as Buffer)
  const began = performance.now()
  const into = await sql`copy copy_baseline from stdin`.writable()
  for (const chunk of chunks) if (!into.write(chunk)) await new Promise((resolve) => into.once('drain', resolve))
  await new Promise<void>((resolve, reject) => into.once('finish', resolve).once('error', reject).end())
  const seconds = (performance.now() - began) / 1000
  await sql`drop table copy_baseline`
  return seconds
}
