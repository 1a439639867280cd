import { INDICATORS, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { count } from '../lib/formats.ts'
import { Indicator, VERDICTS } from './Indicator.tsx'
import { texts } from './strings.ts'
import classes from './Thresholds.module.css'
import { type PreviewedRow, type RatedRate, thresholdCounts } from './thresholdCounts.ts'

/** What the thresholds as typed make of the placements on the screen, and what the saved ones make of them. */
export function ThresholdPreview(props: {
  readonly rows: readonly PreviewedRow[]
  readonly rate: RatedRate
  readonly thresholds: PerformanceThresholds
  readonly before: PerformanceThresholds
}) {
  const { rows, rate } = props
  const counts = thresholdCounts(rows, rate, props.thresholds)
  const before = thresholdCounts(rows, rate, props.before)
  if (counts === null || before === null) return null
  return (
    <p className={classes.preview} aria-live="polite">
      {INDICATORS.map((verdict) => (
        <span key={verdict}>
          <Indicator verdict={verdict} /> {count(counts[verdict])} {VERDICTS[verdict].words.toLowerCase()}
          {counts[verdict] !== before[verdict] && <small> {texts.was(count(before[verdict]))}</small>}
        </span>
      ))}
    </p>
  )
}
