import type { Sql } from './db/client.ts'
import { flagBotsAgain } from './invalidTraffic/flagBotsAgain.ts'
import { flagRatesAgain } from './invalidTraffic/flagRatesAgain.ts'
import { flagSource } from './invalidTraffic/flagSource.ts'
import { listSources } from './invalidTraffic/listSources.ts'
import { addDays, utcDate } from './lib/clock.ts'

/** Options of the commands about sources of traffic. */
export interface SourceOptions {
  readonly source?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Default number of days. */
const DAYS = 7

/** Prints the largest sources of exposures. */
export async function printSources(sql: Sql, options: SourceOptions): Promise<void> {
  const { from, to } = spanOf(options)
  console.log(`Exposures by source, ${from} to ${to}:`)
  for (const row of await listSources(sql, from, to))
    console.log(
      `  ${row.source}: ${row.exposures} exposures (${row.flagged} flagged), ${row.users} users, ` +
        `${row.merchants} merchants, last at ${row.lastAt.toISOString()}`,
    )
}

/** Flags all rows of a source, or unflags them. */
export async function moveSource(sql: Sql, options: SourceOptions, flagged: boolean): Promise<void> {
  const source = Number(options.source)
  if (!/^\d{1,16}$/.test(options.source ?? '') || !Number.isSafeInteger(source))
    throw new Error('--source is missing: the number that the command `sources` prints.')
  const span = { source, ...spanOf(options) }
  const { exposures, clicks, deadLetters } = await flagSource(sql, 'admin command', span, flagged)
  console.log(
    `${span.from} to ${span.to}: ${exposures} exposures, ${clicks} clicks and ${deadLetters} dead letters ` +
      `${flagged ? 'flagged' : 'unflagged'}.`,
  )
}

/** Re-checks all stored exposures against the rate limits of this version. */
export async function printFlaggedAgain(sql: Sql, actor: string): Promise<void> {
  const { takenBack, flagged } = await flagRatesAgain(sql, actor)
  console.log(`${takenBack} exposures unflagged, ${flagged} flagged.`)
}

/** Re-checks what is stored against the list of declared bots of this version. */
export async function printBotsFlaggedAgain(sql: Sql, actor: string): Promise<void> {
  const { takenBack, flagged, clicks } = await flagBotsAgain(sql, actor)
  console.log(`${takenBack} exposures unflagged, ${flagged} flagged; ${clicks} clicks changed.`)
}

function spanOf({ from, to }: SourceOptions): { from: string; to: string } {
  const today = utcDate(Date.now())
  return { from: from ?? addDays(today, 1 - DAYS), to: to ?? today }
}
