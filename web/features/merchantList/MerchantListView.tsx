'use client'
import { SegmentedControl } from '@mantine/core'
import type { CsvFile } from '../../lib/csv.ts'
import { ENDPOINTS, type MerchantList, type MerchantListRow } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Reconciliation } from '../../ui/ReportFoot.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { sortedRows, type TableSpec } from '../../ui/tableSpec.ts'
import { ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { columnsOf } from './columns.tsx'
import { isNotShown } from './notShown.ts'

/** Who is shown most, who is not? */
export function MerchantListView() {
  const report = useReport(ENDPOINTS.merchantList)
  const [state, set] = useViewState()
  return (
    <ReportView report={report} what="Merchants" slow="all merchants">
      {(list, comparable) => {
        const spec = specOf(list, state, comparable)
        return {
          head: (
            <ViewHead
              title="Merchants"
              answer={answerOf(list)}
              csv={() => csvOf(list, sortedRows(spec, state.filter, state.sort).sorted)}
            />
          ),
          isEmpty: list.data.totals.impressions === 0 && state.seen === 'all',
          body: (
            <DataTable spec={{ ...spec, onClear: () => set({ filter: '', seen: 'all' }) }}>
              <SeenFilter seen={state.seen} onChange={(seen) => set({ seen, page: 1 })} />
            </DataTable>
          ),
          foot: <Reconciliation reconciliation={list.data.reconciliation} />,
        }
      }}
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
        { value: 'not_7d', label: 'Not shown in 7 d' },
      ]}
    />
  )
}

function specOf(list: MerchantList, state: ViewState, comparable: boolean): TableSpec<MerchantListRow> {
  const { rows } = list.data
  const showsAll = state.seen === 'all'
  return {
    name: 'merchants',
    title: 'Merchants',
    one: 'Merchant',
    caption: 'Impressions, reach and share by merchant',
    rows: showsAll ? rows : rows.filter((row) => isNotShown(row, list.meta)),
    totalRows: rows.length,
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

/** Filter, order and figures of the screen. */
function csvOf({ meta }: MerchantList, rows: readonly MerchantListRow[]): CsvFile {
  const columns = [
    'merchant_id',
    'merchant_name',
    'category',
    'impressions',
    'impression_share_pct',
    'unique_users',
    'unique_users_low',
    'unique_users_high',
    'frequency',
    'last_shown_day',
  ] as const
  return {
    name: `merchants_${meta.start}_${meta.end}_${meta.traffic}`,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column])),
  }
}
