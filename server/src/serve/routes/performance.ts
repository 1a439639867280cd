import type { RangeQuery } from '@bx/contracts/endpoints/common'
import { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import { listModelRuns, startModelRun } from '@bx/contracts/endpoints/modelRuns'
import { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'
import type { Model } from '@bx/contracts/metrics/creditModels'
import { SECOND } from '../../lib/clock.ts'
import type { Gate } from '../../lib/gate.ts'
import { audit } from '../../ops/audit.ts'
import * as modelRuns from '../../ops/modelRuns.ts'
import * as thresholds from '../../ops/thresholds.ts'
import { readConversionPaths } from '../../query/conversionPaths.ts'
import { findMerchant } from '../../query/findMerchant.ts'
import { readMerchantBenchmark } from '../../query/merchantBenchmark.ts'
import { localNow, type Period, resolvePeriod } from '../../query/period.ts'
import { type PerformanceContext, readPlacementScorecard } from '../../query/placementScorecard.ts'
import type { AppDeps } from '../app.ts'
import type { AnswerCache } from '../cache.ts'
import type { Mounts } from '../mount.ts'
import { benchmarkCsv, pathsCsv, scorecardCsv } from './performanceCsv.ts'

/** Sales may change any day of the last weeks, and thresholds the colours: answers are kept for a second only. */
const TTL = SECOND

/** What works: scorecard, benchmarking, paths, and the thresholds they are judged by. */
export function mountPerformance(
  mounts: Mounts,
  { sql, now, organisation }: AppDeps,
  ask: Gate,
  cache: AnswerCache,
): void {
  const { timeZone, currency } = organisation
  const answer = <T>(
    name: string,
    query: RangeQuery & { model?: Model },
    read: (period: Period, context: PerformanceContext) => Promise<T>,
  ): Promise<T> => {
    const period = resolvePeriod(query, timeZone, now())
    const context = { model: query.model ?? 'last_touch', today: localNow(now(), timeZone).day, currency }
    const key = [name, context.model, period.start, period.end, query.traffic, query.compare].join(' ')
    return cache.get(key, TTL, () => ask(() => read(period, context)))
  }
  mounts.mount(
    placementScorecard,
    ({ query }) => answer('scorecard', query, (period, context) => readPlacementScorecard(sql, period, context)),
    { csv: scorecardCsv },
  )
  mounts.mount(
    merchantBenchmark,
    ({ params, query }) =>
      answer(`benchmark ${params.merchant_id}`, query, (period, context) =>
        readMerchantBenchmark(sql, params.merchant_id, period, context),
      ),
    { csv: benchmarkCsv },
  )
  mounts.mount(
    conversionPaths,
    ({ query }) =>
      answer(`paths ${query.merchant_id ?? ''} ${query.placement_id ?? ''}`, query, (period, context) =>
        readConversionPaths(sql, { merchantId: query.merchant_id, placementId: query.placement_id }, period, context),
      ),
    { csv: pathsCsv },
  )
  const merchantIdOf = async (idOrRef: string | null | undefined) =>
    idOrRef == null ? null : (await findMerchant(sql, idOrRef)).merchant_id
  mounts.mount(startModelRun, async ({ body, staff }) => {
    const request = { model: body.model, merchantId: await merchantIdOf(body.merchant_id), requestedBy: staff!.email }
    const days = { start: body.start_date, end: body.end_date }
    const run = await sql.begin(async (tx) => {
      const asked = await modelRuns.requestModelRun(tx, { ...request, ...days })
      await audit(tx, { actor: staff!.email, action: 'startModelRun', target: asked.run_id, details: body })
      return asked
    })
    return { data: run }
  })
  mounts.mount(listModelRuns, async ({ query }) => ({
    data: await modelRuns.listModelRuns(sql, await merchantIdOf(query.merchant_id)),
  }))
  mounts.mount(readThresholds, async () => ({ data: await thresholds.readThresholds(sql) }))
  mounts.mount(writeThresholds, async ({ body, staff }) => ({
    data: await thresholds.writeThresholds(sql, staff!.email, body),
  }))
}
