'use client'
import { SegmentedControl } from '@mantine/core'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { GREY_CHANGES } from '../../ui/RateCell.tsx'
import { FullFoot } from '../../ui/ReportFoot.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import type { TableSpec } from '../../ui/tableSpec.ts'
import { ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { CategoryFilter } from './CategoryFilter.tsx'
import { columnsOf } from './columns.tsx'
import { texts } from './strings.ts'
import { useMerchantPage } from './useMerchantPage.ts'

/** Who is shown most, who is not? */
export function MerchantListView() {
  const { report, csv } = useMerchantPage()
  const [state, set] = useViewState()
  return (
    <ReportView report={report} what={texts.merchants} slow={texts.allMerchantsInText}>
      {(list, comparable) => ({
        head: <ViewHead title={texts.merchants} answer={answerOf(list)} csv={csv} />,
        isEmpty: list.data.totals.impressions === 0 && state.seen === 'all' && state.category === null,
        body: (
          <DataTable
            spec={{
              ...specOf(list, state, comparable),
              onClear: () => set({ filter: '', seen: 'all', category: null, page: 1 }),
            }}
          >
            <CategoryFilter
              categories={list.data.categories}
              chosen={state.category}
              onChange={(category) => set({ category, page: 1 })}
            />
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
      aria-label={texts.shown}
      value={props.seen}
      onChange={(seen) => props.onChange(seen as ViewState['seen'])}
      data={[
        { value: 'all', label: texts.all },
        { value: 'not_7d', label: texts.notShownInTheLast },
      ]}
    />
  )
}

function specOf(list: MerchantList, state: ViewState, comparable: boolean): TableSpec<MerchantListRow> {
  const { data, meta } = list
  const part = partOf(list, state)
  const { category } = state
  return {
    name: texts.merchantsInText,
    title: texts.merchants,
    one: texts.merchant,
    caption: texts.impressionsReachAndShare,
    rows: data.rows,
    pagedOf: meta.total,
    totalRows: data.totals.merchants_known,
    idOf: (row) => row.merchant_id,
    nameOf: (row) => row.merchant_name,
    hrefOf: (row) => sameDays('/merchants/view/', state, row.merchant_id),
    columns: columnsOf(list, comparable, part),
    hidden: ['frequency'],
    order: { column: 'impressions', descending: true },
    filteredBy: [
      ...(state.seen === 'all' ? [] : [texts.missingFor7Days]),
      ...(category === null ? [] : [category === '' ? texts.withoutACategory : texts.in(category)]),
    ].join(texts.and),
    total: part ?? texts.allMerchants,
    foot: texts.reachCountsEachPersonOnce(GREY_CHANGES),
  }
}

/** "12 of 60 merchants" if a filter is set. */
function partOf({ data, meta }: MerchantList, { filter, seen, category }: ViewState): string | null {
  if (filter.trim() === '' && seen === 'all' && category === null) return null
  return texts.ofMerchants(count(meta.total), count(data.totals.merchants_known))
}
