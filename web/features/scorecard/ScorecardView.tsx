'use client'
import { scorecardTable } from '@bx/contracts/tables/performanceTables'
import { ENDPOINTS, type Scorecard, type ScorecardRow } from '../../lib/endpoints.ts'
import { laterDialog } from '../../lib/later.tsx'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { IndicatorLegend } from '../../ui/Indicator.tsx'
import { ModelCard } from '../../ui/ModelCard.tsx'
import { GREY_CHANGES } from '../../ui/RateCell.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { Thresholds } from '../../ui/Thresholds.tsx'
import { sortedRows, type TableSpec } from '../../ui/tableSpec.ts'
import { Unattributed } from '../../ui/Unattributed.tsx'
import { Tag, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { DaysButton } from './DaysButton.tsx'
import { CHANGE_COLUMNS } from './rateColumns.tsx'
import { texts } from './strings.ts'
import { columnsOf, columnsOfPart } from './table.tsx'

const DaysDrawer = laterDialog(() => import('./DaysDrawer.tsx').then((module) => module.DaysDrawer))

/** Which placements work? */
export function ScorecardView() {
  const [state, set] = useViewState()
  const report = useReport(ENDPOINTS.placementScorecard, undefined, { query: { model: state.model } })
  return (
    <ReportView report={report} what={texts.theScorecard} slow={texts.allPlacementsInText}>
      {(scorecard, comparable) => {
        const { data, meta } = scorecard
        const spec = specOf(scorecard, state, comparable, (id) => set({ id }))
        return {
          head: (
            <ViewHead
              title={texts.placementScorecard}
              answer={answerOf(scorecard)}
              csv={() => scorecardTable(scorecard, sortedRows(spec, state.filter, state.sort).sorted)}
            />
          ),
          controls: <ModelCard meta={meta} />,
          isEmpty: data.totals.impressions === 0,
          body: (
            <>
              <DataTable spec={spec}>
                <IndicatorLegend />
                <Thresholds currency={meta.currency} rows={data.rows} />
              </DataTable>
              <DaysDrawer opened={state.id !== null} scorecard={scorecard} />
            </>
          ),
          foot: <Unattributed totals={data.totals} meta={meta} />,
        }
      }}
    </ReportView>
  )
}

function specOf(
  scorecard: Scorecard,
  state: ViewState,
  comparable: boolean,
  onDays: (placementId: string) => void,
): TableSpec<ScorecardRow> {
  return {
    name: texts.scorecard,
    title: texts.placements,
    one: texts.placement,
    caption: texts.clicksConversionsAndCommission,
    rows: scorecard.data.rows,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    onRow: (row) => onDays(row.placement_id),
    tagOf: (row) => (
      <>
        {row.tier === 'high_value' && <Tag>{texts.highValue}</Tag>}
        <DaysButton name={row.placement_name} onClick={() => onDays(row.placement_id)} />
      </>
    ),
    columns: columnsOf(scorecard, comparable),
    columnsOf: (rows, scope) => columnsOfPart(scorecard, comparable, rows, scope),
    hidden: ['open_conversions', 'confirmed_conversions', 'rejected_conversions', 'per_day', ...CHANGE_COLUMNS],
    order: { column: 'rpm', descending: true },
    lens: scorecard.meta.model,
    total: texts.allPlacements,
    foot: texts.theTotalsRatesAreCalculated(GREY_CHANGES),
  }
}
