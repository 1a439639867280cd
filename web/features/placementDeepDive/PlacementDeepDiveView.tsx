'use client'
import { deepDiveTable } from '@bx/contracts/tables/exposureTables'
import { ENDPOINTS, type PlacementDeepDive } from '../../lib/endpoints.ts'
import { usePlacementNames } from '../../lib/usePlacementNames.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { wallHour } from '../../lib/wallHour.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import { FrequencyCard } from '../../ui/FrequencyCard.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { Counted } from '../../ui/ReportFoot.tsx'
import { ReportView, Unanswered } from '../../ui/ReportView.tsx'
import viewClasses from '../../ui/View.module.css'
import { Card, Tag, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { averages, HoursCard } from './HoursCard.tsx'
import { kpisOf } from './kpis.ts'
import { OwnersCard } from './OwnersCard.tsx'
import { texts } from './strings.ts'

/** Who owns this placement, and when? Without an id: the largest placement. */
export function PlacementDeepDiveView() {
  const [state] = useViewState()
  const overview = useReport(ENDPOINTS.placementOverview, undefined, { enabled: state.id === null, isMain: false })
  const largest = overview.answer?.data.rows.toSorted((a, b) => b.total_impressions - a.total_impressions)[0]
  const id = state.id ?? largest?.placement_id ?? null
  if (id !== null) return <DeepDive id={id} />
  if (overview.answer === undefined)
    return <Unanswered {...overview} what={texts.placements} slow={texts.allPlacements} />
  return <EmptyState meta={overview.answer.meta} />
}

function DeepDive({ id }: { readonly id: string }) {
  const report = useReport(ENDPOINTS.placementDeepDive, { placement_id: id })
  return (
    <ReportView report={report} what={texts.thisPlacement} slow={texts.onePlacement}>
      {(deepDive, comparable) => ({
        head: <Head deepDive={deepDive} stale={!comparable} />,
        isEmpty: deepDive.data.totals.impressions === 0,
        scope: deepDive.data.placement.placement_name,
        body: <Figures deepDive={deepDive} comparable={comparable} />,
        foot: (
          <>
            <Counted counted={deepDive.data.counted} /> {unfinishedNote(deepDive)}
          </>
        ),
      })}
    </ReportView>
  )
}

function Figures({ deepDive, comparable }: { readonly deepDive: PlacementDeepDive; readonly comparable: boolean }) {
  const { data, meta } = deepDive
  return (
    <>
      <Card label={texts.totals}>
        <KpiStrip kpis={kpisOf(deepDive)} comparable={comparable} />
      </Card>
      <div className={viewClasses.grid}>
        <OwnersCard deepDive={deepDive} comparable={comparable} />
        <div>
          <HoursCard deepDive={deepDive} />
          <FrequencyCard
            title={texts.howOftenOnePersonSees}
            buckets={data.frequency}
            file={`frequency_${data.placement.placement_name}_${meta.start}_${meta.end}_${meta.traffic}`}
          />
        </div>
      </div>
    </>
  )
}

function Head({ deepDive, stale }: { readonly deepDive: PlacementDeepDive; readonly stale: boolean }) {
  const [state, set] = useViewState()
  const { placement } = deepDive.data
  return (
    <ViewHead
      crumbs={[{ href: sameDays('/placements/', state), label: texts.placements }]}
      here={texts.deepDive}
      about={placement.placement_name}
      title={
        <EntitySelect
          what={texts.placementInText}
          name={placement.placement_name}
          entities={usePlacementNames()}
          onChoose={(id) => set({ id })}
        />
      }
      tags={
        <>
          {placement.tier === 'high_value' && <Tag>{texts.highValue}</Tag>}
          <code>{placement.placement_key}</code>
        </>
      }
      answer={answerOf(deepDive, stale, averages(deepDive, state.hours).now)}
      asked={[[texts.placement, placement.placement_name]]}
      csv={() => deepDiveTable(deepDive)}
    />
  )
}

function unfinishedNote({ meta }: PlacementDeepDive): string {
  if (meta.unfinished_day === null || meta.start === meta.end) return ''
  const hour = String(wallHour(meta.complete_to, meta.time_zone)).padStart(2, '0')
  return texts.hoursAfter00ExcludeToday(hour)
}
