import { merchantList } from '@bx/contracts/endpoints/merchantList'
import { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { deepDiveTable, merchantListTable, overviewTable, summaryTable } from '@bx/contracts/tables/exposureTables'
import { addDays } from '../../lib/clock.ts'
import { readMerchantList } from '../../query/merchantList.ts'
import { readMerchantSummary } from '../../query/merchantSummary.ts'
import { readPlacementDeepDive } from '../../query/placementDeepDive.ts'
import { readPlacementOverview } from '../../query/placementOverview.ts'
import type { Answers } from '../answers.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Exposure analytics: placements, merchants, one of each. */
export function mountAnalytics(mounts: Mounts, { sql, organisation }: AppDeps, answers: Answers): void {
  // Sketches are kept as long as the raw rows they are made of.
  const keptFrom = (today: string) => addDays(today, -organisation.rawDays)
  const context = (today: string) => ({ keptFrom: keptFrom(today), currency: organisation.currency })

  mounts.mount(
    placementOverview,
    answers(placementOverview, () => ({
      read: (period, today) => readPlacementOverview(sql, period, keptFrom(today)),
    })),
    { csv: (answer) => overviewTable(answer), asksItself: true },
  )
  mounts.mount(
    merchantList,
    answers(merchantList, ({ query }) => {
      const { q, category, seen, sort, page, size, format } = query
      const ask = { q, category, seen, sort, ...(format === 'csv' ? { page: 1, size: null } : { page, size }) }
      // Each merchant has the day it was last shown, however long ago.
      return { read: (period, today) => readMerchantList(sql, ask, period, context(today)), looksBeyond: true }
    }),
    { csv: merchantListTable, asksItself: true },
  )
  mounts.mount(
    merchantSummary,
    answers(merchantSummary, ({ params }) => ({
      read: (period, today) => readMerchantSummary(sql, params.merchant_id, period, context(today)),
    })),
    { csv: (answer) => summaryTable(answer), asksItself: true },
  )
  mounts.mount(
    placementDeepDive,
    answers(placementDeepDive, ({ params }) => ({
      read: (period, today) => readPlacementDeepDive(sql, params.placement_id, period, keptFrom(today)),
    })),
    { csv: deepDiveTable, asksItself: true },
  )
}
