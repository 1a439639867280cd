import { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'
import { benchmarkTable, modelsTable, scorecardTable, touchesTable } from '@bx/contracts/tables/performanceTables'
import { readConversionPaths } from '../../query/conversionPaths.ts'
import { readMerchantBenchmark } from '../../query/merchantBenchmark.ts'
import { readPlacementScorecard } from '../../query/placementScorecard.ts'
import { readPerformanceThresholds, writePerformanceThresholds } from '../../settings/performanceThresholds.ts'
import type { Answers } from '../answers.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Performance: scorecard, benchmarking, paths, and the thresholds for both. */
export function mountPerformance(mounts: Mounts, { sql, organisation }: AppDeps, answers: Answers): void {
  const { currency } = organisation
  mounts.mount(
    placementScorecard,
    answers(placementScorecard, ({ query: { model } }) => ({
      read: (period, today) => readPlacementScorecard(sql, period, { model, today, currency }),
    })),
    { csv: (answer) => scorecardTable(answer), asksItself: true },
  )
  mounts.mount(
    merchantBenchmark,
    answers(merchantBenchmark, ({ params, query: { model } }) => ({
      read: (period, today) => readMerchantBenchmark(sql, params.merchant_id, period, { model, today, currency }),
    })),
    { csv: (answer) => benchmarkTable(answer), asksItself: true },
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
    {
      csv: (answer, { query }) => (query.table === 'models' ? modelsTable(answer) : touchesTable(answer)),
      asksItself: true,
    },
  )
  mounts.mount(readThresholds, async () => ({ data: await readPerformanceThresholds(sql, currency) }))
  mounts.mount(writeThresholds, async ({ body, principal }) => ({
    data: await writePerformanceThresholds(sql, { actor: principal.email, currency }, body),
  }))
}
