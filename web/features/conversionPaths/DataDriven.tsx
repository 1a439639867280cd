'use client'
import type { ModelRun } from '@bx/contracts/endpoints/modelRuns'
import { showMoney } from '@bx/contracts/showMoney'
import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type ConversionPaths, ENDPOINTS } from '../../lib/endpoints.ts'
import { count, credit, dateRange, NO_VALUE, ratio, sumMoney, time } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { useMe } from '../../lib/useMe.ts'
import { useViewState } from '../../lib/useViewState.ts'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'
import { DATA_MODEL_RULES, DATA_MODELS, texts } from './strings.ts'

/** Models computed on request, with progress and date. */
export function DataDriven({ paths, runs }: { readonly paths: ConversionPaths; readonly runs: readonly ModelRun[] }) {
  return (
    <Card label={texts.dataDrivenModels}>
      <div className={classes.lead}>
        <h2>{texts.dataDrivenModels}</h2>
        {texts.computedOnRequest(dateRange(paths.meta.start, paths.meta.end))}
      </div>
      <div className={classes.models}>
        {Object.entries(DATA_MODELS).map(([model, name]) => (
          <OneModel
            key={model}
            model={model as keyof typeof DATA_MODELS}
            name={name}
            run={runs.find((run) => run.model === model)}
            paths={paths}
          />
        ))}
      </div>
    </Card>
  )
}

function OneModel(props: {
  readonly model: keyof typeof DATA_MODELS
  readonly name: string
  readonly run: ModelRun | undefined
  readonly paths: ConversionPaths
}) {
  const { model, name, run, paths } = props
  const [state] = useViewState()
  const me = useMe()
  const { start, end } = paths.meta
  const { failure, send } = useChange()
  const compute = () =>
    send(() =>
      call(ENDPOINTS.startModelRun, { body: { model, merchant_id: state.id, start_date: start, end_date: end } }),
    )
  const cancel = ({ run_id }: ModelRun) =>
    send(() => call(ENDPOINTS.cancelModelRun, { params: { run_id }, body: undefined }))
  const isOpen = run?.status === 'waiting' || run?.status === 'running'
  const mayRun = may(me, 'run_models')
  const mayCancel = mayRun && (run?.requested_by === me?.email || may(me, 'cancel_any_model_run'))
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <p>{DATA_MODEL_RULES[model]}</p>
      {isOpen ? (
        <div className={classes.run}>
          <Progress value={Math.max(2, run.progress * 100)} aria-label={texts.computedSoFar(name)} />
          {mayCancel && (
            <Button variant="default" size="xs" onClick={() => cancel(run)} aria-label={texts.cancelOf(name)}>
              {texts.cancel}
            </Button>
          )}
        </div>
      ) : (
        mayRun && <Button onClick={compute}>{run ? buttonAfter(run) : texts.compute(name)}</Button>
      )}
      {failure && <p role="alert">{failure}</p>}
      {run && <Outcome run={run} />}
      {run?.result && <Result run={run} result={run.result} paths={paths} />}
    </section>
  )
}

function buttonAfter({ status }: ModelRun): string {
  return status === 'failed' ? texts.tryAgain : texts.computeAgain
}

/** The state of a run without a result. */
function Outcome({ run: { status, attempts, error, cancelled_by } }: { readonly run: ModelRun }) {
  if (status === 'cancelled') return <p>{texts.cancelledBy(cancelled_by ?? NO_VALUE)}</p>
  if (status === 'failed')
    return (
      <p role="alert">
        {texts.failed} {attempts === 1 ? texts.once : texts.times(attempts)}. {error}
      </p>
    )
  if (error !== null && status !== 'done') return <p>{texts.attemptFailedItWill(error)}</p>
  return null
}

/** Changes a run, then reloads the list. */
function useChange() {
  const [failure, setFailure] = useState<string | null>(null)
  const client = useQueryClient()
  const send = async (change: () => Promise<unknown>) => {
    try {
      await change()
      setFailure(null)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    await client.invalidateQueries({ queryKey: [ENDPOINTS.listModelRuns.path] })
  }
  return { failure, send }
}

function Result(props: {
  readonly run: ModelRun
  readonly result: NonNullable<ModelRun['result']>
  readonly paths: ConversionPaths
}) {
  const { run, result, paths } = props
  const { unattributed } = result
  const sales = result.conversions + unattributed.conversions
  const { totals, unattributed: now } = paths.data.models
  const hasChanged = sales !== totals.conversions || unattributed.conversions !== now.conversions
  const names = new Map(paths.data.placements.map((row) => [row.placement_id, row.placement_name]))
  const decisive = new Map(paths.data.models.rows.map((row) => [row.placement_id, row.credits.decisive_touch]))
  return (
    <>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.conversionsByPlacement(DATA_MODELS[run.model])}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.placement}</th>
            <th scope="col">{texts.share}</th>
            <th scope="col">{texts.conversions}</th>
            <th scope="col">{texts.commission}</th>
            <th scope="col">{texts.decisiveTouch}</th>
          </tr>
        </thead>
        <tbody>
          {result.rows
            .toSorted((a, b) => b.share - a.share)
            .map(({ placement_id, share, conversions, total_revenue }) => (
              <tr key={placement_id}>
                <th scope="row">{names.get(placement_id) ?? placement_id}</th>
                <td>{ratio(share)}</td>
                <td>{credit(conversions)}</td>
                <td>{sumMoney(total_revenue, paths.meta.currency)}</td>
                <td>{credit(decisive.get(placement_id) ?? 0)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">{texts.withoutATouch}</th>
            <td>{NO_VALUE}</td>
            <td>{count(unattributed.conversions)}</td>
            <td>{sumMoney(unattributed.total_revenue, paths.meta.currency)}</td>
            <td>{count(paths.data.models.unattributed.conversions)}</td>
          </tr>
          <tr className={table.total}>
            <th scope="row">{texts.allSales}</th>
            <td>{NO_VALUE}</td>
            <td>{count(sales)}</td>
            <td>
              {showMoney(readMoney(result.total_revenue) + readMoney(unattributed.total_revenue), paths.meta.currency)}
            </td>
            <td>{count(paths.data.models.totals.conversions)}</td>
          </tr>
        </tbody>
      </table>
      <p>
        {texts.fromSales(count(sales), sales === 1)}
        {run.model === 'markov' &&
          texts.andAboutJourneysWithoutOne(count(result.journeys_without_sale), ratio(result.sample, 1))}
        {texts.computedAt} {run.finished_at && time(run.finished_at, paths.meta.time_zone)}.
        {hasChanged && texts.salesHaveChangedSinceCompute}
      </p>
    </>
  )
}
