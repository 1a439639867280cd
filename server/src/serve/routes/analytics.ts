import type { RangeQuery } from '@bx/contracts/endpoints/common'
import { merchantList } from '@bx/contracts/endpoints/merchantList'
import { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import { addDays, MINUTE, SECOND } from '../../lib/clock.ts'
import type { Gate } from '../../lib/gate.ts'
import { readMerchantList } from '../../query/merchantList.ts'
import { readMerchantSummary } from '../../query/merchantSummary.ts'
import { localNow, type Period, resolvePeriod } from '../../query/period.ts'
import { readPlacementDeepDive } from '../../query/placementDeepDive.ts'
import { readPlacementOverview } from '../../query/placementOverview.ts'
import type { AppDeps } from '../app.ts'
import type { AnswerCache } from '../cache.ts'
import type { Mounts } from '../mount.ts'
import { deepDiveCsv, merchantListCsv, overviewCsv, summaryCsv } from './analyticsCsv.ts'

/** Lets a bounded number of questions reach the database at a time. */
export type Ask = Gate

/** Answers that include today are at most this old; closed ranges change only by late events and corrections. */
const [OPEN_TTL, CLOSED_TTL] = [SECOND, 5 * MINUTE]

export function mountAnalytics(
  mounts: Mounts,
  { sql, now, organisation }: AppDeps,
  ask: Ask,
  cache: AnswerCache,
): void {
  const answer = <T>(name: string, query: RangeQuery, read: (period: Period) => Promise<T>): Promise<T> => {
    const period = resolvePeriod(query, organisation.timeZone, now())
    const key = [name, period.start, period.end, query.traffic, query.compare].join(' ')
    const ttl = ttlOf(period, now())
    return cache.get(key, ttl, () => ask(() => read(period)))
  }
  // Sketches live as long as the raw rows they are made of.
  const keptFrom = () => addDays(localNow(now(), organisation.timeZone).day, -organisation.rawDays)

  mounts.mount(
    placementOverview,
    ({ query }) => answer('overview', query, (period) => readPlacementOverview(sql, period, keptFrom())),
    { csv: overviewCsv },
  )
  mounts.mount(
    merchantList,
    ({ query }) => {
      const { q, seen, sort, page, size, format } = query
      const ask = { q, seen, sort, ...(format === 'csv' ? { page: 1, size: null } : { page, size }) }
      return answer(`merchants ${JSON.stringify(ask)}`, query, (period) =>
        readMerchantList(sql, ask, period, keptFrom()),
      )
    },
    { csv: merchantListCsv },
  )
  mounts.mount(
    merchantSummary,
    ({ params, query }) =>
      answer(`merchant ${params.merchant_id}`, query, (period) =>
        readMerchantSummary(sql, params.merchant_id, period, keptFrom()),
      ),
    { csv: summaryCsv },
  )
  mounts.mount(
    placementDeepDive,
    ({ params, query }) =>
      answer(`placement ${params.placement_id}`, query, (period) =>
        readPlacementDeepDive(sql, params.placement_id, period, keptFrom()),
      ),
    { csv: deepDiveCsv },
  )
}

/** A range that ended less than three days ago still takes late events. */
function ttlOf(period: Period, now: number): number {
  return now - Date.parse(period.end) > 4 * 24 * 60 * MINUTE ? CLOSED_TTL : OPEN_TTL
}
