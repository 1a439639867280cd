'use client'
import { Button, SegmentedControl } from '@mantine/core'
import type { CsvFile } from '../../lib/csv.ts'
import { type ConversionPaths, ENDPOINTS } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useMerchantName } from '../../lib/useMerchants.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { KpiStrip } from '../../ui/KpiStrip.tsx'
import { MerchantTitle } from '../../ui/MerchantTitle.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { Card, ViewHead } from '../../ui/View.tsx'
import { windowWords } from '../scorecard/windows.ts'
import { answerOf } from './answer.ts'
import classes from './ConversionPaths.module.css'
import { DataDriven } from './DataDriven.tsx'
import { FlowCard } from './FlowCard.tsx'
import { kpisOf } from './kpis.ts'
import { LabCard } from './LabCard.tsx'
import { LagCard } from './LagCard.tsx'
import { TouchesCard } from './TouchesCard.tsx'

/** The choice that stands for no merchant in particular. */
const EVERY = { id: 'all', name: 'All merchants' }

/** How do people get to a sale? */
export function ConversionPathsView() {
  const [state] = useViewState()
  const query = { merchant_id: state.id ?? undefined, placement_id: state.through ?? undefined }
  const report = useReport(ENDPOINTS.conversionPaths, undefined, { query })
  return (
    <ReportView report={report} what="Conversion paths" slow="all paths">
      {(paths) => ({
        head: <Head paths={paths} />,
        controls: <Tabs />,
        isEmpty: paths.data.totals.conversions === 0 && state.through === null,
        body: state.tab === 'lab' ? <Lab paths={paths} /> : <Flow paths={paths} />,
        foot: `${windowWords(paths.meta)}. Paths hold the exposures before each sale, by the day of the sale; the last five steps. A sale keeps at most ${count(paths.meta.max_touches)} touches: the first, the decisive one and the latest others.`,
      })}
    </ReportView>
  )
}

function Lab({ paths }: { readonly paths: ConversionPaths }) {
  return (
    <>
      <LabCard paths={paths} />
      <DataDriven paths={paths} />
    </>
  )
}

function Flow({ paths }: { readonly paths: ConversionPaths }) {
  return (
    <>
      <Card label="Totals">
        <KpiStrip kpis={kpisOf(paths)} comparable={false} />
      </Card>
      <FlowCard paths={paths} />
      <LagCard paths={paths} />
      <TouchesCard paths={paths} />
    </>
  )
}

function Tabs() {
  const [state, set] = useViewState()
  const { through } = state
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label="View"
        value={state.tab}
        onChange={(tab) => set({ tab: tab as 'flow' | 'lab' })}
        data={[
          { value: 'flow', label: 'Flow' },
          { value: 'lab', label: 'Attribution lab' },
        ]}
      />
      {through !== null && (
        <Button variant="light" onClick={() => set({ through: null })}>
          Only paths through one placement: show all
        </Button>
      )}
    </div>
  )
}

function Head({ paths }: { readonly paths: ConversionPaths }) {
  const [state, set] = useViewState()
  const name = useMerchantName(state.id) ?? EVERY.name
  return (
    <ViewHead
      crumbs={[]}
      here="Conversion paths"
      title={<MerchantTitle name={name} every={EVERY} onChoose={(id) => set({ id: id === EVERY.id ? null : id })} />}
      answer={answerOf(paths)}
      csv={() => csvOf(paths)}
    />
  )
}

/** The table of touches. */
function csvOf({ data, meta }: ConversionPaths): CsvFile {
  const columns = [
    ...(['placement_id', 'placement_name', 'times_in_path', 'first_touch_count', 'last_touch_count'] as const),
    'avg_hours_to_conversion' as const,
  ]
  return {
    name: `conversion-paths_${meta.start}_${meta.end}_${meta.traffic}`,
    columns,
    rows: data.touches.map((row) => columns.map((column) => row[column])),
  }
}
