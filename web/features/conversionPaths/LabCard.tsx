'use client'
import { MODEL_LABELS, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import type { CSSProperties } from 'react'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { credit, percentage } from '../../lib/formats.ts'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'

/** Does the model change the answer? All of them side by side, coloured by the difference from last touch. */
export function LabCard({ paths: { data } }: { readonly paths: ConversionPaths }) {
  const { rows, disagreement_pct: disagreement } = data.models
  return (
    <Card label="Attribution lab">
      <div className={classes.lead}>
        <h2>Conversions by placement and credit model</h2>
        Tint: more or fewer than last touch gives. {verdictOf(disagreement)}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label="Table of models">
        <table className={`${table.table} ${classes.lab}`}>
          <caption className="visually-hidden">Conversions credited to each placement by each model</caption>
          <thead>
            <tr>
              <th scope="col">Placement</th>
              {MODELS.map((model) => (
                <th key={model} scope="col">
                  {MODEL_LABELS[model]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={table.total}>
              <th scope="row">Differs from last touch</th>
              {MODELS.map((model) => (
                <td key={model}>{percentage(disagreement[model], 1)}</td>
              ))}
            </tr>
            {rows.map((row) => (
              <tr key={row.placement_id}>
                <th scope="row">{row.placement_name}</th>
                {MODELS.map((model) => (
                  <td key={model} {...heatOf(row.credits, model)}>
                    {credit(row.credits[model])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={classes.lead}>
        Differs: the share of credit a model puts elsewhere. Any touch gives every touched placement the whole sale, so
        it does not add up.
      </p>
    </Card>
  )
}

/** Full tint at twice, or at none of, what last touch gives. */
function heatOf(credits: Readonly<Record<Model, number>>, model: Model) {
  const difference = credits[model] - credits.last_touch
  if (difference === 0) return {}
  const share = Math.min(1, Math.abs(difference) / Math.max(1, credits.last_touch))
  return {
    className: difference > 0 ? classes.more : classes.less,
    style: { '--heat': `${Math.round(share * 100)}%` } as CSSProperties,
  }
}

function verdictOf(disagreement: Readonly<Record<Model, number | null>>): string {
  const values = MODELS.filter((model) => model !== 'any_touch').flatMap((model) => disagreement[model] ?? [])
  const most = Math.max(0, ...values)
  if (most < 5) return 'The models agree: they move less than 5% of the credit.'
  return `The models that share a sale out move up to ${percentage(most, 0)} of the credit.`
}
