'use client'
import { urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { rangeQuery, type ViewState } from '../../lib/viewState.ts'
import { Report } from '../../ui/Report.tsx'
import { ReportActions } from '../../ui/ReportActions.tsx'
import { answerOf } from './answer.ts'
import { MerchantsTable } from './MerchantsTable.tsx'

/** Who is shown most, who is not? */
export function MerchantsView() {
  const [state] = useViewState()
  const query = listQuery(state)
  const result = useReport(ENDPOINTS.merchantList, { query })
  const csv = urlOf(ENDPOINTS.merchantList, { ...rangeQuery(state), ...query, format: 'csv' })
  return (
    <Report
      result={result}
      what="Merchants"
      title={() => <h1>Merchants</h1>}
      sentence={answerOf}
      actions={<ReportActions csv={csv} />}
    >
      {(answer, comparable) => <MerchantsTable answer={answer} comparable={comparable} />}
    </Report>
  )
}

const SORTS = ['impressions', 'merchant_name', 'change', 'last_seen'] as const
type Sort = (typeof SORTS)[number]

function listQuery({ filter, shown, sort, page }: ViewState) {
  const known = SORTS.find((name) => name === sort?.replace(/^-/, ''))
  const order = known === undefined ? '-impressions' : (sort as Sort | `-${Sort}`)
  return { q: filter, shown, sort: order, page, page_size: 25 } as const
}
