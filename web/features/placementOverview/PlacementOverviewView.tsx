'use client'
import { urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { rangeQuery } from '../../lib/viewState.ts'
import { DailyCard } from '../../ui/DailyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { Reconciliation } from '../../ui/Reconciliation.tsx'
import { Report } from '../../ui/Report.tsx'
import { ReportActions } from '../../ui/ReportActions.tsx'
import { EmptyState } from '../../ui/States.tsx'
import classes from '../../ui/ui.module.css'
import { answerOf } from './answer.ts'
import { kpisOf } from './kpis.ts'
import { PlacementTable } from './PlacementTable.tsx'

/** Where are brands seen, and where is room? */
export function PlacementOverviewView() {
  const [state] = useViewState()
  const result = useReport(ENDPOINTS.placementOverview)
  const csv = urlOf(ENDPOINTS.placementOverview, { ...rangeQuery(state), format: 'csv' })
  return (
    <Report
      result={result}
      what="Placements"
      title={() => <h1>Placement overview</h1>}
      sentence={answerOf}
      actions={<ReportActions csv={csv} />}
    >
      {(overview, comparable) => (
        <>
          {overview.data.totals.total_impressions === 0 ? (
            <EmptyState meta={overview.meta} hasPlacements={overview.data.rows.length > 0} />
          ) : (
            <>
              <section className={classes.card} aria-label="Totals">
                <KpiStrip kpis={kpisOf(overview)} comparable={comparable} />
                <DailyCard daily={overview.data.daily} before={overview.data.daily_before} meta={overview.meta} bare />
              </section>
              <PlacementTable overview={overview} comparable={comparable} />
            </>
          )}
          <Reconciliation counts={overview.data.reconciliation} sampling={overview.meta.sampling} />
        </>
      )}
    </Report>
  )
}
