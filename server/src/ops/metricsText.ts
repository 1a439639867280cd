import type { LoopStatus } from './loopStatus.ts'
import type { PipelineStatus } from './pipelineStatus.ts'

/** Counts of this process since it started. */
export class ProcessMetrics {
  readonly #counters = new Map<string, number>()
  readonly #latencies = new Map<string, { buckets: number[]; sum: number; count: number }>()

  count(name: string, labels: Readonly<Record<string, string>>, by = 1): void {
    const key = series(name, labels)
    this.#counters.set(key, (this.#counters.get(key) ?? 0) + by)
  }

  observe(name: string, seconds: number): void {
    let latency = this.#latencies.get(name)
    if (latency === undefined) {
      latency = { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 }
      this.#latencies.set(name, latency)
    }
    latency.sum += seconds
    latency.count++
    BUCKETS.forEach((limit, i) => {
      if (seconds <= limit) latency.buckets[i]!++
    })
  }

  /** Sum of a counter's series, and of those whose labels hold `label`. */
  total(name: string, label = ''): number {
    let sum = 0
    for (const [key, value] of this.#counters) if (key.startsWith(`${name}{`) && key.includes(label)) sum += value
    return sum
  }

  /** Upper limit of the bucket that holds the quantile, seconds; null before the first, Infinity beyond the last. */
  quantile(name: string, share: number): number | null {
    const latency = this.#latencies.get(name)
    if (latency === undefined) return null
    const at = latency.buckets.findIndex((n) => n >= share * latency.count)
    return at < 0 ? Number.POSITIVE_INFINITY : BUCKETS[at]!
  }

  lines(): string[] {
    const lines = [...this.#counters].map(([key, value]) => `${key} ${value}`)
    for (const [name, { buckets, sum, count }] of this.#latencies) {
      buckets.forEach((n, i) => {
        lines.push(`${name}_bucket{le="${BUCKETS[i]}"} ${n}`)
      })
      lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`)
    }
    return lines
  }
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Prometheus' text format: the seed's list (failure rate, lag, dead letters, oldest waiting event), and this process. */
export function metricsText(
  status: PipelineStatus,
  process: ProcessMetrics,
  pool: { readonly inUse: number; readonly max: number; readonly waiting: number },
): string {
  const { lastHour } = status
  const oldestSeconds = status.inbox.oldest === null ? 0 : (Date.now() - status.inbox.oldest.getTime()) / 1000
  const lines = [
    ...gauge(
      'bx_processing_lag_seconds',
      'Age of the oldest acknowledged event that is not counted yet',
      status.lagSeconds,
    ),
    ...gauge('bx_oldest_waiting_event_seconds', 'Age of the oldest envelope in the queue', Math.max(0, oldestSeconds)),
    ...gauge('bx_inbox_waiting', 'Envelopes waiting', status.inbox.waiting),
    ...gauge('bx_inbox_in_flight', 'Envelopes claimed', status.inbox.inFlight),
    ...gauge('bx_deltas_waiting', 'Deltas waiting to be folded', status.deltas),
    ...gauge(
      'bx_partition_days_ahead',
      'Days after today that have partitions; below 2 their making fails',
      status.daysAhead,
    ),
    ...gauge(
      'bx_validation_failure_rate',
      'Refused / received, this hour and the one before',
      lastHour.received === 0 ? 0 : lastHour.rejected / lastHour.received,
    ),
    ...loopLines(status),
    ...gauge(
      'bx_key_jumps',
      'Write keys that send many times their usual events, this hour or the one before',
      new Set(status.keyJumps.map(({ keyId }) => keyId)).size,
    ),
    '# HELP bx_dead_letters Refused events that wait, by reason',
    '# TYPE bx_dead_letters gauge',
    ...status.deadLetters.map(({ reason, waiting }) => `${series('bx_dead_letters', { reason })} ${waiting}`),
    ...gauge(
      'bx_unaccounted_events',
      'Events of the last 7 days that were acknowledged and are neither counted nor waiting, or are counted twice; alert above 0',
      status.unaccounted,
    ),
    '# HELP bx_events_last_hours Events received this hour and the one before, by outcome',
    '# TYPE bx_events_last_hours gauge',
    ...(['stored', 'flagged', 'duplicate', 'superseded', 'rejected'] as const).map(
      (outcome) => `${series('bx_events_last_hours', { outcome })} ${lastHour[outcome]}`,
    ),
    ...gauge('bx_pool_in_use', 'Questions being answered by the dashboards’ database pool', pool.inUse),
    ...gauge('bx_pool_max', 'Questions the pool answers at a time', pool.max),
    ...gauge('bx_pool_waiting', 'Questions that wait for the pool', pool.waiting),
    ...process.lines(),
  ]
  return `${lines.join('\n')}\n`
}

/** Of each loop: alert on failures in a row, on a success that lies back, and on anything set aside. */
function loopLines({ loops }: PipelineStatus): string[] {
  const ageOf = (at: string | null) => (at === null ? 0 : Math.max(0, (Date.now() - Date.parse(at)) / 1000))
  const gauges: readonly (readonly [name: string, help: string, value: (loop: LoopStatus) => number])[] = [
    ['bx_loop_waiting', 'Items that are due', ({ waiting }) => waiting],
    ['bx_loop_oldest_seconds', 'Age of the oldest item that is due', ({ oldest_at }) => ageOf(oldest_at)],
    ['bx_loop_failures_in_a_row', 'Failed rounds since the last success', ({ failures_in_a_row }) => failures_in_a_row],
    ['bx_loop_since_success_seconds', 'Time since a round succeeded', ({ last_success_at }) => ageOf(last_success_at)],
    ['bx_set_aside', 'Items that failed each time and were put apart', ({ set_aside }) => set_aside],
  ]
  return gauges.flatMap(([name, help, value]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...loops.map((loop) => `${series(name, { loop: loop.loop })} ${value(loop)}`),
  ])
}

function gauge(name: string, help: string, value: number): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`]
}

function series(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value.replace(/["\\\n]/g, ' ')}"`)
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`
}
