import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { type Change, NO_VALUE } from '../lib/formats.ts'
import classes from './Marks.module.css'

/** A change: arrow, sign and words; coloured only if one direction is better. */
export function Delta({ change, better }: { readonly change: Change; readonly better: 'up' | 'down' | null }) {
  if (change.text === NO_VALUE) return <span>{NO_VALUE}</span>
  const Arrow = change.direction === 'up' ? IconArrowUpRight : change.direction === 'down' ? IconArrowDownRight : null
  const rated = better !== null && (change.direction === 'up' || change.direction === 'down')
  const tone = rated ? (change.direction === better ? classes.good : classes.bad) : undefined
  return (
    <span className={tone}>
      {Arrow && <Arrow size={12} stroke={2.5} aria-hidden />} {change.text}
    </span>
  )
}
