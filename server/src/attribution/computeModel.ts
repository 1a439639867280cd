import type { Sql } from '../store/db.ts'
import { markovRemoval, type PathCount } from './credit/markovRemoval.ts'
import { shapley } from './credit/shapley.ts'
import { type JourneyScope, readSold, readUnsold } from './readJourneys.ts'

// A data-driven model over stored journeys. Takes seconds to minutes, and as much memory as there are different paths:
// it runs in a thread (modelThread.ts).

export interface ModelQuestion extends JourneyScope {
  readonly model: 'markov' | 'shapley'
}

export interface ModelResult {
  readonly rows: readonly { placement_id: string; share: number; conversions: number }[]
  readonly conversions: number
  readonly journeys_without_sale: number
  readonly sample: number
}

/** Of 256 slices of people. Read until this many journeys without a sale are known: more do not move the third figure. */
const ENOUGH_JOURNEYS = 60_000
const SLICES = 256

/** @param report is called after each step, with 0..1 */
export async function computeModel(
  sql: Sql,
  question: ModelQuestion,
  report: (progress: number) => void,
): Promise<ModelResult> {
  const sold = await readSold(sql, question)
  const conversions = sold.reduce((sum, path) => sum + path.conversions, 0)
  if (question.model === 'shapley') {
    const rows = shapley(sold).map(({ placement, share, conversions: n }) => ({
      placement_id: placement,
      share,
      conversions: n,
    }))
    return { rows, conversions, journeys_without_sale: 0, sample: 1 }
  }
  const { paths, slices } = await sampleUnsold(sql, question, report)
  const weight = SLICES / slices
  const scaled = paths.map((path) => ({ ...path, journeys: path.journeys * weight }))
  const rows = markovRemoval([...sold, ...scaled]).map(({ placement, share }) => {
    return { placement_id: placement, share, conversions: share * conversions }
  })
  const unsold = Math.round(scaled.reduce((sum, path) => sum + path.journeys, 0))
  return { rows, conversions, journeys_without_sale: unsold, sample: slices / SLICES }
}

/** Slice after slice of people, until enough is known or everybody was looked at. */
async function sampleUnsold(
  sql: Sql,
  scope: JourneyScope,
  report: (progress: number) => void,
): Promise<{ paths: PathCount[]; slices: number }> {
  const paths: PathCount[] = []
  let [journeys, slices] = [0, 0]
  while (slices < SLICES && journeys < ENOUGH_JOURNEYS) {
    // 157 is odd, so that the slices are spread over all of them, each once.
    const prefix = ((slices * 157) % SLICES).toString(16).padStart(2, '0')
    const found = await readUnsold(sql, scope, prefix)
    paths.push(...found)
    journeys += found.reduce((sum, path) => sum + path.journeys, 0)
    slices++
    report(Math.max(slices / SLICES, journeys / ENOUGH_JOURNEYS))
  }
  return { paths, slices }
}
