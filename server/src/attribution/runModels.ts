import type { Sql } from '../store/db.ts'
import { markovRemoval, type PathCount } from './credit/markovRemoval.ts'
import { shapley } from './credit/shapley.ts'
import { type JourneyScope, readSold, readUnsold } from './readJourneys.ts'

// Runs of data-driven models, one at a time per worker. A worker that dies leaves its run to the next.

interface Run extends JourneyScope {
  readonly runId: string
  readonly model: 'markov' | 'shapley'
}

export interface ModelResult {
  readonly rows: readonly { placement_id: string; share: number; conversions: number }[]
  readonly conversions: number
  readonly journeys_without_sale: number
  readonly sample: number
}

const [MAX_ATTEMPTS, DEAD_AFTER] = [3, '60 seconds']
/** Of 256 slices of people. Read until this many journeys without a sale are known: more do not move the third figure. */
const ENOUGH_JOURNEYS = 60_000
const SLICES = 256

/** Takes and computes the longest waiting run. Returns whether there was one. */
export async function runNextModel(sql: Sql): Promise<boolean> {
  const run = await take(sql)
  if (run === null) return false
  try {
    const result = await compute(sql, run)
    await sql`update model_runs set result = ${JSON.stringify(result)}::text::jsonb, progress = 1, finished_at = now()
      where run_id = ${run.runId}`
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await sql`update model_runs set error = ${message}, finished_at = now() where run_id = ${run.runId}`
  }
  return true
}

async function take(sql: Sql): Promise<Run | null> {
  await sql`update model_runs set finished_at = now(), error = 'three workers ended while computing it'
    where finished_at is null and attempts >= ${MAX_ATTEMPTS} and alive_at < now() - interval '${sql.unsafe(DEAD_AFTER)}'`
  const [run] = await sql<Run[]>`
    update model_runs set alive_at = now(), attempts = attempts + 1 where run_id = (
      select run_id from model_runs
      where finished_at is null and attempts < ${MAX_ATTEMPTS}
        and (alive_at is null or alive_at < now() - interval '${sql.unsafe(DEAD_AFTER)}')
      order by requested_at limit 1 for update skip locked)
    returning run_id as "runId", model, merchant_id as "merchantId", first_day as start, last_day as "end"`
  return run ?? null
}

async function compute(sql: Sql, run: Run): Promise<ModelResult> {
  const sold = await readSold(sql, run)
  const conversions = sold.reduce((sum, path) => sum + path.conversions, 0)
  if (run.model === 'shapley') {
    const rows = shapley(sold).map(({ placement, share, conversions: n }) => ({
      placement_id: placement,
      share,
      conversions: n,
    }))
    return { rows, conversions, journeys_without_sale: 0, sample: 1 }
  }
  const { paths, slices } = await sampleUnsold(sql, run)
  const weight = SLICES / slices
  const scaled = paths.map((path) => ({ ...path, journeys: path.journeys * weight }))
  const rows = markovRemoval([...sold, ...scaled]).map(({ placement, share }) => {
    return { placement_id: placement, share, conversions: share * conversions }
  })
  const unsold = Math.round(scaled.reduce((sum, path) => sum + path.journeys, 0))
  return { rows, conversions, journeys_without_sale: unsold, sample: slices / SLICES }
}

/** Slice after slice of people, until enough is known or everybody was looked at. */
async function sampleUnsold(sql: Sql, run: Run): Promise<{ paths: PathCount[]; slices: number }> {
  const paths: PathCount[] = []
  let [journeys, slices] = [0, 0]
  while (slices < SLICES && journeys < ENOUGH_JOURNEYS) {
    // 157 is odd, so that the slices are spread over all of them, each once.
    const prefix = ((slices * 157) % SLICES).toString(16).padStart(2, '0')
    const found = await readUnsold(sql, run, prefix)
    paths.push(...found)
    journeys += found.reduce((sum, path) => sum + path.journeys, 0)
    slices++
    const progress = Math.max(slices / SLICES, journeys / ENOUGH_JOURNEYS)
    await sql`update model_runs set progress = ${Math.min(0.95, progress)}, alive_at = now() where run_id = ${run.runId}`
  }
  return { paths, slices }
}
