'use client'
import { simulationTable } from '@bx/contracts/tables/simulationTable'
import { type ReactNode, useMemo, useState } from 'react'
import type { Me, Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, dayIn, sumMoney } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { useMe } from '../../lib/useMe.ts'
import { usePlacements } from '../../lib/usePlacementNames.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { ReportView } from '../../ui/ReportView.tsx'
import { Loading } from '../../ui/States.tsx'
import { sortedRows } from '../../ui/tableSpec.ts'
import view from '../../ui/View.module.css'
import { Card, ViewBody, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { Beside } from './Beside.tsx'
import { CreatePackage } from './CreatePackage.tsx'
import { type Choice, choose, chooseOnly, idsOf } from './choice.ts'
import { DealForm, daysProblem } from './DealForm.tsx'
import { DealOnPaper } from './DealOnPaper.tsx'
import { type Deal, firstDeal } from './deal.ts'
import { NoVerdict } from './NoVerdict.tsx'
import { type Choosing, PlacementsTable } from './PlacementsTable.tsx'
import { RiskMeter } from './RiskMeter.tsx'
import { SafeDeal } from './SafeDeal.tsx'
import { Scenarios } from './Scenarios.tsx'
import classes from './Simulator.module.css'
import { SupplyBar } from './SupplyBar.tsx'
import { SIMULATION_FAILED, texts } from './strings.ts'
import { specOf } from './table.tsx'
import { UnusableLink } from './UnusableLink.tsx'
import { useDeal } from './useDeal.ts'
import { dealOf, useScenarios } from './useScenarios.ts'
import { useSimulation } from './useSimulation.ts'
import { Warnings } from './Warnings.tsx'

/** Below the first screen. */
const ForecastCard = later(() => import('./Charts.tsx').then((module) => module.ForecastCard))
const SplitCard = later(() => import('./Charts.tsx').then((module) => module.SplitCard))

/** Can we deliver this, and what does it cost us? */
export function SimulatorView() {
  const me = useMe()
  if (me === undefined) return <Loading slow={null} />
  return (
    <>
      <UnusableLink />
      <Simulator organisation={me.organisation} />
    </>
  )
}

function Simulator({ organisation }: Pick<Me, 'organisation'>) {
  const { currency, time_zone: timeZone } = organisation
  const today = dayIn(timeZone, Date.now())
  const first = useMemo(() => firstDeal(today, currency), [today, currency])
  const { deal, change } = useDeal(first)
  const { choosing, chosenIds, failure } = useChoosing(deal.choice, (next) =>
    change(({ choice }) => ({ choice: next(choice) })),
  )
  const { problems, onProblem } = useProblems(deal, today)
  const isValid = problems.length === 0
  const { isWaiting, ...simulation } = useSimulation(deal, chosenIds, { currency, isValid })
  const scenarios = useScenarios()
  const beside = scenarios.find(({ scenario_id: id }) => id === deal.beside)
  const [state] = useViewState()
  const report = { ...simulation, ...failure, isWaiting: false }
  const form = <DealForm {...{ deal, currency, today, choosing, onProblem }} onChange={(next) => change(() => next)} />
  const none = isValid ? null : <NoVerdict problems={problems} />
  return (
    <ReportView
      report={report}
      {...SIMULATION_FAILED}
      failed={SIMULATION_FAILED}
      slow={texts.theForecastOfEveryPlacement}
      unanswered={(words) => ({
        head: <ViewHead title={texts.simulator} answer={null} />,
        body: <DealAndAnswer form={form} beside={none ?? words} />,
      })}
    >
      {(answer) => {
        if (none !== null)
          return {
            head: <ViewHead title={texts.simulator} answer={null} />,
            printed: '',
            isEmpty: false,
            body: <DealAndAnswer form={form} beside={none} />,
            foot: null,
          }
        const spec = specOf(answer, choosing, state.warning)
        return {
          head: (
            <ViewHead
              title={texts.simulator}
              answer={answerOf(answer)}
              csv={() => simulationTable(answer, sortedRows(spec, state.filter, state.sort).sorted)}
              asked={dealLines(answer)}
              actions={<CreatePackage simulation={answer} />}
            />
          ),
          printed: <DealOnPaper {...{ deal, choosing }} simulation={answer} />,
          isEmpty: false,
          // Inputs are not faded while their answer is loading.
          body: (
            <DealAndAnswer
              form={form}
              beside={
                <ViewBody isWaiting={isWaiting || report.error !== null}>
                  <SafeDeal simulation={answer} onUse={(next) => change(() => next)} />
                  <RiskMeter simulation={answer} />
                  <SupplyBar simulation={answer} />
                  <Warnings warnings={answer.data.warnings} />
                  {beside && <Beside simulation={answer} scenario={beside} />}
                  <Scenarios
                    simulation={answer}
                    scenarios={scenarios}
                    dealOf={(scenario) => dealOf(scenario, choosing.all)}
                    beside={deal.beside ?? null}
                    onBeside={(id) => change(() => ({ beside: id }))}
                    onOpen={(next) => change(() => next)}
                  />
                </ViewBody>
              }
              below={
                <ViewBody isWaiting={isWaiting || report.error !== null}>
                  <Below simulation={answer}>
                    <PlacementsTable spec={spec} choosing={choosing} />
                  </Below>
                </ViewBody>
              }
            />
          ),
          foot: (
            <>
              <b>{texts.from}</b> {texts.wholeDaysTheForecastAssumes(dateRange(answer.meta.start, answer.meta.end))}
            </>
          ),
        }
      }}
    </ReportView>
  )
}

/** What is wrong with the inputs: fields that cannot be read, and days that cannot be sold. */
function useProblems(deal: Deal, today: string) {
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const ofDays = daysProblem(deal, today)
  const onProblem = (field: string, problem: string | null) =>
    setFields(({ [field]: _, ...others }) => (problem === null ? others : { ...others, [field]: problem }))
  const problems = Object.entries(fields).map(([field, problem]) => `${field}: ${problem}`)
  return { problems: ofDays === null ? problems : [...problems, texts.daysWith(ofDays)], onProblem }
}

/** Selects placements; a partial selection waits until all placements are loaded. */
function useChoosing(choice: Choice, onChange: (next: (now: Choice) => Choice) => void) {
  const { placements, error, retry } = usePlacements()
  const isAll = choice.ids.length === 0
  const chosenIds = useMemo(() => (isAll ? [] : placements && idsOf(choice, placements)), [isAll, choice, placements])
  const all = placements ?? []
  const chosen = useMemo(() => (isAll ? null : new Set(chosenIds)), [isAll, chosenIds])
  const choosing: Choosing = {
    all,
    count: chosen === null ? all.length : chosen.size,
    has: (id) => chosen === null || chosen.has(id),
    put: (ids, isIn) => onChange((now) => choose(now, all, ids, isIn)),
    only: (ids) => onChange(() => chooseOnly(all, ids)),
  }
  const failure = error !== null && chosenIds === undefined ? { error, retry } : {}
  return { choosing, chosenIds, failure }
}

/** The form has the same place with and without an answer, so that its input is preserved. */
function DealAndAnswer(props: { readonly form: ReactNode; readonly beside: ReactNode; readonly below?: ReactNode }) {
  return (
    <>
      <div className={classes.layout}>
        {props.form}
        <div aria-live="polite">{props.beside}</div>
      </div>
      {props.below}
    </>
  )
}

function Below({ simulation, children }: { readonly simulation: Simulation; readonly children: ReactNode }) {
  if (simulation.data.rows.length === 0)
    return (
      <Card label={texts.noPlacements} className={view.state ?? ''}>
        <h2>{texts.noPlacementsYet}</h2>
        <p>{texts.aPlacementAppearsHereWhen}</p>
      </Card>
    )
  return (
    <>
      {children}
      <div className={view.grid}>
        <ForecastCard simulation={simulation} />
        <SplitCard simulation={simulation} />
      </div>
    </>
  )
}

/** The deal that was asked for, on the first sheet of its workbook. */
function dealLines({ data }: Simulation): [string, string][] {
  const { deal } = data
  return [
    [texts.deal, texts.impressionsFor(count(deal.requested_impressions), sumMoney(deal.budget, deal.currency))],
    [texts.daysOfTheDeal, dateRange(deal.start_date, deal.end_date)],
    [texts.merchant, deal.merchant_name ?? texts.oneWithoutSoldPackages],
    [texts.verdict, data.delivery_feasibility],
    [texts.currency, deal.currency],
  ]
}
