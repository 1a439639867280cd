import type { Metric } from '@bx/contracts/metrics/metric'
import { type Compared, type Cut, changeText, comparedWords, noiseWords, valuesFact } from '../lib/compareWords.ts'
import type { ReportMeta } from '../lib/endpoints.ts'
import type { Explanation } from './explanation.ts'
import { type ExplainScope, explain } from './explanations.ts'
import { texts } from './strings.ts'

/** A comparison, how its values are written, and which part of the range they cover. */
export interface Comparison {
  readonly compared: Compared
  readonly format: (value: number | null) => string
  readonly cut: Cut
}

/** Explains the change itself: both values, their days and the range; null if nothing is compared. */
export function explainChange(about: ExplainScope, metric: Metric, comparison: Comparison): Explanation | null {
  const { compared, format } = comparison
  const { now, before, change } = compared
  if (change === null || before === null) return null
  const sign = change.kind === 'points' ? '−' : '÷'
  const value = changeText(change)
  return explain(
    about,
    { ...metric, label: texts.changeOf(metric.label) },
    {
      value,
      division: [
        { value: format(now), label: texts.now },
        sign,
        { value: format(before), label: texts.before },
        '=',
        { value, label: change.within_noise ? texts.withinNoise : texts.changeInText },
      ],
      says: metric.formula,
    },
    [
      [texts.compared, valuesFact(about.meta, compared, format, comparison.cut)],
      [texts.range, noiseWords(change)],
      [texts.noise, texts.rule],
    ],
  )
}

/** What an explanation of a figure says about its comparison. */
export function comparedFacts(meta: ReportMeta, { compared, format, cut }: Comparison): [string, string][] {
  if (compared.change === null) return []
  const noise = compared.change.within_noise ? texts.withinNoiseInText : ''
  return [
    [texts.compared, valuesFact(meta, compared, format, cut)],
    [texts.change, `${changeText(compared.change)}${noise}. ${noiseWords(compared.change)}`],
  ]
}

/**
 * The comparison of a main figure: its change, and the two values that were compared.
 * @param short how values are written in the strip, if shorter than in the explanation
 */
export function kpiChange(
  about: ExplainScope,
  metric: Metric,
  comparison: Comparison,
  short: Comparison['format'] = comparison.format,
) {
  return {
    change: comparison.compared.change,
    from: comparedWords(about.meta, comparison.compared, short, comparison.cut),
    better: metric.better,
    explainedChange: explainChange(about, metric, comparison),
  }
}
