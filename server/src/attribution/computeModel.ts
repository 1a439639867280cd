import type { Sql } from '../db/client.ts'
import { type JourneyCount, markovRemoval } from './credit/markovRemoval.ts'
import { shapley } from './credit/shapley.ts'
import { type JourneyScope, readSold, readUnsold, type SoldPath } from './readJourneys.ts'
import { shareSales } from './shareSales.ts'

// A data-driven model over stored journeys. It takes seconds to minutes, and memory for every distinct path, so it runs
// in a thread (modelThread.ts).

export interface ModelQuestion extends JourneyScope {
  readonly model: 'markov' | 'shapley'
}

export interface ModelResult extends ReturnType<typeof shareSales> {
  readonly journeys_without_sale: number
  readonly sample: number
}

/**
 * Slices of people (of 256) are read until this many journeys without a sale are found: more do not change the third
 * digit.
 */
const ENOUGH_JOURNEYS = 60_000
const SLICES = 256

/** @param report called after each step, with 0..1 */
export async function computeModel(
  sql: Sql,
  question: ModelQuestion,
  report: (progress: number) => void,
): Promise<ModelResult> {
  const all = await readSold(sql, question)
  const touched = all.filter(({ steps }) => steps.length > 0)
  if (question.model === 'shapley')
    return { ...shareSales(all, shapleyWeights(touched)), journeys_without_sale: 0, sample: 1 }
  const { paths, slices } = await sampleUnsold(sql, question, report)
  const weight = SLICES / slices
  const scaled = paths.map((path) => ({ ...path, journeys: path.journeys * weight }))
  const weights = markovRemoval([...touched, ...scaled]).map(({ placement, share }) => {
    return { placement, conversions: share, commission: share }
  })
  const unsold = Math.round(scaled.reduce((sum, path) => sum + path.journeys, 0))
  return { ...shareSales(all, weights), journeys_without_sale: unsold, sample: slices / SLICES }
}

/** The commission of a sale is shared like the sale. */
function shapleyWeights(touched: readonly SoldPath[]) {
  const money = shapley(touched.map((path) => ({ ...path, conversions: path.commission })))
  return shapley(touched).map(({ placement, conversions }, i) => {
    return { placement, conversions, commission: money[i]!.conversions }
  })
}

/** Reads one slice of people after the other, until there are enough journeys or no slices left. */
async function sampleUnsold(
  sql: Sql,
  scope: JourneyScope,
  report: (progress: number) => void,
): Promise<{ paths: JourneyCount[]; slices: number }> {
  const paths: JourneyCount[] = []
  let [journeys, slices] = [0, 0]
  while (slices < SLICES && journeys < ENOUGH_JOURNEYS) {
    // 157 is odd, so the slices are spread evenly, each once.
    const prefix = ((slices * 157) % SLICES).toString(16).padStart(2, '0')
    const found = await readUnsold(sql, scope, prefix)
    paths.push(...found)
    journeys += found.reduce((sum, path) => sum + path.journeys, 0)
    slices++
    report(Math.max(slices / SLICES, journeys / ENOUGH_JOURNEYS))
  }
  return { paths, slices }
}
