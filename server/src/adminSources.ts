import { addDays, utcDate } from './lib/clock.ts'
import { flagSource } from './ops/flagSource.ts'
import { listSources } from './ops/listSources.ts'
import { rejudgeRates } from './ops/rejudgeRates.ts'
import type { Sql } from './store/db.ts'

/** Options of the commands about sources of traffic. */
export interface SourceOptions {
  readonly source?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Days a command looks at when none are named. */
const DAYS = 7

/** The largest sources of exposures. */
export async function printSources(sql: Sql, options: SourceOptions): Promise<void> {
  const { from, to } = spanOf(options)
  console.log(`Exposures by source, ${from} to ${to}:`)
  for (const row of await listSources(sql, from, to))
    console.log(
      `  ${row.source}: ${row.exposures} exposures (${row.flagged} flagged), ${row.users} users, ` +
        `${row.merchants} merchants, last at ${row.lastAt.toISOString()}`,
    )
}

/** Flags all that came from a source, or takes it back into net. */
export async function moveSource(sql: Sql, options: SourceOptions, flagged: boolean): Promise<void> {
  const source = Number(options.source)
  if (!/^\d{1,15}$/.test(options.source ?? '') || !Number.isSafeInteger(source))
    throw new Error('--source is missing: the number that the command `sources` prints.')
  const span = { source, ...spanOf(options) }
  const { exposures, clicks } = await flagSource(sql, 'admin command', span, flagged)
  console.log(
    `${span.from} to ${span.to}: ${exposures} exposures and ${clicks} clicks ${flagged ? 'flagged' : 'unflagged'}.`,
  )
}

/** Judges all kept exposures by the rate limits of this version. */
export async function printRejudged(sql: Sql, actor: string): Promise<void> {
  const { takenBack, flagged } = await rejudgeRates(sql, actor)
  console.log(`${takenBack} exposures taken back into net, ${flagged} flagged.`)
}

function spanOf({ from, to }: SourceOptions): { from: string; to: string } {
  const today = utcDate(Date.now())
  return { from: from ?? addDays(today, 1 - DAYS), to: to ?? today }
}
