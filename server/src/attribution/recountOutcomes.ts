import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import type { OutcomeRollup } from './cell.ts'
import { Cells, OUTCOME_ROLLUP_NAMES, OUTCOME_ROLLUPS } from './cells.ts'
import type { CreditState } from './creditEarlier.ts'
import { readCountedAfter } from './storedConversions.ts'
import { writeCells } from './writeCells.ts'

export interface OutcomeRecount {
  readonly cells: number
  readonly wrong: number
  /** A few of the wrong ones, as text. */
  readonly examples: readonly string[]
}

const AT_A_TIME = 5000
const MAX_EXAMPLES = 5

/**
 * Recounts every attributed conversion and click and compares with the rollups, while the attributor is locked out.
 * @param repair overwrites wrong values with the recounted ones
 */
export async function recountOutcomes(sql: Sql, repair: boolean): Promise<OutcomeRecount> {
  return sql.begin(async (tx) => {
    const [state] = await tx<CreditState[]>`select credited_to as "creditedTo" from attribution_state for update`
    const cells = new Cells(state!.creditedTo)
    await countConversions(tx, cells)
    await countClicks(tx, cells)
    await cells.numberPaths(tx)
    const results: OutcomeRecount[] = []
    for (const rollup of OUTCOME_ROLLUP_NAMES) results.push(await compare(tx, rollup, cells))
    if (repair && results.some(({ wrong }) => wrong > 0)) await rewrite(tx, cells)
    return {
      cells: results.reduce((sum, result) => sum + result.cells, 0),
      wrong: results.reduce((sum, result) => sum + result.wrong, 0),
      examples: results.flatMap(({ examples }) => examples).slice(0, MAX_EXAMPLES),
    }
  })
}

async function countConversions(tx: Tx, cells: Cells): Promise<void> {
  let after = 0
  for (;;) {
    const counted = await readCountedAfter(tx, after, AT_A_TIME)
    if (counted.size === 0) return
    for (const [no, conversion] of counted) {
      cells.count(no, conversion, 1)
      after = no
    }
  }
}

async function countClicks(tx: Tx, cells: Cells): Promise<void> {
  const rows = await tx<{ merchant: string; day: string; placement: string; clicks: number; repeated: number }[]>`
    select merchant_id as merchant, coalesce(day, clicked_day) as day, coalesce(placement_id, ${UNATTRIBUTED}) as placement,
      count(*) filter (where repeats is null) as clicks, count(repeats) as repeated
    from click_ledger where not flagged group by 1, 2, 3`
  for (const { merchant, day, placement, clicks, repeated } of rows) {
    for (const whose of [merchant, ALL_MERCHANTS]) cells.add('click_daily', [whose, day, placement], [clicks, repeated])
  }
}

async function compare(tx: Tx, rollup: OutcomeRollup, counted: Cells): Promise<OutcomeRecount> {
  const { keys, values } = OUTCOME_ROLLUPS[rollup]
  const stored = await tx<Record<string, string | number | boolean>[]>`
    select ${tx([...Object.keys(keys), ...values])} from ${tx(rollup)}`
  const expected = new Map(counted.of(rollup))
  const cells = new Set([...expected.keys()])
  const examples: string[] = []
  for (const row of stored) {
    const name = Object.keys(keys)
      .map((key) => row[key])
      .join(' ')
    cells.add(name)
    const cell = expected.get(name)
    if (!cell || values.some((value, i) => row[value] !== cell.values[i])) examples.push(`${rollup}: ${name}`)
    expected.delete(name)
  }
  for (const name of expected.keys()) examples.push(`${rollup}: ${name} is missing`)
  return { cells: cells.size, wrong: examples.length, examples }
}

async function rewrite(tx: Tx, cells: Cells): Promise<void> {
  for (const rollup of OUTCOME_ROLLUP_NAMES) await tx`delete from ${tx(rollup)}`
  await writeCells(tx, cells, { isRepair: true })
  // Days that had rows and now have none are in no cell.
  await tx`update day_versions set version = version + 1 where source = 'attribution'`
}
