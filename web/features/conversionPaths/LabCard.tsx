'use client'
import {
  LAB_LABELS,
  LAB_MODELS,
  type Lab,
  type LabCell,
  type LabModel,
  type LabRow,
} from '@bx/contracts/metrics/attributionLab'
import { CREDIT_RULES } from '@bx/contracts/metrics/creditModels'
import type { CSSProperties } from 'react'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { credit, NO_VALUE, percentage } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'
import { explainCell } from './labFigures.ts'
import { texts } from './strings.ts'

/** Full shading at this many points of share. */
const FULL_POINTS = 25

/** Does the model change the answer? All models side by side, shaded by points of share against the decisive touch. */
export function LabCard({ paths, lab }: { readonly paths: ConversionPaths; readonly lab: Lab }) {
  const scale = Math.max(5, ...lab.rows.flatMap((row) => LAB_MODELS.flatMap((model) => row.cells[model]?.share ?? [])))
  return (
    <Card label={texts.attributionLab}>
      <div className={classes.lead}>
        <h2>{texts.salesCreditedByModel}</h2>
        {texts.theSameSalesInEvery(credit(lab.credited), lab.credited === 1)}{' '}
        <span className={classes.less}>{texts.less}</span> {texts.or} <span className={classes.more}>{texts.more}</span>{' '}
        {texts.shareThanTheDecisiveTouch}
        {paths.data.models.is_counting && <p role="status">{texts.salesFromBeforeTheLast}</p>}
      </div>
      <Scroller label={texts.tableOfModels}>
        <table className={`${table.table} ${classes.lab}`}>
          <caption className="visually-hidden">{texts.salesCreditedToEachPlacement}</caption>
          <Head />
          <tbody>
            <tr className={table.total}>
              <th scope="row">{texts.allPlacements}</th>
              {LAB_MODELS.map((model) => (
                <td key={model}>{lab.models[model] ? credit(lab.credited) : NO_VALUE}</td>
              ))}
              <td aria-hidden />
              <td>{NO_VALUE}</td>
            </tr>
            {lab.rows.map((row) => (
              <Row key={row.id} row={row} scale={scale} paths={paths} lab={lab} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <p className={classes.lead}>
        {texts.disagreementCirclesAreTheLowest(credit(paths.data.models.unattributed.conversions))}
      </p>
    </Card>
  )
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">{texts.placement}</th>
        {LAB_MODELS.map((model) => (
          <th key={model} scope="col" title={CREDIT_RULES[model]}>
            {LAB_LABELS[model]}
          </th>
        ))}
        <th scope="col">{texts.disagreement}</th>
        <th scope="col">{texts.spreadPoints}</th>
      </tr>
    </thead>
  )
}

function Row(props: {
  readonly row: LabRow
  readonly scale: number
  readonly paths: ConversionPaths
  readonly lab: Lab
}) {
  const { row, scale, paths, lab } = props
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {LAB_MODELS.map((model) => {
        const cell = row.cells[model]
        return (
          <td key={model} {...tintOf(cell)}>
            {cell === null ? (
              NO_VALUE
            ) : (
              <Explain explanation={explainCell(paths, lab, { row, model, cell })}>
                <Value model={model} cell={cell} />
              </Explain>
            )}
          </td>
        )
      })}
      <td>
        <Spread row={row} scale={scale} />
      </td>
      <td>{row.spread === null ? NO_VALUE : row.spread.toFixed(1)}</td>
    </tr>
  )
}

/** The decisive touch has its share below, the other models the difference. */
function Value({ model, cell }: { readonly model: LabModel; readonly cell: LabCell }) {
  const below = model === 'decisive_touch' ? percentage(cell.share, 1) : pointsText(cell.points)
  return (
    <span className={classes.cell}>
      {credit(cell.credit)}
      <small>{below}</small>
    </span>
  )
}

function pointsText(points: number | null): string {
  if (points === null) return NO_VALUE
  const size = Math.abs(points).toFixed(1)
  return size === '0.0' ? texts.pts : texts.ptsOf(points > 0 ? '+' : '−', size)
}

/** Lowest and highest share, and the decisive touch. */
function Spread({ row, scale }: { readonly row: LabRow; readonly scale: number }) {
  const shares = LAB_MODELS.flatMap((model) => row.cells[model]?.share ?? [])
  if (shares.length === 0) return null
  const at = (share: number) => `${(share / scale) * 100}%`
  const [low, high] = [Math.min(...shares), Math.max(...shares)]
  return (
    <span className={classes.dumbbell} aria-hidden>
      <i style={{ left: at(low), width: at(high - low) }} />
      <b style={{ left: at(low) }} />
      <b style={{ left: at(high) }} />
      <em style={{ left: at(row.cells.decisive_touch?.share ?? 0) }} />
    </span>
  )
}

/** A neutral tint: neither direction is better. */
function tintOf(cell: LabCell | null) {
  const points = cell?.points ?? 0
  if (Math.abs(points) < 0.05) return {}
  return {
    className: points > 0 ? classes.more : classes.less,
    style: { '--heat': `${Math.round(Math.min(1, Math.abs(points) / FULL_POINTS) * 100)}%` } as CSSProperties,
  }
}
