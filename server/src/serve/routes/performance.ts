import { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'
import * as thresholds from '../../ops/thresholds.ts'
import { readConversionPaths } from '../../query/conversionPaths.ts'
import { readMerchantBenchmark } from '../../query/merchantBenchmark.ts'
import { readPlacementScorecard } from '../../query/placementScorecard.ts'
import type { Answers } from '../answers.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'
import { benchmarkCsv, pathsCsv, scorecardCsv } from './performanceCsv.ts'

/** What works: scorecard, benchmarking, paths, and the thresholds they are judged by. */
export function mountPerformance(mounts: Mounts, { sql, organisation }: AppDeps, answers: Answers): void {
  const { currency } = organisation
  mounts.mount(
    placementScorecard,
    answers(placementScorecard, ({ query: { model } }) => ({
      read: (period, today) => readPlacementScorecard(sql, period, { model, today, currency }),
    })),
    { csv: scorecardCsv, asksItself: true },
  )
  mounts.mount(
    merchantBenchmark,
    answers(merchantBenchmark, ({ params, query: { model } }) => ({
      read: (period, today) => readMerchantBenchmark(sql, params.merchant_id, period, { model, today, currency }),
    })),
    { csv: benchmarkCsv, asksItself: true },
  )
  mounts.mount(
    conversionPaths,
    answers(conversionPaths, ({ query }) => ({
      read: (period, today) =>
        readConversionPaths(sql, { merchantId: query.merchant_id, placementId: query.placement_id }, period, {
          today,
          currency,
        }),
    })),
    { csv: pathsCsv, asksItself: true },
  )
  mounts.mount(readThresholds, async () => ({ data: await thresholds.readThresholds(sql) }))
  mounts.mount(writeThresholds, async ({ body, staff }) => ({
    data: await thresholds.writeThresholds(sql, staff!.email, body),
  }))
}
