import { HIGH_RISK_SCORE } from '@bx/contracts/metrics/riskScore'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconSquareRotatedFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { SimulationRow } from '../../lib/endpoints.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

type Level = 'good' | 'watch' | 'bad'

const ICONS = { good: IconCircleCheckFilled, watch: IconAlertTriangleFilled, bad: IconSquareRotatedFilled }

/** Shape, colour and word of each verdict. */
const VERDICTS: Readonly<Record<SimulationRow['delivery_feasibility'], { level: Level; words: string }>> = {
  'Feasible (30% allocation)': { level: 'good', words: texts.feasible },
  'Feasible (50% allocation - HIGH RISK)': { level: 'watch', words: texts.highRisk },
  'Not Feasible': { level: 'bad', words: texts.notFeasible },
}

export function VerdictTag({ verdict }: { readonly verdict: SimulationRow['delivery_feasibility'] }) {
  const { level, words } = VERDICTS[verdict]
  return <LevelTag level={level}>{words}</LevelTag>
}

/** Low to 60, high above, at the limit at 100. */
export function riskLevel(score: number): { level: Level; words: string } {
  if (score >= 100) return { level: 'bad', words: texts.atTheLimit }
  return score > HIGH_RISK_SCORE ? { level: 'watch', words: texts.high } : { level: 'good', words: texts.low }
}

export function RiskGlyph({ score }: { readonly score: number }) {
  const { level, words } = riskLevel(score)
  const Icon = ICONS[level]
  return (
    <span className={classes[level]} title={texts.riskOf(words)}>
      <Icon size={14} aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

export function LevelTag({ level, children }: { readonly level: Level; readonly children: ReactNode }) {
  const Icon = ICONS[level]
  return (
    <span className={`${classes.tag} ${classes[`${level}Tag`]}`}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  )
}
