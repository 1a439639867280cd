import { UNATTRIBUTED_LABELS } from '@bx/contracts/metrics/unattributed'
import { showMoney } from '@bx/contracts/showMoney'
import type { PerformanceMeta, Scorecard } from '../lib/endpoints.ts'
import { count, credit, sumMoney } from '../lib/formats.ts'
import { readMoney } from '../lib/readMoney.ts'
import { texts } from './strings.ts'

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
        {texts.underAnyTouchASale} <b>{texts.withoutATouch}</b>{' '}
        {texts.salesOf(credit(nowhere.conversions), sumMoney(nowhere.total_revenue, meta.currency), reasonsOf(nowhere))}
      </>
    )
  }
  return (
    <>
      <b>{texts.sales}</b> {credit(totals.conversions + nowhere.conversions)} = <b>{texts.attributed}</b>{' '}
      {credit(totals.conversions)} + <b>{texts.unattributed}</b> {credit(nowhere.conversions)}
      {reasonsOf(nowhere)}; <b>{texts.commission}</b>{' '}
      {showMoney(readMoney(totals.total_revenue) + readMoney(nowhere.total_revenue), meta.currency)} ={' '}
      {sumMoney(totals.total_revenue, meta.currency)} + {sumMoney(nowhere.total_revenue, meta.currency)};{' '}
      <b>{texts.clicksNotMatched}</b> {count(nowhere.clicks)}; <b>{texts.repeatedClicksCountedOnce}</b>{' '}
      {count(totals.repeated_clicks)}
    </>
  )
}

/** " (2: their click was never received; 1: …)": the reasons of the sales. */
export function reasonsOf({ reasons }: Pick<Scorecard['data']['totals']['unattributed'], 'reasons'>): string {
  if (reasons.length === 0) return ''
  return ` (${reasons.map(({ reason, conversions }) => `${credit(conversions)}: ${UNATTRIBUTED_LABELS[reason]}`).join('; ')})`
}
