import type { Pepper } from '../lib/ids.ts'
import type { Logger } from '../lib/logger.ts'
import { assertDurable } from '../store/assertDurable.ts'
import { openPool } from '../store/db.ts'
import { migrate } from '../store/migrate.ts'
import { ensurePartitions } from '../store/partitions.ts'
import { type Organisation, openOrganisation } from '../store/settings.ts'
import { detectTopology } from '../store/topology/open.ts'

export interface PrepareOptions {
  readonly databaseUrl: string
  readonly pepper: Pepper
  readonly timeZone: string
  readonly currency: string
  readonly rawDays: number
  readonly maxAmount: number
  /** Hears what a migration waits for. */
  readonly logger?: Logger
}

/** Brings a database to where every role can start: schema, settings of the first start, partitions. */
export async function prepareDatabase(options: PrepareOptions): Promise<Organisation> {
  const owner = openPool({ url: options.databaseUrl, max: 2, name: 'bx prepare' })
  try {
    await assertDurable(owner)
    await migrate(owner, undefined, options.logger ? { logger: options.logger } : {})
    const topology = await detectTopology(owner)
    const organisation = await openOrganisation(owner, options)
    await ensurePartitions(owner, topology, Date.now(), organisation.rawDays)
    return organisation
  } finally {
    await owner.end({ timeout: 5 })
  }
}
