'use client'
import { type CsvTable, withoutColumns } from '@bx/contracts/tables/csvTable'
import { overviewTable, VISITOR_COLUMNS } from '@bx/contracts/tables/exposureTables'
import { SegmentedControl } from '@mantine/core'
import { ENDPOINTS, type PlacementOverview, type PlacementOverviewRow } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { FullFoot } from '../../ui/ReportFoot.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { sortedRows, type TableSpec } from '../../ui/tableSpec.ts'
import { Card, Tag, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { DailyCard } from './DailyCard.tsx'
import { DayHours } from './DayHours.tsx'
import { kpisOf } from './kpis.ts'
import { TIER_LABELS, texts } from './strings.ts'
import { columnsOf, columnsOfPart } from './table.tsx'

/** Where are brands seen, and where is room? */
export function PlacementOverviewView() {
  const report = useReport(ENDPOINTS.placementOverview)
  const [state, set] = useViewState()
  return (
    <ReportView report={report} what={texts.placements} slow={texts.allPlacementsInText}>
      {(overview, comparable) => {
        const spec = specOf(overview, state, comparable)
        return {
          head: (
            <ViewHead
              title={texts.placementOverview}
              answer={answerOf(overview, !comparable)}
              csv={() => csvOf(overview, sortedRows(spec, state.filter, state.sort).sorted)}
            />
          ),
          isEmpty: overview.data.totals.total_impressions === 0,
          body: (
            <>
              <Card label={texts.totals}>
                <KpiStrip kpis={kpisOf(overview)} comparable={comparable} />
                {overview.data.hourly ? (
                  <DayHours meta={overview.meta} hourly={overview.data.hourly} />
                ) : (
                  <DailyCard overview={overview} />
                )}
              </Card>
              <DataTable spec={{ ...spec, onClear: () => set({ filter: '', tier: 'all' }) }}>
                <TierFilter tier={state.tier} onChange={(tier) => set({ tier, page: 1 })} />
              </DataTable>
            </>
          ),
          foot: <FullFoot data={overview.data} />,
        }
      }}
    </ReportView>
  )
}

function specOf(overview: PlacementOverview, state: ViewState, comparable: boolean): TableSpec<PlacementOverviewRow> {
  const { rows } = overview.data
  return {
    name: texts.placementsInText,
    title: texts.placements,
    one: texts.placement,
    caption: texts.impressionsReachAndSlots,
    rows: rows.filter((row) => state.tier === 'all' || row.tier === state.tier),
    totalRows: rows.length,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    tagOf: (row) => row.tier === 'high_value' && <Tag>{texts.highValue}</Tag>,
    columns: columnsOf(overview, comparable),
    columnsOf: (part, scope) => columnsOfPart(overview, comparable, part, scope),
    hidden: ['fill_rate', 'fill_rate_change'],
    order: { column: 'total_impressions', descending: true },
    filteredBy: state.tier === 'all' ? '' : TIER_LABELS[state.tier].toLowerCase(),
    total: texts.allPlacements,
    foot: texts.reachAndMerchantsCountEach,
  }
}

function TierFilter(props: { readonly tier: ViewState['tier']; readonly onChange: (tier: ViewState['tier']) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={texts.tier}
      value={props.tier}
      onChange={(tier) => props.onChange(tier as ViewState['tier'])}
      data={Object.entries(TIER_LABELS).map(([value, label]) => ({ value, label }))}
    />
  )
}

/** Filter, order and figures of the screen, which has no column for visitors. */
function csvOf(overview: PlacementOverview, rows: readonly PlacementOverviewRow[]): CsvTable {
  return withoutColumns(overviewTable(overview, rows), VISITOR_COLUMNS)
}
