'use client'
import { SegmentedControl } from '@mantine/core'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FullFoot } from '../../ui/ReportFoot.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import type { TableSpec } from '../../ui/tableSpec.ts'
import { ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { columnsOf } from './columns.tsx'
import { useMerchantPage } from './useMerchantPage.ts'

/** Who is shown most, who is not? */
export function MerchantListView() {
  const { report, csv } = useMerchantPage()
  const [state, set] = useViewState()
  return (
    <ReportView report={report} what="Merchants" slow="all merchants">
      {(list, comparable) => ({
        head: <ViewHead title="Merchants" answer={answerOf(list)} csv={csv} />,
        isEmpty: list.data.totals.impressions === 0 && state.seen === 'all',
        body: (
          <DataTable
            spec={{ ...specOf(list, state, comparable), onClear: () => set({ filter: '', seen: 'all', page: 1 }) }}
          >
            <SeenFilter seen={state.seen} onChange={(seen) => set({ seen, page: 1 })} />
          </DataTable>
        ),
        foot: <FullFoot data={list.data} />,
      })}
    </ReportView>
  )
}

function SeenFilter(props: { readonly seen: ViewState['seen']; readonly onChange: (seen: ViewState['seen']) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Shown"
      value={props.seen}
      onChange={(seen) => props.onChange(seen as ViewState['seen'])}
      data={[
        { value: 'all', label: 'All' },
        { value: 'not_7d', label: 'Not shown in the last 7 days' },
      ]}
    />
  )
}

function specOf(list: MerchantList, state: ViewState, comparable: boolean): TableSpec<MerchantListRow> {
  const { data, meta } = list
  const showsAll = state.seen === 'all'
  return {
    name: 'merchants',
    title: 'Merchants',
    one: 'Merchant',
    caption: 'Impressions, reach and share by merchant',
    rows: data.rows,
    pagedOf: meta.total,
    totalRows: data.totals.merchants_known,
    idOf: (row) => row.merchant_id,
    nameOf: (row) => row.merchant_name,
    hrefOf: (row) => sameDays('/merchants/view/', state, row.merchant_id),
    columns: columnsOf(list, comparable),
    order: { column: 'impressions', descending: true },
    filteredBy: showsAll ? '' : 'missing for 7 days',
    ...(showsAll ? { total: 'All merchants' } : {}),
    foot: 'Reach counts each person once, so it does not add up across merchants.',
  }
}
