'use client'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import classes from './ui.module.css'

/** One point of a chart in words. */
export interface Point {
  readonly title: string
  readonly facts: readonly (readonly [name: string, value: string])[]
}

/**
 * The focusable wrapper of a drawing: pointer and arrow keys walk its points, a tooltip shows and a live region says
 * them.
 *
 * @param props.left pixels left of the plot inside the drawing; likewise right
 * @param props.between points lie between the edges (columns), not on them (lines)
 */
export function PointWalker(props: {
  readonly label: string
  readonly points: readonly Point[]
  readonly left: number
  readonly right: number
  readonly between?: boolean
  readonly children: ReactNode
}) {
  const { points, left, right, between = false } = props
  const [at, setAt] = useState<number | null>(null)
  const last = points.length - 1
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setAt(null)
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    setAt((from) => Math.max(0, Math.min(last, from === null ? (step > 0 ? 0 : last) : from + step)))
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left - left) / (box.width - left - right)
    const index = between ? Math.floor(share * points.length) : Math.round(share * last)
    setAt(Math.max(0, Math.min(last, index)))
  }
  const point = at === null ? undefined : points[at]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is a group of points, not a fieldset
    <div
      className={classes.plot}
      role="group"
      aria-roledescription="chart"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk its points
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      {props.children}
      {point && (
        <div className={classes.tooltip} style={at! > last / 2 ? { left: left + 12 } : { right: right + 4 }}>
          <b>{point.title}</b>
          <dl>
            {point.facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <span className="visually-hidden" aria-live="polite">
        {point && `${point.title}: ${point.facts.map(([name, value]) => `${name} ${value}`).join(', ')}`}
      </span>
    </div>
  )
}
