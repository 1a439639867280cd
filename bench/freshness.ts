// Time from acknowledgement to the dashboard: how long until an answer counts an event, at half the sustainable load.
import { setTimeout as sleep } from 'node:timers/promises'
import { ALL_PLACEMENTS } from '../server/src/facts/sumIds.ts'
import { type LoadWorld, makeBodies, sendLoad } from './support/load.ts'
import type { Stack } from './support/stack.ts'
import { percentile, type Row } from './support/table.ts'

/** @param rate background load, events per second */
export async function benchFreshness(stack: Stack, world: LoadWorld, rate: number): Promise<Row> {
  const seconds = 15
  const load = sendLoad({
    url: stack.url,
    key: stack.keys.browser,
    bodies: makeBodies(world, Math.round(rate * seconds), 50),
    connections: 8,
    rate,
  })
  const waits: number[] = []
  const until = performance.now() + (seconds - 2) * 1000
  while (performance.now() < until) {
    const before = await counted(stack)
    const [probe] = makeBodies(world, 1, 1)
    await sendLoad({ url: stack.url, key: stack.keys.browser, bodies: [probe!], connections: 1 })
    const acknowledgedAt = new Date()
    const began = performance.now()
    // complete_to after the acknowledgement means that the event is in the figures.
    for (;;) {
      const now = await counted(stack)
      if (now.completeTo > acknowledgedAt && now.impressions > before.impressions) break
      await sleep(20)
    }
    waits.push(performance.now() - began)
  }
  await load
  return {
    what: `acknowledged -> counted, p50 / p95 at ${Math.round(rate)} events/s (${waits.length} probes)`,
    value: `${(percentile(waits, 50) / 1000).toFixed(2)} / ${(percentile(waits, 95) / 1000).toFixed(2)} s`,
    figure: 'p95 < 5 s (goal 2 s)',
  }
}

async function counted({ sql }: Stack): Promise<{ completeTo: Date; impressions: number }> {
  const [row] = await sql<{ completeTo: Date; impressions: number }[]>`
    select least((select oldest from queue_backlog), (select min(received_at) from rollup_deltas), now()) as "completeTo",
      (select coalesce(sum(impressions), 0) from placement_daily where placement_id <> ${ALL_PLACEMENTS})::bigint as impressions`
  return row!
}
