import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { useState } from 'react'
import { funnelBars } from '../../charts/funnelBars.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { count, dateRange } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { explain } from '../../ui/explanations.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import classes from './FunnelCard.module.css'
import { describeFunnel, type FunnelStep, funnelSteps, funnelTable } from './funnel.ts'
import { texts } from './strings.ts'

/** From impression to conversion, with the rate of each step in words. */
export function FunnelCard({ summary }: { readonly summary: MerchantSummary }) {
  const { data, meta } = summary
  const steps = funnelSteps(data.funnel)
  const bars = steps.map(({ rate, ...step }) => ({ ...step, rate: rate && `${rate.value} ${rate.words}` }))
  const [active, setActive] = useState<number | null>(null)
  return (
    <Card label={texts.fromImpressionToConversion}>
      <Figure
        title={texts.fromImpressionToConversion}
        subtitle={dateRange(meta.start, meta.end, false)}
        sentence={texts.fromImpressionToConversionOf(describeFunnel(steps))}
        table={funnelTable(steps)}
        file={`funnel_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
        layout={{ left: 0, right: 0, points: 'keys' }}
        points={{ active: { at: active, onChange: setActive } }}
        image={{ height: 160, options: (colours) => funnelBars(bars, colours) }}
        drawing={
          <ol className={classes.steps}>
            {steps.map((step, i) => (
              <li key={step.name}>
                {step.rate && <Rate summary={summary} step={step} above={steps[i - 1]!} />}
                <div className={classes.step} data-active={active === i || undefined}>
                  <b>{count(step.count)}</b>
                  <span>{step.name}</span>
                  <span className={classes.bar} style={{ width: `${step.width * 100}%` }} aria-hidden />
                </div>
              </li>
            ))}
          </ol>
        }
        note={<p className={classes.note}>{texts.barWidthsUseASquare}</p>}
      />
    </Card>
  )
}

function Rate(props: { readonly summary: MerchantSummary; readonly step: FunnelStep; readonly above: FunnelStep }) {
  const { summary, step, above } = props
  const { data, meta } = summary
  const { value, pct, words, metric } = step.rate!
  const about = { meta, scope: data.merchant.merchant_name, counted: data.counted }
  if (pct === null) {
    const [needed, what] =
      step.name === 'Clicks' ? [data.funnel.min_impressions, 'impressions'] : [data.funnel.min_clicks, 'clicks']
    return (
      <p className={classes.rate}>
        <span aria-hidden>⌄ </span>
        <span>{texts.needs(metric, count(needed), what)}</span>
      </p>
    )
  }
  return (
    <p className={classes.rate}>
      <span aria-hidden>⌄ </span>
      <Explain
        explanation={explain(about, step.name === 'Clicks' ? ctrMetric : cvrPerClickMetric, {
          value,
          division: [
            { value: count(step.count), label: step.name.toLowerCase() },
            '÷',
            { value: count(above.count), label: above.name.toLowerCase() },
            '=',
            { value, label: metric },
          ],
        })}
      >
        <b>{value}</b>
      </Explain>{' '}
      {words} <span>{metric}</span>
    </p>
  )
}
