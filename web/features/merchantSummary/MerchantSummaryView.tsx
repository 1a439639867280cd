'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS, type MerchantSummary } from '../../lib/endpoints.ts'
import { count, days } from '../../lib/formats.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { carriedQuery, rangeQuery } from '../../lib/viewState.ts'
import { BarList } from '../../ui/BarList.tsx'
import { ChartCard } from '../../ui/ChartCard.tsx'
import { DailyCard } from '../../ui/DailyCard.tsx'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import { FrequencyCard } from '../../ui/FrequencyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { Report } from '../../ui/Report.tsx'
import { ReportActions } from '../../ui/ReportActions.tsx'
import { EmptyState } from '../../ui/States.tsx'
import classes from '../../ui/ui.module.css'
import { answerOf } from './answer.ts'
import { FunnelCard } from './FunnelCard.tsx'
import { kpisOf } from './kpis.ts'
import { PlacementsTable } from './PlacementsTable.tsx'

/** What did this merchant get? */
export function MerchantSummaryView() {
  const [state, set] = useViewState()
  const id = useChosenMerchant()
  const result = useReport(ENDPOINTS.merchantSummary, { params: { merchant_id: id } })
  const csv = urlOf(ENDPOINTS.merchantSummary, { ...rangeQuery(state), format: 'csv' }, { merchant_id: id ?? '' })
  return (
    <Report
      result={result}
      what="This merchant"
      crumb={
        <>
          <Link href={`/merchants/${carriedQuery(state)}`}>Merchants</Link> › Summary
        </>
      }
      title={(answer) => <Title answer={answer} onChange={(chosen) => set({ id: chosen })} />}
      sentence={answerOf}
      actions={<ReportActions csv={csv} />}
    >
      {(answer, comparable) =>
        answer.data.totals.impressions === 0 ? (
          <EmptyState meta={answer.meta} hasPlacements />
        ) : (
          <Blocks answer={answer} comparable={comparable} />
        )
      }
    </Report>
  )
}

function Blocks({ answer, comparable }: { readonly answer: MerchantSummary; readonly comparable: boolean }) {
  const { data, meta } = answer
  const bars = data.placements.map((row) => ({ name: row.placement_name, value: row.impressions }))
  return (
    <>
      <section className={classes.card} aria-label="Totals">
        <KpiStrip kpis={kpisOf(answer)} comparable={comparable} />
        <DailyCard daily={data.daily} before={data.daily_before} meta={meta} bare />
      </section>
      <div className={classes.halves}>
        <ChartCard
          title="Where it is seen"
          subtitle="Impressions by placement"
          table={{ columns: ['Placement', 'Impressions'], rows: bars.map(({ name, value }) => [name, count(value)]) }}
        >
          <BarList bars={bars} label="Impressions by placement" />
        </ChartCard>
        <FunnelCard funnel={data.funnel} />
      </div>
      <FrequencyCard buckets={data.frequency} days={days(meta.start, meta.end)} />
      <PlacementsTable answer={answer} comparable={comparable} />
    </>
  )
}

function Title(props: { readonly answer: MerchantSummary; readonly onChange: (id: string) => void }) {
  const { merchant } = props.answer.data
  const { data } = useQuery({ queryKey: ['merchants'], queryFn: () => call(ENDPOINTS.listMerchants) })
  const known = data?.data.map((row) => ({ value: row.merchant_id, label: row.merchant_name })) ?? []
  const self = { value: merchant.merchant_id, label: merchant.merchant_name }
  const options = known.some(({ value }) => value === self.value) ? known : [self]
  return (
    <div className={classes.title}>
      <EntitySelect label="Merchant" value={merchant.merchant_id} options={options} onChange={props.onChange} />
      {merchant.category && <span className={classes.tag}>{merchant.category}</span>}
      {merchant.merchant_ref && <code>{merchant.merchant_ref}</code>}
    </div>
  )
}

/** The merchant in the URL; without one the most shown of the range, which then stands in the URL. */
function useChosenMerchant(): string | null {
  const [state, set] = useViewState()
  const { data } = useQuery({
    queryKey: ['largestMerchant', rangeQuery(state)],
    queryFn: () => call(ENDPOINTS.merchantList, { query: { ...rangeQuery(state), page_size: 1 } }),
    enabled: state.id === null,
  })
  const largest = data?.data.rows[0]?.merchant_id
  useEffect(() => {
    if (state.id === null && largest !== undefined) set({ id: largest })
  }, [state.id, largest, set])
  return state.id
}
