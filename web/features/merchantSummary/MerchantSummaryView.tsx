'use client'
import type { CsvFile } from '../../lib/csv.ts'
import { ENDPOINTS, type MerchantSummary, type MerchantSummaryRow } from '../../lib/endpoints.ts'
import { useMerchantNames } from '../../lib/useNames.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { DataTable, sortedRows } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import { FrequencyCard } from '../../ui/FrequencyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { Counted, ReportFoot } from '../../ui/ReportFoot.tsx'
import { ErrorState, Loading, StaleBanner } from '../../ui/States.tsx'
import viewClasses from '../../ui/View.module.css'
import { Card, Tag, ViewBody, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { FunnelCard } from './FunnelCard.tsx'
import { kpisOf } from './kpis.ts'
import { PlacementsCard } from './PlacementsCard.tsx'
import { placementSpec } from './table.tsx'

/** What did this merchant get? Without an id: the one that is shown most. */
export function MerchantSummaryView() {
  const [state] = useViewState()
  const list = useReport(ENDPOINTS.merchantList, undefined, { enabled: state.id === null, isMain: false })
  const id = state.id ?? list.answer?.data.rows[0]?.merchant_id ?? null
  if (id !== null) return <Summary id={id} />
  if (list.error) return <ErrorState isWholePage error={list.error} what="Merchants" onRetry={list.retry} />
  if (list.answer === undefined) return <Loading slow={list.isSlow ? 'Still working: all merchants' : null} />
  return <EmptyState meta={list.answer.meta} />
}

function Summary({ id }: { readonly id: string }) {
  const report = useReport(ENDPOINTS.merchantSummary, { merchant_id: id })
  const [state] = useViewState()
  const { answer: summary, error, retry } = report
  if (summary === undefined) {
    if (error) return <ErrorState isWholePage error={error} what="This merchant" onRetry={retry} />
    return <Loading slow={report.isSlow ? 'Still working: one merchant' : null} />
  }
  const { data, meta } = summary
  const comparable = !report.isStale
  return (
    <ViewBody isWaiting={report.isWaiting}>
      <Head summary={summary} stale={report.isStale} />
      {error && (
        <ErrorState
          error={error}
          what="The latest figures"
          unaffected="What stands here is from before."
          onRetry={retry}
        />
      )}
      {report.isStale && <StaleBanner meta={meta} />}
      {data.totals.impressions === 0 ? (
        <EmptyState meta={meta} scope={data.merchant.merchant_name} />
      ) : (
        <>
          <Card label="Totals">
            <KpiStrip kpis={kpisOf(summary)} comparable={comparable} />
          </Card>
          <div className={viewClasses.grid}>
            <PlacementsCard summary={summary} />
            <div>
              <FunnelCard summary={summary} />
            </div>
          </div>
          <FrequencyCard
            title="How often one person saw it"
            buckets={data.frequency}
            file={`frequency_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
          />
          <DataTable spec={placementSpec(summary, state, comparable)} />
        </>
      )}
      <ReportFoot meta={meta}>
        <Counted counted={data.counted} />
      </ReportFoot>
    </ViewBody>
  )
}

function Head({ summary, stale }: { readonly summary: MerchantSummary; readonly stale: boolean }) {
  const [state, set] = useViewState()
  const { merchant } = summary.data
  return (
    <ViewHead
      crumbs={[{ href: sameDays('/merchants/', state), label: 'Merchants' }]}
      here="Summary"
      title={
        <EntitySelect
          what="merchant"
          name={merchant.merchant_name}
          entities={useMerchantNames()}
          onChoose={(id) => set({ id })}
        />
      }
      tags={merchant.category && <Tag>{merchant.category}</Tag>}
      answer={answerOf(summary, stale)}
      csv={() => csvOf(summary, sortedRows(placementSpec(summary, state, !stale), state.filter, state.sort).sorted)}
    />
  )
}

/** The table of placements on the screen. */
function csvOf({ data, meta }: MerchantSummary, rows: readonly MerchantSummaryRow[]): CsvFile {
  const columns = [
    'placement_id',
    'placement_name',
    'impressions',
    'viewable_impressions',
    'viewable_rate',
    'unique_users',
    'unique_users_low',
    'unique_users_high',
    'frequency',
    'avg_rank',
  ] as const
  return {
    name: `merchant-summary_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column])),
  }
}
