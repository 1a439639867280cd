import type { Change } from '@bx/contracts/metrics/change'
import type { Metric } from '@bx/contracts/metrics/metric'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { changeText, NO_CHANGE, noiseWords } from '../lib/compareWords.ts'
import { NO_VALUE } from '../lib/formats.ts'
import classes from './Marks.module.css'
import { texts } from './strings.ts'

/**
 * A change: arrow, sign and number; coloured only if one direction is better. Within noise it is grey and says so; the range is
 * shown on hover.
 */
export function Delta(props: {
  readonly change: Change | null
  readonly better: Metric['better']
  /** Says "within noise" on hover and to screen readers only, where many changes are below each other. */
  readonly isShort?: boolean
}) {
  const { change, better } = props
  if (change === null) return <span>{NO_VALUE}</span>
  const text = changeText(change)
  const direction = text === NO_CHANGE ? null : (change.value ?? 1) > 0 ? 'up' : 'down'
  if (change.within_noise)
    return (
      <span className={classes.noise} title={noiseWords(change)}>
        {text}
        {direction && <small className={props.isShort ? 'visually-hidden' : undefined}> {texts.withinNoise}</small>}
      </span>
    )
  const Arrow = direction === 'up' ? IconArrowUpRight : IconArrowDownRight
  const tone = better === null ? undefined : direction === better ? classes.good : classes.bad
  return (
    <span className={tone} title={noiseWords(change)}>
      {direction && <Arrow size={12} stroke={2.5} aria-hidden />} {text}
    </span>
  )
}
