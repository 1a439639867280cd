import { Gauge, Registry } from 'prom-client'
import type { LoopStatus } from './loopStatus.ts'
import type { PipelineStatus } from './pipelineStatus.ts'
import type { ProcessMetrics } from './processMetrics.ts'

interface PoolLoad {
  readonly inUse: number
  readonly max: number
  readonly waiting: number
}

type Value = readonly [name: string, help: string, value: number]
type Series = readonly [name: string, help: string, label: string, values: readonly (readonly [string, number])[]]

/**
 * Metrics in Prometheus' text format: the seed's list (failure rate, lag, dead letters, oldest waiting event), and this
 * process.
 */
export async function metricsText(status: PipelineStatus, process: ProcessMetrics, pool: PoolLoad): Promise<string> {
  const registry = new Registry()
  const registers = [registry]
  for (const [name, help, value] of [...valuesOf(status), ...poolValues(pool)])
    new Gauge({ name, help, registers }).set(value)
  for (const [name, help, label, values] of [...seriesOf(status), ...loopSeries(status)]) {
    const gauge = new Gauge({ name, help, labelNames: [label], registers })
    for (const [text, value] of values) gauge.set({ [label]: text }, value)
  }
  // prom-client puts a blank line between metrics.
  return `${await registry.metrics()}\n${await process.text()}`.replace(/\n{2,}/g, '\n')
}

function valuesOf(status: PipelineStatus): readonly Value[] {
  const { lastHour, inbox } = status
  const jumps = new Set(status.keyJumps.map(({ keyId }) => keyId))
  return [
    ['bx_processing_lag_seconds', 'Age of the oldest acknowledged event that is not counted yet', status.lagSeconds],
    ['bx_oldest_waiting_event_seconds', 'Age of the oldest envelope in the queue', ageOf(inbox.oldest)],
    ['bx_inbox_waiting', 'Envelopes waiting', inbox.waiting],
    ['bx_inbox_in_flight', 'Envelopes claimed', inbox.inFlight],
    ['bx_deltas_waiting', 'Deltas waiting to be rolled up', status.deltas],
    ['bx_partition_days_ahead', 'Days after today that have partitions; below 2 creating them fails', status.daysAhead],
    [
      'bx_validation_failure_rate',
      'Refused / received, this hour and the one before',
      lastHour.received === 0 ? 0 : lastHour.rejected / lastHour.received,
    ],
    ['bx_key_jumps', 'Write keys that send many times their usual events, this hour or the one before', jumps.size],
    [
      'bx_unaccounted_events',
      'Events of the last 7 days that were acknowledged and are neither counted nor waiting, or are counted twice; alert above 0',
      status.unaccounted,
    ],
  ]
}

function poolValues({ inUse, max, waiting }: PoolLoad): readonly Value[] {
  return [
    ['bx_pool_in_use', 'Queries running in the dashboards’ database pool', inUse],
    ['bx_pool_max', 'Connections of the pool', max],
    ['bx_pool_waiting', 'Queries waiting for a connection of the pool', waiting],
  ]
}

function seriesOf({ deadLetters, lastHour }: PipelineStatus): readonly Series[] {
  const outcomes = ['stored', 'flagged', 'duplicate', 'superseded', 'rejected'] as const
  return [
    [
      ...(['bx_dead_letters', 'Waiting dead letters, by reason', 'reason'] as const),
      deadLetters.map(({ reason, waiting }) => [reason, waiting]),
    ],
    [
      ...(['bx_events_last_hours', 'Events received this hour and the one before, by outcome', 'outcome'] as const),
      outcomes.map((outcome) => [outcome, lastHour[outcome]]),
    ],
  ]
}

/** For each loop. Alert on failures in a row, on an old last success, and on anything set aside. */
function loopSeries({ loops }: PipelineStatus): readonly Series[] {
  const gauges: readonly (readonly [name: string, help: string, value: (loop: LoopStatus) => number])[] = [
    ['bx_loop_waiting', 'Items that are due', ({ waiting }) => waiting],
    ['bx_loop_oldest_seconds', 'Age of the oldest item that is due', ({ oldest_at }) => ageOf(oldest_at)],
    ['bx_loop_failures_in_a_row', 'Failed rounds since the last success', ({ failures_in_a_row }) => failures_in_a_row],
    ['bx_loop_since_success_seconds', 'Time since a round succeeded', ({ last_success_at }) => ageOf(last_success_at)],
    ['bx_set_aside', 'Items that failed each time and were set aside', ({ set_aside }) => set_aside],
  ]
  return gauges.map(([name, help, value]) => [name, help, 'loop', loops.map((loop) => [loop.loop, value(loop)])])
}

/** Seconds since then; 0 if there is no such time. */
function ageOf(at: Date | string | null): number {
  return at === null ? 0 : Math.max(0, (Date.now() - new Date(at).getTime()) / 1000)
}
