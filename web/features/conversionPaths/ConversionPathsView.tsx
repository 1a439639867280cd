'use client'
import { labTable } from '@bx/contracts/tables/labTable'
import { touchesTable } from '@bx/contracts/tables/performanceTables'
import { Button, SegmentedControl } from '@mantine/core'
import { type ConversionPaths, ENDPOINTS } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useMerchantName } from '../../lib/useMerchants.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Finality } from '../../ui/Finality.tsx'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { MerchantTitle } from '../../ui/MerchantTitle.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { Card, ViewHead } from '../../ui/View.tsx'
import { windowWords } from '../../ui/windows.ts'
import { answerOf } from './answer.ts'
import classes from './ConversionPaths.module.css'
import { DataDriven } from './DataDriven.tsx'
import { FlowCard } from './FlowCard.tsx'
import { kpisOf } from './kpis.ts'
import { LabCard } from './LabCard.tsx'
import { LagCard } from './LagCard.tsx'
import { labAnswer } from './lab.ts'
import { RulesCard } from './RulesCard.tsx'
import { texts } from './strings.ts'
import { TouchesCard } from './TouchesCard.tsx'
import { useLab } from './useLab.ts'

/** The choice of all merchants. */
const EVERY = { id: 'all', name: texts.allMerchants }

/** How do people get to a sale? */
export function ConversionPathsView() {
  const [state] = useViewState()
  const query = { merchant_id: state.id ?? undefined, placement_id: state.through ?? undefined }
  const report = useReport(ENDPOINTS.conversionPaths, undefined, { query })
  return (
    <ReportView report={report} what={texts.conversionPaths} slow={texts.allPaths}>
      {(paths) => ({
        head: <Head paths={paths} />,
        controls: <Controls paths={paths} />,
        isEmpty: paths.data.totals.conversions === 0 && state.through === null,
        body: state.tab === 'lab' ? <LabView paths={paths} /> : <Flow paths={paths} />,
        foot: texts.pathsContainTheImpressionsBefore(windowWords(paths.meta), count(paths.meta.max_touches)),
      })}
    </ReportView>
  )
}

function LabView({ paths }: { readonly paths: ConversionPaths }) {
  const { lab, runs } = useLab(paths)
  return (
    <>
      <LabCard paths={paths} lab={lab} />
      <RulesCard />
      <DataDriven paths={paths} runs={runs} />
    </>
  )
}

function Flow({ paths }: { readonly paths: ConversionPaths }) {
  const [{ through }] = useViewState()
  const name = paths.data.placements.find((row) => row.placement_id === through)?.placement_name ?? null
  return (
    <>
      <Card label={texts.totals}>
        {name !== null && <p className={classes.filtered}>{texts.onlySalesThroughEveryFigure(name)}</p>}
        <KpiStrip kpis={kpisOf(paths, name)} comparable={false} />
      </Card>
      <FlowCard paths={paths} />
      <LagCard paths={paths} />
      <TouchesCard paths={paths} />
    </>
  )
}

/** View and filter, and which days can still change. */
function Controls({ paths }: { readonly paths: ConversionPaths }) {
  return (
    <>
      <Tabs paths={paths} />
      <Card label={texts.stateOfTheFigures}>
        <div className={classes.state}>
          <Finality meta={paths.meta} />
        </div>
      </Card>
    </>
  )
}

function Tabs({ paths }: { readonly paths: ConversionPaths }) {
  const [state, set] = useViewState()
  const { through } = state
  const named = paths.data.placements.find((row) => row.placement_id === through)
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label={texts.view}
        value={state.tab}
        onChange={(tab) => set({ tab: tab as 'flow' | 'lab' })}
        data={[
          { value: 'flow', label: texts.flow },
          { value: 'lab', label: texts.attributionLab },
        ]}
      />
      {through !== null && (
        <Button variant="light" onClick={() => set({ through: null })}>
          {texts.pathsThrough} {named?.placement_name ?? texts.onePlacement}
          <span aria-hidden>&nbsp;×</span>
          <span className="visually-hidden">{texts.showAll}</span>
        </Button>
      )}
    </div>
  )
}

function Head({ paths }: { readonly paths: ConversionPaths }) {
  const [state, set] = useViewState()
  const { lab } = useLab(paths)
  const through = paths.data.placements.find((row) => row.placement_id === state.through)?.placement_name ?? null
  const isLab = state.tab === 'lab'
  const name = useMerchantName(state.id) ?? EVERY.name
  return (
    <ViewHead
      crumbs={[]}
      here={texts.conversionPaths}
      title={<MerchantTitle name={name} every={EVERY} onChoose={(id) => set({ id: id === EVERY.id ? null : id })} />}
      answer={isLab ? labAnswer(lab) : answerOf(paths, through)}
      sheet={isLab ? texts.attributionLab : texts.conversionPaths}
      asked={[[texts.merchants, name], ...(through === null ? [] : [[texts.onlySalesThrough, through] as const])]}
      csv={() => (isLab ? labTable(paths, lab) : touchesTable(paths))}
    />
  )
}
