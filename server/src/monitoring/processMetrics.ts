import { Counter, Histogram, Registry } from 'prom-client'

const COUNTERS = {
  bx_api_requests_total: { label: 'status', help: 'Requests of dashboards, by class of status' },
  bx_connections_refused_total: { label: 'reason', help: 'Connections closed immediately' },
  bx_http_errors_total: { label: 'code', help: 'Refused and failed requests, by error code' },
  bx_ingest_events_total: { label: 'result', help: 'Events received, by outcome on receipt' },
} as const
const HISTOGRAMS = {
  bx_api_request_seconds: 'Time to answer a request of a dashboard',
  bx_ingest_ack_seconds: 'Time from the request to the acknowledgement of its events',
} as const
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type CounterName = keyof typeof COUNTERS
export type HistogramName = keyof typeof HISTOGRAMS

/** Counts and times of this process since it started; Prometheus adds up several processes. */
export class ProcessMetrics {
  readonly #registry = new Registry()
  readonly #counters = mapOf(
    COUNTERS,
    ({ label, help }, name) => new Counter({ name, help, labelNames: [label], registers: [this.#registry] }),
  )
  readonly #histograms = mapOf(
    HISTOGRAMS,
    (help, name) => new Histogram({ name, help, buckets: BUCKETS, registers: [this.#registry] }),
  )

  count(name: CounterName, labels: Readonly<Record<string, string>>, by = 1): void {
    this.#counters[name].inc(labels, by)
  }

  observe(name: HistogramName, seconds: number): void {
    this.#histograms[name].observe(seconds)
  }

  /** Sum of a counter's series, or of those with this label. */
  async total(name: CounterName, label?: string): Promise<number> {
    const { values } = await this.#counters[name].get()
    return values.reduce(
      (sum, { labels, value }) => (label === undefined || Object.values(labels).includes(label) ? sum + value : sum),
      0,
    )
  }

  /** Upper limit of the bucket with the quantile, seconds; null before the first, Infinity beyond the last. */
  async quantile(name: HistogramName, share: number): Promise<number | null> {
    const { values } = await this.#histograms[name].get()
    const buckets = values.filter(({ metricName }) => metricName === `${name}_bucket`)
    const count = values.find(({ metricName }) => metricName === `${name}_count`)?.value ?? 0
    if (count === 0) return null
    const limit = buckets.find(({ value }) => value >= share * count)!.labels.le
    return limit === '+Inf' ? Number.POSITIVE_INFINITY : Number(limit)
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }
}

function mapOf<K extends string, V, R>(table: Readonly<Record<K, V>>, make: (value: V, name: K) => R): Record<K, R> {
  return Object.fromEntries(Object.entries<V>(table).map(([name, value]) => [name, make(value, name as K)])) as Record<
    K,
    R
  >
}
