import { type Controller, type Outcome, runYear, type Year } from './pacing/closedLoop.ts'
import { bucketController, seedController, twoScalesController } from './pacing/controllers.ts'
import { makeMarket } from './pacing/market.ts'
import { ourController } from './pacing/ourController.ts'
import type { Row } from './support/table.ts'

// A year of packages under the product's controller and under others, in a market that none of them knows. Chances are calibrated in a
// second market, in which a third of the packages are oversold: in the first one nearly every chance is above 95 %.

const [MARKET, CALIBRATION] = [1, 2]
const OVERSOLD = 0.35
/** The product checks every 15 minutes. An hour gives nearly the same in a quarter of the time. */
const EVERY = 4

export async function benchPacing(): Promise<Row[]> {
  const market = makeMarket(MARKET)
  const controllers = [seedController(), bucketController(), twoScalesController(), ourController(EVERY)]
  const years: [Controller, Year][] = []
  for (const controller of controllers) years.push([controller, await runYear(market, controller, MARKET)])
  const ours = years.at(-1)![1]
  const tight = await runYear(makeMarket(CALIBRATION, OVERSOLD), ourController(EVERY), CALIBRATION)
  return [
    ...years.flatMap(([{ name }, year]) => rowsOf(name, year)),
    ...[...calibration('all', [...ours.outcomes, ...tight.outcomes])],
  ]
}

function rowsOf(name: string, { outcomes, over40, over50, secondsPerCheck }: Year): Row[] {
  const ratios = outcomes.map(({ delivered, sold }) => delivered / sold.goal)
  const share = (test: (ratio: number) => boolean) => percent(ratios.filter(test).length / ratios.length)
  const slotDays = sumOf(outcomes, ({ sold }) => ((sold.end - sold.start) / 86_400_000) * sold.placements.length)
  const row = (what: string, value: string, figure = ''): Row => ({ what: `${name}: ${what}`, value, figure })
  return [
    row(
      `of ${outcomes.length} packages within 2 % of the goal`,
      share((ratio) => Math.abs(ratio - 1) <= 0.02),
    ),
    row(
      'more than 2 % short',
      share((ratio) => ratio < 0.98),
    ),
    row('delivered beyond the goal', percent(sumOf(ratios, (ratio) => Math.max(0, ratio - 1)) / ratios.length, 2)),
    row('changes of a share per day', (sumOf(outcomes, ({ changes }) => changes) / slotDays).toFixed(2)),
    row('displaced commission per 1,000 units of goals met', perGoal(outcomes)),
    row('placement hours above 40 / 50 % paid', `${percent(over40)} / ${percent(over50)}`),
    row('milliseconds per check', (secondsPerCheck * 1000).toFixed(2)),
  ]
}

/** What was displaced, for what was delivered up to the goals. */
function perGoal(outcomes: readonly Outcome[]): string {
  const units = sumOf(
    outcomes,
    ({ delivered, sold }) => Math.min(delivered, sold.goal) / (sold.type === 'CPC' ? 0.025 : 1),
  )
  return ((1000 * sumOf(outcomes, ({ displaced }) => displaced)) / units).toFixed(2)
}

/** Of the chances around a value: how many reached their goal, to within a thousandth. */
function calibration(name: string, outcomes: readonly Outcome[]): Row[] {
  const shown = outcomes.flatMap(({ chances, delivered, sold }) =>
    chances.map((chance) => ({ chance, reached: delivered >= sold.goal * 0.999 })),
  )
  return [
    [0, 0.1],
    [0.1, 0.4],
    [0.4, 0.7],
    [0.7, 0.9],
    [0.9, 1.001],
  ].map(([from, to]): Row => {
    const some = shown.filter(({ chance }) => chance >= from! && chance < to!)
    const mean = some.length === 0 ? 0 : sumOf(some, ({ chance }) => chance) / some.length
    const reached = some.length === 0 ? '–' : percent(some.filter(({ reached }) => reached).length / some.length)
    return {
      what: `ours, ${name}: chances of ${from} to ${Math.min(1, to!)} (mean ${mean.toFixed(2)}, ${some.length})`,
      value: reached,
      figure: from === 0.7 ? '75 to 85 % around 0.8' : '',
    }
  })
}

function percent(share: number, places = 1): string {
  return `${(share * 100).toFixed(places)} %`
}

function sumOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0)
}
