import { liveEvents } from '@bx/contracts/endpoints/liveEvents'
import {
  healthz,
  listDeadLetters,
  opsStatus,
  readyz,
  replayDeadLetters as replayEndpoint,
} from '@bx/contracts/endpoints/operations'
import { AppError } from '../../lib/errors.ts'
import type { Gate } from '../../lib/gate.ts'
import { audit } from '../../ops/audit.ts'
import { readDeadLetters } from '../../ops/deadLetters.ts'
import { readJobs } from '../../ops/jobStatus.ts'
import { readLiveEvents } from '../../ops/liveEvents.ts'
import { metricsText, type ProcessMetrics } from '../../ops/metricsText.ts'
import { notingReads } from '../../ops/noteReads.ts'
import { readPipelineStatus } from '../../ops/pipelineStatus.ts'
import { rehearseReplay } from '../../ops/rehearseReplay.ts'
import { replayDeadLetters } from '../../ops/replayDeadLetters.ts'
import { openProcess } from '../../process/openProcess.ts'
import type { ProcessContext } from '../../process/processBatch.ts'
import { LEAST_DAYS_AHEAD } from '../../store/partitions.ts'
import { detectTopology } from '../../store/topology/open.ts'
import type { AppDeps } from '../app.ts'
import type { MetricsText } from '../metrics.ts'
import type { Handler, Mounts } from '../mount.ts'
import { readiness } from '../readiness.ts'

/** Machines share the places of one person. */
const MACHINES = 'machines'

/** What machines ask. */
export function mountHealth(mounts: Mounts, { sql }: AppDeps): void {
  const isReady = readiness(sql)
  mounts.mount(healthz, async () => ({ status: 'ok' as const }))
  mounts.mount(readyz, async () => {
    if (!(await isReady())) throw new AppError('not_ready')
    return { status: 'ready' as const }
  })
}

/** Read from the database each time it is called. */
export function metricsTextOf({ sql, metrics }: AppDeps, ask: Gate): MetricsText {
  return async () => metricsText(await ask(MACHINES, () => readPipelineStatus(sql)), metrics, ask.load())
}

/** What people ask. */
export function mountOperations(mounts: Mounts, deps: AppDeps, ask: Gate): void {
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
        api: apiHealth(deps.metrics),
        // Without this question.
        pool: { in_use: inUse - 1, max, waiting },
        jobs,
      },
    }
  })
  const noteRead = notingReads(sql)
  const readLetters: Handler<typeof listDeadLetters> = async ({ query, staff }) => {
    await noteRead(staff!.email, 'listDeadLetters', 'dead_letter_events', query)
    return readDeadLetters(sql, query, organisation)
  }
  mounts.mount(listDeadLetters, readLetters, {
    csv: ({ data }) => ({
      name: 'dead-letters',
      columns: ['dead_letter_id', 'received_at', 'kind', 'reason', 'message', 'event_id', 'key_id', 'replayed_at'],
      rows: data.rows.map((row) => [
        row.dead_letter_id,
        row.received_at,
        row.kind,
        row.reason,
        row.message,
        row.event_id,
        row.key_id,
        row.replayed_at,
      ]),
    }),
  })
  mounts.mount(replayEndpoint, async ({ body, staff }) => {
    const filter = {
      ...(body.dead_letter_ids ? { deadLetterIds: body.dead_letter_ids } : {}),
      ...(body.reason === undefined ? {} : { reason: body.reason }),
    }
    if (body.dry_run) {
      return { data: await rehearseReplay(await openRehearsal(deps), filter, organisation) }
    }
    // Before it: the queue may be another system, so that no transaction holds both.
    await audit(sql, { actor: staff!.email, action: 'replayDeadLetters', target: 'dead_letter_events', details: body })
    const result = await replayDeadLetters(sql, deps.queue, filter, organisation)
    return { data: { ...result, results: [] } }
  })
}

/** The view of a worker that has just begun: what was created a moment ago counts. */
async function openRehearsal({ sql, organisation, failpoint }: AppDeps): Promise<ProcessContext> {
  const { timeZone, rawDays } = organisation
  return openProcess({ sql, topology: await detectTopology(sql), timeZone, rawDays, failpoint })
}

/** Of this process since it started; Prometheus adds up what several report. */
function apiHealth(metrics: ProcessMetrics) {
  const requests = metrics.total('bx_api_requests_total')
  const p95 = metrics.quantile('bx_api_request_seconds', 0.95)
  return {
    requests,
    error_rate: requests === 0 ? null : metrics.total('bx_api_requests_total', '5xx') / requests,
    p95_seconds_at_most: p95 === null || !Number.isFinite(p95) ? null : p95,
  }
}
