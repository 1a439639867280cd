'use client'
import type { CsvFile } from '../../lib/csv.ts'
import { type Benchmark, type BenchmarkRow, ENDPOINTS } from '../../lib/endpoints.ts'
import { useMerchantNames } from '../../lib/useNames.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { DataTable, sortedRows } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import { ReportFoot } from '../../ui/ReportFoot.tsx'
import { ErrorState, Loading, StaleBanner } from '../../ui/States.tsx'
import viewClasses from '../../ui/View.module.css'
import { Tag, ViewBody, ViewHead } from '../../ui/View.tsx'
import { ModelCard } from '../scorecard/ModelCard.tsx'
import { Unattributed } from '../scorecard/Unattributed.tsx'
import { answerOf } from './answer.ts'
import { QuadrantCard } from './QuadrantCard.tsx'
import { RatesCard } from './RatesCard.tsx'
import { benchmarkSpec } from './table.tsx'

/** Where should this merchant be? Without an id: the one that is shown most. */
export function BenchmarkView() {
  const [state] = useViewState()
  const list = useReport(ENDPOINTS.merchantList, undefined, { enabled: state.id === null, isMain: false })
  const id = state.id ?? list.answer?.data.rows[0]?.merchant_id ?? null
  if (id !== null) return <OfMerchant id={id} />
  if (list.error) return <ErrorState isWholePage error={list.error} what="Merchants" onRetry={list.retry} />
  if (list.answer === undefined) return <Loading slow={list.isSlow ? 'Still working: all merchants' : null} />
  return <EmptyState meta={list.answer.meta} />
}

function OfMerchant({ id }: { readonly id: string }) {
  const [state] = useViewState()
  const report = useReport(ENDPOINTS.merchantBenchmark, { merchant_id: id }, { query: { model: state.model } })
  const { answer: benchmark, error, retry } = report
  if (benchmark === undefined) {
    if (error) return <ErrorState isWholePage error={error} what="This merchant" onRetry={retry} />
    return <Loading slow={report.isSlow ? 'Still working: one merchant' : null} />
  }
  const { data, meta } = benchmark
  return (
    <ViewBody isWaiting={report.isWaiting}>
      <Head benchmark={benchmark} />
      {error && (
        <ErrorState
          error={error}
          what="The latest figures"
          unaffected="What stands here is from before."
          onRetry={retry}
        />
      )}
      {report.isStale && <StaleBanner meta={meta} />}
      <ModelCard meta={meta} />
      {data.rows.length === 0 ? (
        <EmptyState meta={meta} scope={data.merchant.merchant_name} />
      ) : (
        <>
          <div className={viewClasses.grid}>
            <RatesCard benchmark={benchmark} />
            <QuadrantCard benchmark={benchmark} />
          </div>
          <DataTable spec={benchmarkSpec(benchmark, state)} />
        </>
      )}
      <ReportFoot meta={meta}>
        <Unattributed totals={data.totals} meta={meta} />
      </ReportFoot>
    </ViewBody>
  )
}

function Head({ benchmark }: { readonly benchmark: Benchmark }) {
  const [state, set] = useViewState()
  const { merchant } = benchmark.data
  return (
    <ViewHead
      crumbs={[{ href: sameDays('/merchants/view/', state, merchant.merchant_id), label: 'Merchant summary' }]}
      here="Benchmarking"
      title={
        <EntitySelect
          what="merchant"
          name={merchant.merchant_name}
          entities={useMerchantNames()}
          onChoose={(id) => set({ id })}
        />
      }
      tags={merchant.category && <Tag>{merchant.category}</Tag>}
      answer={answerOf(benchmark)}
      csv={() => csvOf(benchmark, sortedRows(benchmarkSpec(benchmark, state), state.filter, state.sort).sorted)}
    />
  )
}

function csvOf({ data, meta }: Benchmark, rows: readonly BenchmarkRow[]): CsvFile {
  const columns = [
    ...(['placement_id', 'placement_name', 'impressions', 'clicks', 'conversions', 'ctr_pct', 'cvr_pct'] as const),
    ...(['click_cvr_pct', 'rpm', 'total_revenue', 'recommended_package', 'basis', 'reason'] as const),
  ]
  return {
    name: `merchant-benchmark_${data.merchant.merchant_name}_${meta.model}_${meta.start}_${meta.end}_${meta.traffic}`,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column])),
  }
}
