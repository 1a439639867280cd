'use client'
import { MODEL_LABELS, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import type { CSSProperties } from 'react'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { credit, NO_VALUE, percentage, sumMoney } from '../../lib/formats.ts'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'

/** Does the model change the answer? All models side by side, shaded by the difference from the decisive touch. */
export function LabCard({ paths: { data, meta } }: { readonly paths: ConversionPaths }) {
  const { rows, unattributed, totals, disagreement_pct: disagreement } = data.models
  return (
    <Card label="Attribution lab">
      <div className={classes.lead}>
        <h2>Conversions by placement and credit model</h2>
        The same sales under every model, by the day of the sale. Shading: more or less credit than the decisive touch.{' '}
        {verdictOf(disagreement)}
        {data.models.is_counting && (
          <p role="status">Sales from before the last upgrade are still being counted: these figures are too low.</p>
        )}
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
            <tr>
              <th scope="row">Without a touch</th>
              {MODELS.map((model) => (
                <td key={model}>{credit(unattributed.conversions)}</td>
              ))}
            </tr>
            <tr className={table.total}>
              <th scope="row">All sales</th>
              {MODELS.map((model) => (
                <td key={model}>{model === 'any_touch' ? NO_VALUE : credit(totals.conversions)}</td>
              ))}
            </tr>
            <tr className={table.total}>
              <th scope="row">Commission</th>
              {MODELS.map((model) => (
                <td key={model}>{model === 'any_touch' ? NO_VALUE : sumMoney(totals.total_revenue, meta.currency)}</td>
              ))}
            </tr>
            <tr className={table.total}>
              <th scope="row">Credit moved</th>
              {MODELS.map((model) => (
                <td key={model}>{percentage(disagreement[model], 1)}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </section>
      <p className={classes.lead}>
        Credit moved: the share of credit that a model gives to other placements than the decisive touch does. Any touch
        counts a sale in every placement that touched it, so it does not add up.
      </p>
    </Card>
  )
}

/** Full shading at 0 or at twice the credit of the decisive touch. */
function heatOf(credits: Readonly<Record<Model, number>>, model: Model) {
  const difference = credits[model] - credits.decisive_touch
  if (difference === 0) return {}
  const share = Math.min(1, Math.abs(difference) / Math.max(1, credits.decisive_touch))
  return {
    className: difference > 0 ? classes.more : classes.less,
    style: { '--heat': `${Math.round(share * 100)}%` } as CSSProperties,
  }
}

function verdictOf(disagreement: Readonly<Record<Model, number | null>>): string {
  const values = MODELS.filter((model) => model !== 'any_touch').flatMap((model) => disagreement[model] ?? [])
  const most = Math.max(0, ...values)
  if (most < 5) return 'The models agree: they move less than 5% of credit.'
  return `Other models move up to ${percentage(most, 0)} of credit.`
}
