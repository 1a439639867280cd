import { reattribute } from './attribution/reattribute.ts'
import { recountOutcomes } from './attribution/recountOutcomes.ts'
import type { Sql } from './db/client.ts'
import { slotDays } from './facts/slotDays.ts'
import { detectTopology } from './facts/topology/open.ts'
import { readWatermark } from './facts/watermark.ts'
import { failpoint } from './lib/failpoint.ts'
import { recountableDays, recountDay } from './rollup/recount.ts'
import { openRollup } from './rollup/rollupContext.ts'

// The commands of `npm run admin` that check rollups and attribution, and repair them.

export interface DaysAsked {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly repair: boolean
}

/** Compares every rollup of the days with the raw rows. Exit code 1 if one differs and is not repaired. */
export async function recount(sql: Sql, options: DaysAsked): Promise<void> {
  const topology = await detectTopology(sql)
  const context = openRollup(sql, failpoint(null), slotDays(sql, topology))
  const known = await recountableDays(sql)
  const days = known.days.filter(
    (day) => (options.from === undefined || day >= options.from) && (options.to === undefined || day <= options.to),
  )
  if (known.leftAlone && (options.from ?? '') <= known.leftAlone)
    console.log(`Days up to ${known.leftAlone} are skipped: some of their raw rows have been dropped.`)
  let [cells, wrong] = [0, 0]
  for (const day of days) {
    const result = await recountDay(context, day, options.repair)
    cells += result.cells
    wrong += result.wrong
    for (const example of result.examples) console.log(`  ${example}`)
    console.log(
      `${day}: ${result.cells} cells, ${result.wrong} wrong${result.wrong > 0 && options.repair ? ', repaired' : ''}`,
    )
  }
  console.log(`${days.length} days, ${cells} cells checked, ${wrong} wrong`)
  await printSetAside(sql)
  if (wrong > 0 && !options.repair) process.exitCode = 1
  await recountOutcomeRollups(sql, options.repair)
}

async function printSetAside(sql: Sql): Promise<void> {
  const { events, attributions } = (await readWatermark(sql)).setAside
  if (events + attributions === 0) return
  console.log(
    `Set aside and not in the rollups: ${events} events, ${attributions} clicks and sales. See GET /api/ops/failed-work, then retry-failed.`,
  )
}

/** Re-attributes the days and reports how many results changed. */
export async function reattributeDays(sql: Sql, options: DaysAsked): Promise<void> {
  const { clicks, clicksChanged, conversions, conversionsChanged } = await reattribute(
    sql,
    options.from ?? '2000-01-01',
    options.to ?? '2999-12-31',
  )
  console.log(`${clicks} clicks, ${clicksChanged} changed; ${conversions} sales, ${conversionsChanged} changed`)
  await recountOutcomeRollups(sql, options.repair)
}

async function recountOutcomeRollups(sql: Sql, repair: boolean): Promise<void> {
  const { cells, wrong, examples } = await recountOutcomes(sql, repair)
  for (const example of examples) console.log(`  ${example}`)
  console.log(`clicks and sales: ${cells} cells, ${wrong} wrong${wrong > 0 && repair ? ', repaired' : ''}`)
  if (wrong > 0 && !repair) process.exitCode = 1
}
