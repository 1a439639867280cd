import { runNextModel } from '../attribution/runModels.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.ts'
import { runSteps } from '../lib/runSteps.ts'
import type { Queue } from '../queue/queue.ts'
import type { Sql } from '../store/db.ts'
import { dropExpiredPartitions, ensurePartitions } from '../store/partitions.ts'
import type { Organisation } from '../store/settings.ts'
import type { Topology } from '../store/topology/topology.ts'
import { compactSlots } from './compactSlots.ts'
import { flagRates } from './flagRates.ts'
import { forgetOld } from './forgetOld.ts'
import { replayArrived } from './replayDeadLetters.ts'
import type { Job } from './runJobs.ts'

export interface JobDeps {
  readonly app: Sql
  readonly owner: Sql
  readonly topology: Topology
  readonly queue: Queue
  readonly organisation: Organisation
}

/** How often each job runs. */
export const JOB_EVERY_MS = {
  replay_arrived: 5 * SECOND,
  flag_rates: MINUTE,
  run_models: 5 * SECOND,
  ensure_partitions: HOUR,
  drop_expired: DAY,
  forget_old_letters: HOUR,
} as const

export function jobsOf({ app, owner, topology, queue, organisation }: JobDeps): readonly Job[] {
  const { rawDays, timeZone } = organisation
  return [
    {
      name: 'replay_arrived',
      everyMs: JOB_EVERY_MS.replay_arrived,
      run: async () => void (await replayArrived(app, queue, organisation)),
    },
    { name: 'flag_rates', everyMs: JOB_EVERY_MS.flag_rates, run: async () => void (await flagRates(app)) },
    {
      name: 'run_models',
      everyMs: JOB_EVERY_MS.run_models,
      run: async () => void (await runNextModel(app)),
    },
    {
      name: 'ensure_partitions',
      everyMs: JOB_EVERY_MS.ensure_partitions,
      run: () => ensurePartitions(owner, topology, Date.now(), rawDays),
    },
    {
      name: 'drop_expired',
      everyMs: JOB_EVERY_MS.drop_expired,
      run: () =>
        runSteps([
          () => dropExpiredPartitions(owner, topology, Date.now(), rawDays),
          () => compactSlots(owner, topology, timeZone, Date.now()),
        ]),
    },
    {
      name: 'forget_old_letters',
      everyMs: JOB_EVERY_MS.forget_old_letters,
      run: () => forgetOld(app),
    },
  ]
}
