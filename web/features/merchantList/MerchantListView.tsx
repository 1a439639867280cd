'use client'
import { SegmentedControl } from '@mantine/core'
import type { CsvFile } from '../../lib/csv.ts'
import { ENDPOINTS, type MerchantList, type MerchantListRow } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable, sortedRows, type TableSpec } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Reconciliation, ReportFoot } from '../../ui/ReportFoot.tsx'
import { ErrorState, Loading, StaleBanner } from '../../ui/States.tsx'
import { ViewBody, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { columnsOf } from './columns.tsx'
import { isNotShown } from './notShown.ts'

/** Who is shown most, who is not? */
export function MerchantListView() {
  const report = useReport(ENDPOINTS.merchantList)
  const [state, set] = useViewState()
  const { answer: list, error, retry } = report
  if (list === undefined) {
    if (error) return <ErrorState isWholePage error={error} what="Merchants" onRetry={retry} />
    return <Loading slow={report.isSlow ? 'Still working: all merchants' : null} />
  }
  const spec = specOf(list, state, !report.isStale)
  return (
    <ViewBody isWaiting={report.isWaiting}>
      <ViewHead
        title="Merchants"
        answer={answerOf(list)}
        csv={() => csvOf(list, sortedRows(spec, state.filter, state.sort).sorted)}
      />
      {error && (
        <ErrorState
          error={error}
          what="The latest figures"
          unaffected="What stands here is from before."
          onRetry={retry}
        />
      )}
      {report.isStale && <StaleBanner meta={list.meta} />}
      {list.data.totals.impressions === 0 && state.seen === 'all' ? (
        <EmptyState meta={list.meta} />
      ) : (
        <DataTable spec={{ ...spec, onClear: () => set({ filter: '', seen: 'all' }) }}>
          <SegmentedControl
            size="xs"
            aria-label="Shown"
            value={state.seen}
            onChange={(seen) => set({ seen: seen as ViewState['seen'], page: 1 })}
            data={[
              { value: 'all', label: 'All' },
              { value: 'not_7d', label: 'Not shown in 7 d' },
            ]}
          />
        </DataTable>
      )}
      <ReportFoot meta={list.meta}>
        <Reconciliation reconciliation={list.data.reconciliation} />
      </ReportFoot>
    </ViewBody>
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
