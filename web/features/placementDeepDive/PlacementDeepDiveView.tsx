'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS, type PlacementDeepDive } from '../../lib/endpoints.ts'
import { count, days, ratio } from '../../lib/formats.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { carriedQuery, rangeQuery } from '../../lib/viewState.ts'
import { DailyCard } from '../../ui/DailyCard.tsx'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import { FrequencyCard } from '../../ui/FrequencyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { Report } from '../../ui/Report.tsx'
import { ReportActions } from '../../ui/ReportActions.tsx'
import { EmptyState } from '../../ui/States.tsx'
import classes from '../../ui/ui.module.css'
import { answerOf } from './answer.ts'
import { HoursCard } from './HoursCard.tsx'
import { kpisOf } from './kpis.ts'
import { ShareCard } from './ShareCard.tsx'

/** Who owns this placement, and when? */
export function PlacementDeepDiveView() {
  const [state, set] = useViewState()
  const id = useChosenPlacement()
  const result = useReport(ENDPOINTS.placementDeepDive, { params: { placement_id: id } })
  const csv = urlOf(ENDPOINTS.placementDeepDive, { ...rangeQuery(state), format: 'csv' }, { placement_id: id ?? '' })
  return (
    <Report
      result={result}
      what="This placement"
      crumb={
        <>
          <Link href={`/placements/${carriedQuery(state)}`}>Placements</Link> › Deep dive
        </>
      }
      title={(answer) => <Title answer={answer} onChange={(chosen) => set({ id: chosen })} />}
      sentence={answerOf}
      actions={<ReportActions csv={csv} />}
    >
      {(answer, comparable) =>
        answer.data.totals.impressions === 0 ? (
          <EmptyState meta={answer.meta} hasPlacements />
        ) : (
          <Blocks answer={answer} comparable={comparable} />
        )
      }
    </Report>
  )
}

function Blocks({ answer, comparable }: { readonly answer: PlacementDeepDive; readonly comparable: boolean }) {
  const { data, meta } = answer
  const { flagged_impressions: flagged, impressions } = data.totals
  const received = meta.traffic === 'net' ? impressions + flagged : impressions
  return (
    <>
      <section className={classes.card} aria-label="Totals">
        <KpiStrip kpis={kpisOf(answer)} comparable={comparable} />
      </section>
      <div className={classes.columns}>
        <ShareCard answer={answer} comparable={comparable} />
        <div>
          <HoursCard answer={answer} />
          <FrequencyCard buckets={data.frequency} days={days(meta.start, meta.end)} />
        </div>
      </div>
      <DailyCard daily={data.daily} before={[]} meta={{ ...meta, compare: null }} />
      <footer className={classes.foot}>
        <p>
          Fill rate <b>{ratio(data.totals.fill_rate)}</b>: slots filled ÷ slots available, as rendered.
        </p>
        <p>
          {meta.traffic === 'net' ? 'Net of' : 'With'} {ratio(received > 0 ? flagged / received : null)} suspected
          invalid traffic ({count(flagged)})
        </p>
      </footer>
    </>
  )
}

function Title(props: { readonly answer: PlacementDeepDive; readonly onChange: (id: string) => void }) {
  const { placement } = props.answer.data
  const { data } = useQuery({ queryKey: ['placements'], queryFn: () => call(ENDPOINTS.listPlacements) })
  const known = data?.data.map((row) => ({ value: row.placement_id, label: row.placement_name })) ?? []
  const self = { value: placement.placement_id, label: placement.placement_name }
  const options = known.some(({ value }) => value === self.value) ? known : [self]
  return (
    <div className={classes.title}>
      <EntitySelect label="Placement" value={placement.placement_id} options={options} onChange={props.onChange} />
      {placement.tier === 'high_value' && <span className={classes.tag}>High value</span>}
      <code>{placement.placement_key}</code>
    </div>
  )
}

/** The placement in the URL; without one the largest of the range, which then stands in the URL. */
function useChosenPlacement(): string | null {
  const [state, set] = useViewState()
  const { data } = useQuery({
    queryKey: ['largestPlacement', rangeQuery(state)],
    queryFn: () => call(ENDPOINTS.placementOverview, { query: rangeQuery(state) }),
    enabled: state.id === null,
  })
  const largest = data?.data.rows.toSorted((a, b) => b.total_impressions - a.total_impressions)[0]?.placement_id
  useEffect(() => {
    if (state.id === null && largest !== undefined) set({ id: largest })
  }, [state.id, largest, set])
  return state.id
}
