'use client'
import { benchmarkTable } from '@bx/contracts/tables/performanceTables'
import { type Benchmark, ENDPOINTS } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { MerchantTitle } from '../../ui/MerchantTitle.tsx'
import { ModelCard } from '../../ui/ModelCard.tsx'
import { ReportView, Unanswered } from '../../ui/ReportView.tsx'
import { Thresholds } from '../../ui/Thresholds.tsx'
import { sortedRows } from '../../ui/tableSpec.ts'
import { Unattributed } from '../../ui/Unattributed.tsx'
import viewClasses from '../../ui/View.module.css'
import { Tag, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { QuadrantCard } from './QuadrantCard.tsx'
import { RatesCard } from './RatesCard.tsx'
import { texts } from './strings.ts'
import { benchmarkSpec } from './table.tsx'

/** Where should this merchant be? Without an id: the merchant with most impressions. */
export function BenchmarkView() {
  const [state] = useViewState()
  const list = useReport(ENDPOINTS.merchantList, undefined, {
    enabled: state.id === null,
    isMain: false,
    query: { size: '1' },
  })
  const id = state.id ?? list.answer?.data.rows[0]?.merchant_id ?? null
  if (id !== null) return <OfMerchant id={id} />
  if (list.answer === undefined) return <Unanswered {...list} what={texts.merchants} slow={texts.allMerchants} />
  return <EmptyState meta={list.answer.meta} />
}

function OfMerchant({ id }: { readonly id: string }) {
  const [state] = useViewState()
  const report = useReport(ENDPOINTS.merchantBenchmark, { merchant_id: id }, { query: { model: state.model } })
  return (
    <ReportView report={report} what={texts.thisMerchant} slow={texts.oneMerchant}>
      {(benchmark) => ({
        head: <Head benchmark={benchmark} />,
        controls: <ModelCard meta={benchmark.meta} />,
        isEmpty: benchmark.data.rows.length === 0,
        scope: benchmark.data.merchant.merchant_name,
        body: (
          <>
            <div className={viewClasses.grid}>
              <RatesCard benchmark={benchmark} />
              <QuadrantCard benchmark={benchmark} />
            </div>
            <DataTable spec={benchmarkSpec(benchmark, state)}>
              <Thresholds currency={benchmark.meta.currency} rows={benchmark.data.rows} />
            </DataTable>
          </>
        ),
        foot: <Unattributed totals={benchmark.data.totals} meta={benchmark.meta} />,
      })}
    </ReportView>
  )
}

function Head({ benchmark }: { readonly benchmark: Benchmark }) {
  const [state, set] = useViewState()
  const { merchant } = benchmark.data
  return (
    <ViewHead
      crumbs={[{ href: sameDays('/merchants/view/', state, merchant.merchant_id), label: texts.merchantSummary }]}
      here={texts.benchmarking}
      about={texts.benchmarkingOf(merchant.merchant_name)}
      title={<MerchantTitle name={merchant.merchant_name} onChoose={(id) => set({ id })} />}
      tags={merchant.category && <Tag>{merchant.category}</Tag>}
      answer={answerOf(benchmark)}
      asked={[[texts.merchant, merchant.merchant_name]]}
      csv={() =>
        benchmarkTable(benchmark, sortedRows(benchmarkSpec(benchmark, state), state.filter, state.sort).sorted)
      }
    />
  )
}
