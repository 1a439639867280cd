import { lastAnchor } from '../accounts/verifyAudit.ts'
import { markFinalDays } from '../attribution/markFinalDays.ts'
import { runNextModel } from '../attribution/runModels.ts'
import { checkPacing, PACING_EVERY_MS } from '../commercial/pacing/checkPacing.ts'
import { forgetChecks } from '../commercial/pacing/forgetChecks.ts'
import { clockPackages } from '../commercial/packages/clockPackages.ts'
import { completePackages } from '../commercial/packages/completePackages.ts'
import { correctStamps } from '../commercial/packages/correctStamps.ts'
import type { Sql } from '../db/client.ts'
import { replayArrived } from '../deadLetters/replayDeadLetters.ts'
import { countDaysAhead, dropExpiredPartitions, ensurePartitions, LEAST_DAYS_AHEAD } from '../facts/partitions.ts'
import type { Topology } from '../facts/topology/topology.ts'
import { flagBotsAgainIfChanged } from '../invalidTraffic/flagBotsAgain.ts'
import { flagDays } from '../invalidTraffic/flagDays.ts'
import { flagRates } from '../invalidTraffic/flagRates.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.ts'
import { localNow } from '../lib/localDay.ts'
import type { Logger } from '../lib/logger.ts'
import { runSteps } from '../lib/runSteps.ts'
import { logKeyJumps } from '../monitoring/keyJumps.ts'
import { forgetOld } from '../privacy/forgetOld.ts'
import { forgetSources } from '../privacy/forgetSources.ts'
import type { Queue } from '../queue/queue.ts'
import { compactSlots } from '../rollup/compactSlots.ts'
import type { Organisation } from '../settings/organisation.ts'
import { reportUnusable } from '../settings/reportUnusable.ts'
import type { Job } from './runJobs.ts'

export interface JobDeps {
  readonly app: Sql
  readonly owner: Sql
  readonly databaseUrl: string
  /** Aborts when the worker stops: a long job ends early. */
  readonly signal: AbortSignal
  readonly topology: Topology
  readonly queue: Queue
  readonly organisation: Organisation
  readonly logger: Logger
}

/** How often each job runs. */
export const JOB_EVERY_MS = {
  replay_arrived: 5 * SECOND,
  flag_rates: MINUTE,
  flag_days: HOUR,
  mark_final_days: HOUR,
  watch_keys: 10 * MINUTE,
  run_models: 5 * SECOND,
  ensure_partitions: HOUR,
  drop_expired: DAY,
  forget_old_letters: HOUR,
  anchor_audit: DAY,
  flag_bots_again: DAY,
  check_settings: HOUR,
  clock_packages: 15 * SECOND,
  correct_stamps: MINUTE,
  check_pacing: PACING_EVERY_MS,
} as const

/** Jobs whose day is the local one. */
export const DAILY_JOBS: ReadonlySet<string> = new Set(['drop_expired'])

export function jobsOf({
  app,
  owner,
  databaseUrl,
  signal,
  topology,
  queue,
  organisation,
  logger,
}: JobDeps): readonly Job[] {
  const { rawDays, timeZone } = organisation
  return [
    {
      name: 'replay_arrived',
      everyMs: JOB_EVERY_MS.replay_arrived,
      run: async () => void (await replayArrived(app, queue, organisation)),
    },
    { name: 'flag_rates', everyMs: JOB_EVERY_MS.flag_rates, run: async () => void (await flagRates(app)) },
    { name: 'flag_days', everyMs: JOB_EVERY_MS.flag_days, run: async () => void (await flagDays(app)) },
    {
      name: 'mark_final_days',
      everyMs: JOB_EVERY_MS.mark_final_days,
      run: () => markFinalDays(app, localNow(Date.now(), timeZone).day),
    },
    { name: 'watch_keys', everyMs: JOB_EVERY_MS.watch_keys, run: () => logKeyJumps(app, logger) },
    {
      name: 'run_models',
      everyMs: JOB_EVERY_MS.run_models,
      run: async () => void (await runNextModel({ sql: app, databaseUrl, signal })),
    },
    {
      name: 'ensure_partitions',
      everyMs: JOB_EVERY_MS.ensure_partitions,
      run: () =>
        ensurePartitions(owner, topology, Date.now(), rawDays).finally(() => warnOfFewDays(app, topology, logger)),
    },
    {
      name: 'drop_expired',
      everyMs: JOB_EVERY_MS.drop_expired,
      dailyIn: timeZone,
      run: () =>
        runSteps([
          () => dropExpiredPartitions(owner, topology, Date.now(), rawDays),
          () => forgetSources(app, topology, Date.now()),
          () => compactSlots(owner, topology, timeZone, Date.now()),
        ]),
    },
    {
      name: 'forget_old_letters',
      everyMs: JOB_EVERY_MS.forget_old_letters,
      run: () => forgetOld(app),
    },
    {
      name: 'flag_bots_again',
      everyMs: JOB_EVERY_MS.flag_bots_again,
      run: async () => void (await flagBotsAgainIfChanged(app)),
    },
    {
      name: 'check_settings',
      everyMs: JOB_EVERY_MS.check_settings,
      run: () => reportUnusable(app, organisation.currency, logger),
    },
    {
      name: 'clock_packages',
      everyMs: JOB_EVERY_MS.clock_packages,
      run: async () => {
        await clockPackages(app, Date.now(), organisation.currency)
        await completePackages(app, Date.now(), organisation.currency)
      },
    },
    {
      name: 'correct_stamps',
      everyMs: JOB_EVERY_MS.correct_stamps,
      run: async () => void (await correctStamps(app)),
    },
    {
      name: 'check_pacing',
      everyMs: JOB_EVERY_MS.check_pacing,
      run: async () => {
        const now = Date.now()
        const slot = Math.floor(now / PACING_EVERY_MS) * PACING_EVERY_MS
        await checkPacing(app, { now, organisation, slot })
        await forgetChecks(app, now)
      },
    },
    {
      name: 'anchor_audit',
      everyMs: JOB_EVERY_MS.anchor_audit,
      // Logs are stored outside the database: anybody who rewrites the audit log there cannot change this line.
      run: async () => logger.info('audit_anchor', { ...(await lastAnchor(app)) }),
    },
  ]
}

/** Warns early: the events of a day without a partition wait in the queue until it is created. */
async function warnOfFewDays(app: Sql, topology: Topology, logger: Logger): Promise<void> {
  const daysAhead = await countDaysAhead(app, topology, Date.now())
  if (daysAhead < LEAST_DAYS_AHEAD) logger.warn('partitions_low', { days_ahead: daysAhead, wanted: LEAST_DAYS_AHEAD })
}
