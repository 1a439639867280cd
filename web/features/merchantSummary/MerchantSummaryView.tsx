'use client'
import { type CsvTable, withoutColumns } from '@bx/contracts/tables/csvTable'
import { summaryTable, VISITOR_COLUMNS } from '@bx/contracts/tables/exposureTables'
import { ENDPOINTS, type MerchantSummary, type MerchantSummaryRow } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FrequencyCard } from '../../ui/FrequencyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { MerchantTitle } from '../../ui/MerchantTitle.tsx'
import { Counted } from '../../ui/ReportFoot.tsx'
import { ReportView, Unanswered } from '../../ui/ReportView.tsx'
import { sortedRows } from '../../ui/tableSpec.ts'
import viewClasses from '../../ui/View.module.css'
import { Card, Tag, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { FunnelCard } from './FunnelCard.tsx'
import { kpisOf } from './kpis.ts'
import { PlacementsCard } from './PlacementsCard.tsx'
import { texts } from './strings.ts'
import { placementSpec } from './table.tsx'

/** What did this merchant get? Without an id: the merchant with most impressions. */
export function MerchantSummaryView() {
  const [state] = useViewState()
  const list = useReport(ENDPOINTS.merchantList, undefined, {
    enabled: state.id === null,
    isMain: false,
    query: { size: '1' },
  })
  const id = state.id ?? list.answer?.data.rows[0]?.merchant_id ?? null
  if (id !== null) return <Summary id={id} />
  if (list.answer === undefined) return <Unanswered {...list} what={texts.merchants} slow={texts.allMerchants} />
  return <EmptyState meta={list.answer.meta} />
}

function Summary({ id }: { readonly id: string }) {
  const report = useReport(ENDPOINTS.merchantSummary, { merchant_id: id })
  return (
    <ReportView report={report} what={texts.thisMerchant} slow={texts.oneMerchant}>
      {(summary, comparable) => ({
        head: <Head summary={summary} stale={!comparable} />,
        isEmpty: summary.data.totals.impressions === 0,
        scope: summary.data.merchant.merchant_name,
        body: <Figures summary={summary} comparable={comparable} />,
        foot: <Counted counted={summary.data.counted} />,
      })}
    </ReportView>
  )
}

function Figures({ summary, comparable }: { readonly summary: MerchantSummary; readonly comparable: boolean }) {
  const [state] = useViewState()
  const { data, meta } = summary
  return (
    <>
      <Card label={texts.totals}>
        <KpiStrip kpis={kpisOf(summary)} comparable={comparable} />
      </Card>
      <div className={viewClasses.grid}>
        <PlacementsCard summary={summary} />
        <div>
          <FunnelCard summary={summary} />
        </div>
      </div>
      <FrequencyCard
        title={texts.howOftenOnePersonSaw}
        buckets={data.frequency}
        file={`frequency_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
      />
      <DataTable spec={placementSpec(summary, state, comparable)} />
    </>
  )
}

function Head({ summary, stale }: { readonly summary: MerchantSummary; readonly stale: boolean }) {
  const [state, set] = useViewState()
  const { merchant } = summary.data
  return (
    <ViewHead
      crumbs={[{ href: sameDays('/merchants/', state), label: texts.merchants }]}
      here={texts.summary}
      about={merchant.merchant_name}
      title={<MerchantTitle name={merchant.merchant_name} onChoose={(id) => set({ id })} />}
      tags={merchant.category && <Tag>{merchant.category}</Tag>}
      answer={answerOf(summary, stale)}
      sheet={texts.merchantSummary}
      asked={[[texts.merchant, merchant.merchant_name]]}
      csv={() => csvOf(summary, sortedRows(placementSpec(summary, state, !stale), state.filter, state.sort).sorted)}
    />
  )
}

/** The table of placements on the screen, which has no column for visitors. */
function csvOf(summary: MerchantSummary, rows: readonly MerchantSummaryRow[]): CsvTable {
  return withoutColumns(summaryTable(summary, rows), VISITOR_COLUMNS)
}
