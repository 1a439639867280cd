import type { Indicator as Verdict } from '@bx/contracts/metrics/thresholds'
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconSquareRotatedFilled,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Indicator.module.css'
import { texts } from './strings.ts'

/** Each verdict has a shape and a colour, so that one alone is enough. */
export const VERDICTS = {
  green: { words: texts.good, Icon: IconCircleCheckFilled },
  yellow: { words: texts.watch, Icon: IconAlertTriangleFilled },
  red: { words: texts.low, Icon: IconSquareRotatedFilled },
  grey: { words: texts.notEnoughData, Icon: IconCircleDashed },
} as const satisfies Record<Verdict, unknown>

export function Indicator({ verdict }: { readonly verdict: Verdict }) {
  const { words, Icon } = VERDICTS[verdict]
  return (
    <span className={classes[verdict]} title={words}>
      <Icon size={14} aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** Glyph, then number; the glyphs are aligned in a column. */
export function Rated(props: { readonly verdict: Verdict; readonly children: ReactNode }) {
  return (
    <span className={classes.rated}>
      <Indicator verdict={props.verdict} />
      {props.children}
    </span>
  )
}

export function IndicatorLegend() {
  return (
    <span className={classes.legend}>
      {Object.entries(VERDICTS).map(([verdict, { words, Icon }]) => (
        <span key={verdict} className={classes[verdict]}>
          <Icon size={14} aria-hidden />
          <span>{words}</span>
        </span>
      ))}
    </span>
  )
}
