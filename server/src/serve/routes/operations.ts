import { liveEvents } from '@bx/contracts/endpoints/liveEvents'
import {
  healthz,
  listDeadLetters,
  opsStatus,
  readyz,
  replayDeadLetters as replayEndpoint,
} from '@bx/contracts/endpoints/operations'
import { deadLettersTable } from '@bx/contracts/tables/operationsTables'
import { audit } from '../../accounts/audit.ts'
import { recordingReads } from '../../accounts/recordReads.ts'
import { dryRunReplay } from '../../deadLetters/dryRunReplay.ts'
import { readDeadLetters } from '../../deadLetters/readDeadLetters.ts'
import { replayDeadLetters } from '../../deadLetters/replayDeadLetters.ts'
import { LEAST_DAYS_AHEAD } from '../../facts/partitions.ts'
import { detectTopology } from '../../facts/topology/open.ts'
import { readJobs } from '../../jobs/jobStatus.ts'
import type { ConnectionLimiter } from '../../lib/connectionLimiter.ts'
import { AppError } from '../../lib/errors.ts'
import { metricsText } from '../../monitoring/metricsText.ts'
import { readPipelineStatus } from '../../monitoring/pipelineStatus.ts'
import type { ProcessMetrics } from '../../monitoring/processMetrics.ts'
import { openProcess } from '../../process/openProcess.ts'
import type { ProcessContext } from '../../process/processContext.ts'
import { readLiveEvents } from '../../query/liveEvents.ts'
import type { AppDeps } from '../appDeps.ts'
import type { MetricsText } from '../metrics.ts'
import type { Handler, Mounts } from '../mount.ts'
import { readiness } from '../readiness.ts'

/** Machines share the limit of one person. */
const MACHINES = 'machines'

/** Endpoints for machines. */
export function mountHealth(mounts: Mounts, { sql }: AppDeps): void {
  const isReady = readiness(sql)
  mounts.mount(healthz, async () => ({ status: 'ok' as const }))
  mounts.mount(readyz, async () => {
    if (!(await isReady())) throw new AppError('not_ready')
    return { status: 'ready' as const }
  })
}

/** Reads the database on each call. */
export function metricsTextOf({ sql, metrics }: AppDeps, ask: ConnectionLimiter): MetricsText {
  return async () => metricsText(await ask(MACHINES, () => readPipelineStatus(sql)), metrics, ask.load())
}

/** Endpoints for people. */
export function mountOperations(mounts: Mounts, deps: AppDeps, ask: ConnectionLimiter): void {
  const { sql } = deps
  const { organisation } = deps
  mounts.mount(liveEvents, async ({ query }) => ({ data: await readLiveEvents(sql, query.key_id) }))
  mounts.mount(opsStatus, async () => {
    const { inUse, max, waiting } = ask.load()
    const [status, jobs] = await Promise.all([readPipelineStatus(sql), readJobs(sql, deps.organisation.timeZone)])
    const { received, rejected } = status.lastHour
    return {
      data: {
        complete_to: status.completeTo.toISOString(),
        processing_lag_seconds: status.lagSeconds,
        inbox: {
          waiting: status.inbox.waiting,
          in_flight: status.inbox.inFlight,
          oldest_received_at: status.inbox.oldest?.toISOString() ?? null,
        },
        deltas_waiting: status.deltas,
        set_aside: { ...status.setAside, since: status.setAside.since?.toISOString() ?? null },
        loops: [...status.loops],
        partitions: { days_ahead: status.daysAhead, low: status.daysAhead < LEAST_DAYS_AHEAD },
        dead_letters: status.deadLetters.map(({ reason, waiting, oldest }) => ({
          reason,
          waiting,
          oldest_received_at: oldest.toISOString(),
        })),
        key_jumps: status.keyJumps.map(({ keyId, name, hour, events, usual }) => ({
          ...{ key_id: keyId, name, hour: hour.toISOString(), events, usual_events: usual },
        })),
        validation_failure_rate: received === 0 ? null : rejected / received,
        last_hour: status.lastHour,
        unaccounted_events: status.unaccounted,
        api: await apiHealth(deps.metrics),
        // Without the connection of this query.
        pool: { in_use: inUse - 1, max, waiting },
        jobs,
      },
    }
  })
  const recordRead = recordingReads(sql)
  const handleList: Handler<typeof listDeadLetters> = async ({ query, principal }) => {
    const { for: _, total: __, ...asked } = query
    await recordRead(principal.email, 'listDeadLetters', 'dead_letter_events', asked)
    return readDeadLetters(sql, query, organisation)
  }
  mounts.mount(listDeadLetters, handleList, { csv: deadLettersTable })
  mounts.mount(replayEndpoint, async ({ body, principal }) => {
    const filter = {
      ...(body.dead_letter_ids ? { deadLetterIds: body.dead_letter_ids } : {}),
      ...(body.reason === undefined ? {} : { reason: body.reason }),
    }
    if (body.dry_run) {
      return { data: await dryRunReplay(await openDryRun(deps), filter, organisation) }
    }
    // Before the replay: the queue may be another system, and no transaction can cover both.
    await audit(sql, {
      actor: principal.email,
      action: 'replayDeadLetters',
      target: 'dead_letter_events',
      details: body,
    })
    const result = await replayDeadLetters(sql, deps.queue, filter, organisation)
    return { data: { ...result, results: [] } }
  })
}

/** Starts with an empty cache, like a new worker, so that rows created just now count. */
async function openDryRun({ sql, organisation, failpoint }: AppDeps): Promise<ProcessContext> {
  const { timeZone, rawDays } = organisation
  return openProcess({ sql, topology: await detectTopology(sql), timeZone, rawDays, failpoint })
}

/** Of this process since it started; Prometheus adds up several processes. */
async function apiHealth(metrics: ProcessMetrics) {
  const requests = await metrics.total('bx_api_requests_total')
  const p95 = await metrics.quantile('bx_api_request_seconds', 0.95)
  return {
    requests,
    error_rate: requests === 0 ? null : (await metrics.total('bx_api_requests_total', '5xx')) / requests,
    p95_seconds_at_most: p95 === null || !Number.isFinite(p95) ? null : p95,
  }
}
