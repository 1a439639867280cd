import { UNATTRIBUTED_LABELS } from '@bx/contracts/metrics/unattributed'
import { showMoney } from '@bx/contracts/showMoney'
import type { PerformanceMeta, Scorecard } from '../lib/endpoints.ts'
import { count, credit, sumMoney } from '../lib/formats.ts'
import { readMoney } from '../lib/readMoney.ts'

/** Events without a placement: attributed + unattributed = all. */
export function Unattributed(props: {
  readonly totals: Pick<
    Scorecard['data']['totals'],
    'clicks' | 'conversions' | 'total_revenue' | 'repeated_clicks' | 'unattributed'
  >
  readonly meta: PerformanceMeta
}) {
  const { totals, meta } = props
  const { unattributed: nowhere } = totals
  if (meta.model === 'any_touch') {
    return (
      <>
        Under any touch a sale counts in every placement that touched it, and once in the total. <b>Without a touch</b>{' '}
        {credit(nowhere.conversions)} sales, {sumMoney(nowhere.total_revenue, meta.currency)}
        {reasonsOf(nowhere)}
      </>
    )
  }
  return (
    <>
      <b>Sales</b> {credit(totals.conversions + nowhere.conversions)} = <b>attributed</b> {credit(totals.conversions)} +{' '}
      <b>unattributed</b> {credit(nowhere.conversions)}
      {reasonsOf(nowhere)}; <b>commission</b>{' '}
      {showMoney(readMoney(totals.total_revenue) + readMoney(nowhere.total_revenue), meta.currency)} ={' '}
      {sumMoney(totals.total_revenue, meta.currency)} + {sumMoney(nowhere.total_revenue, meta.currency)};{' '}
      <b>clicks not matched to an impression</b> {count(nowhere.clicks)}; <b>repeated clicks, counted once</b>{' '}
      {count(totals.repeated_clicks)}
    </>
  )
}

/** " (2: their click was never received; 1: …)": the reasons of the sales. */
export function reasonsOf({ reasons }: Pick<Scorecard['data']['totals']['unattributed'], 'reasons'>): string {
  if (reasons.length === 0) return ''
  return ` (${reasons.map(({ reason, conversions }) => `${credit(conversions)}: ${UNATTRIBUTED_LABELS[reason]}`).join('; ')})`
}
