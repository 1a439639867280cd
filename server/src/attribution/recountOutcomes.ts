import type { Sql, Tx } from '../store/db.ts'
import { ALL, NONE } from '../store/reachKey.ts'
import { recountCategories } from './categoryCells.ts'
import { Cells, OUTCOME_ROLLUP_NAMES, OUTCOME_ROLLUPS, type OutcomeRollup } from './cells.ts'
import { readCountedAfter } from './storedConversions.ts'

export interface OutcomeRecount {
  readonly cells: number
  readonly wrong: number
  /** A few that are wrong, in words. */
  readonly examples: readonly string[]
}

const AT_A_TIME = 5000
const MAX_EXAMPLES = 5

/**
 * Counts every attributed conversion and click anew and compares with the rollups, while nobody attributes.
 * @param repair writes what was counted over what is wrong
 */
export async function recountOutcomes(sql: Sql, repair: boolean): Promise<OutcomeRecount> {
  return sql.begin(async (tx) => {
    await tx`select 1 from attribution_state for update`
    const cells = new Cells()
    await countConversions(tx, cells)
    await countClicks(tx, cells)
    await cells.numberPaths(tx)
    const results: OutcomeRecount[] = []
    for (const rollup of OUTCOME_ROLLUP_NAMES) results.push(await compare(tx, rollup, cells))
    const categories = await recountCategories(tx)
    const example = `${categories.wrong} rows of categories are not what their merchants add up to`
    results.push({ ...categories, examples: categories.wrong > 0 ? [example] : [] })
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
      cells.count(conversion, 1)
      after = no
    }
  }
}

async function countClicks(tx: Tx, cells: Cells): Promise<void> {
  const rows = await tx<{ merchant: string; day: string; placement: string; clicks: number }[]>`
    select merchant_id as merchant, coalesce(day, clicked_day) as day, coalesce(placement_id, ${NONE}) as placement,
      count(*) as clicks
    from click_ledger where not flagged group by 1, 2, 3`
  for (const { merchant, day, placement, clicks } of rows) {
    for (const whose of [merchant, ALL]) cells.add('click_daily', [whose, day, placement], [clicks])
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
  for (const table of [...OUTCOME_ROLLUP_NAMES, 'category_click_daily', 'category_outcome_daily'])
    await tx`delete from ${tx(table)}`
  await cells.write(tx)
  // Days that had rows and now have none are in no cell.
  await tx`update day_versions set version = version + 1 where source = 'attribution'`
}
