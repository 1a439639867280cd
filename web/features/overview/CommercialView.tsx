'use client'
import { type CommercialOverview, ENDPOINTS } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { Card, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { EndingCard } from './EndingCard.tsx'
import { revenueKpis, soldKpis } from './kpis.ts'
import { RevenueCard } from './RevenueCard.tsx'
import { StatesCard } from './StatesCard.tsx'
import { texts } from './strings.ts'

/** Will we deliver what we sold, for how much? */
export function CommercialView() {
  const report = useReport(ENDPOINTS.commercialOverview)
  return (
    <ReportView report={report} what={texts.commercialFigures} slow={texts.allPackages}>
      {(overview) => ({
        head: <ViewHead title={texts.overview} answer={answerOf(overview)} csv={() => csvOf(overview)} />,
        isEmpty: false,
        body: (
          <>
            <Card label={texts.commercialFigures}>
              <KpiStrip kpis={soldKpis(overview)} comparable={false} />
            </Card>
            <Card label={texts.revenueAndUse}>
              <KpiStrip kpis={revenueKpis(overview)} comparable={false} />
            </Card>
            <RevenueCard overview={overview} />
            <StatesCard states={overview.data.states} />
            <EndingCard overview={overview} />
          </>
        ),
        foot: null,
      })}
    </ReportView>
  )
}

function csvOf({ data, meta }: CommercialOverview) {
  return {
    name: `commercial_overview_${meta.start}_${meta.end}`,
    columns: ['day', 'package_revenue', 'commission', 'currency'],
    rows: data.days.map((row) => [row.day, row.package_revenue, row.commission, meta.currency]),
    total: ['Total', data.package_revenue, data.commission, meta.currency],
  }
}
