import type { PerformanceMeta, Scorecard } from '../../lib/endpoints.ts'
import { count, credit, sumMoney } from '../../lib/formats.ts'

/** What no placement got: attributed + unattributed = everything. */
export function Unattributed(props: {
  readonly totals: Pick<Scorecard['data']['totals'], 'clicks' | 'conversions' | 'total_revenue' | 'unattributed'>
  readonly meta: PerformanceMeta
}) {
  const { totals, meta } = props
  const { unattributed: nowhere } = totals
  if (meta.model === 'any_touch') {
    return (
      <>
        Under any touch a sale counts in every placement it touched: placements do not add up. <b>Without a touch</b>{' '}
        {credit(nowhere.conversions)} sales, {sumMoney(nowhere.total_revenue, meta.currency)}
      </>
    )
  }
  return (
    <>
      <b>Sales</b> {credit(totals.conversions + nowhere.conversions)} = <b>attributed</b> {credit(totals.conversions)} +{' '}
      <b>unattributed</b> {credit(nowhere.conversions)}; <b>commission</b>{' '}
      {sumMoney(totals.total_revenue + nowhere.total_revenue, meta.currency)} ={' '}
      {sumMoney(totals.total_revenue, meta.currency)} + {sumMoney(nowhere.total_revenue, meta.currency)};{' '}
      <b>clicks without an exposure</b> {count(nowhere.clicks)}
    </>
  )
}
