import { readConfig } from './config.ts'
import type { Sql } from './db/client.ts'
import { dryRunReplay } from './deadLetters/dryRunReplay.ts'
import { retryFailed } from './deadLetters/failedWork.ts'
import { type ReplayFilter, replayDeadLetters } from './deadLetters/replayDeadLetters.ts'
import type { LoopName } from './facts/loopProgress.ts'
import { detectTopology } from './facts/topology/open.ts'
import { failpoint } from './lib/failpoint.ts'
import { openProcess } from './process/openProcess.ts'
import { openQueues } from './queue/open.ts'
import { maxAmountOf, readReporting } from './settings/organisation.ts'

// Replays refused events and retries failed work from the command line.

/** Which dead letters the options name: those with a reason, or single ones. */
export function replayFilter({ reason, id }: { readonly reason?: string; readonly id?: string[] }): ReplayFilter {
  if (id !== undefined && reason === undefined) return { deadLetterIds: id }
  if (reason !== undefined && id === undefined) return { reason }
  throw new Error('replay needs --reason or --id.')
}

export async function replay(sql: Sql, filter: ReplayFilter): Promise<void> {
  const { queue } = openQueues({ ingest: sql, worker: sql })
  const { matched, waiting, replayable, replayed } = await replayDeadLetters(sql, queue, filter, await readRules(sql))
  console.log(
    `${matched} of ${waiting} dead letters that match: ${replayed} replayed, ${replayable - replayed} already queued.`,
  )
}

/** Reports what a replay would do, and changes nothing. */
export async function tryReplay(sql: Sql, filter: ReplayFilter): Promise<void> {
  const rules = await readRules(sql)
  const { timeZone, rawDays } = rules
  const topology = await detectTopology(sql)
  const context = openProcess({ sql, topology, timeZone, rawDays, failpoint: failpoint(null) })
  const { matched, waiting, results } = await dryRunReplay(context, filter, rules)
  console.log(`${matched} of ${waiting} dead letters that match.`)
  for (const [outcome, events] of Map.groupBy(results, (result) => result.code ?? result.outcome))
    console.log(`  ${outcome}: ${events.length}`)
}

/** Retries what a loop set aside. Exit code 1 if something still cannot be read. */
export async function retryLoop(sql: Sql, actor: string, loop: LoopName, ids: string[] | undefined): Promise<void> {
  const { retried, failed } = await retryFailed(sql, actor, { loop, failed_ids: ids })
  console.log(`${retried} retried${failed > 0 ? `, ${failed} still cannot be read` : ''}.`)
  if (failed > 0) process.exitCode = 1
}

async function readRules(sql: Sql) {
  const reporting = await readReporting(sql)
  if (reporting === null) throw new Error('The product was never started on this database.')
  return { ...reporting, maxAmount: maxAmountOf(readConfig().maxAmount, reporting.currency) }
}
