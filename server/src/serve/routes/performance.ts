import { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'
import { labOf, resultsOf } from '@bx/contracts/metrics/attributionLab'
import { labTable } from '@bx/contracts/tables/labTable'
import { benchmarkTable, scorecardTable, touchesTable } from '@bx/contracts/tables/performanceTables'
import { listModelRuns } from '../../attribution/modelRuns.ts'
import { readConversionPaths } from '../../query/conversionPaths.ts'
import { findMerchant } from '../../query/findMerchant.ts'
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
      csv: async (answer, { query: { table, merchant_id: merchantId = null, placement_id: passed } }) => {
        if (table === 'touches') return touchesTable(answer)
        const { start, end } = answer.meta
        const id = merchantId && (await findMerchant(sql, merchantId)).merchant_id
        const runs = await listModelRuns({ sql, currency }, { merchantId: id, start, end })
        return labTable(answer, labOf(answer, resultsOf(runs, answer, passed !== undefined)))
      },
      asksItself: true,
    },
  )
  mounts.mount(readThresholds, async () => ({ data: await readPerformanceThresholds(sql, currency) }))
  mounts.mount(writeThresholds, async ({ body, principal }) => ({
    data: await writePerformanceThresholds(sql, { actor: principal.email, currency }, body),
  }))
}
