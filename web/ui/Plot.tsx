'use client'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import classes from './Figure.module.css'
import type { FigureTable } from './figureTable.ts'

/** Positions of the points: `left` and `right` margin of the plot in pixels, points on its edges or in equal bands. */
export interface PlotLayout {
  readonly left: number
  readonly right: number
  /** keys: points are not in a line; only the arrow keys move between them. */
  readonly points: 'edges' | 'bands' | 'rows' | 'keys'
  readonly top?: number
  readonly bottom?: number
}

/** Points that are also shown elsewhere, or that are links. */
export interface PlotPoints {
  /** The focused point, if the parent controls it: the parent shows it, so there is no box. */
  readonly active?: { readonly at: number | null; readonly onChange: (at: number | null) => void }
  /** Enter on a point does the same as a click. */
  readonly onOpen?: (index: number) => void
}

/** The focusable wrapper of a chart: pointer and arrow keys move between its points, a live region announces them. */
export function Plot(props: {
  readonly label: string
  readonly table: FigureTable
  readonly layout: PlotLayout
  readonly points?: PlotPoints
  readonly children: ReactNode
}) {
  const { head, rows } = props.table
  const { active, onOpen } = props.points ?? {}
  const own = useState<number | null>(null)
  const [at, setAt] = active ? [active.at, active.onChange] : own
  const last = rows.length - 1
  const clamp = (index: number) => Math.max(0, Math.min(last, index))
  const onKeyDown = (event: KeyboardEvent) => {
    // Elements inside handle their own keys.
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' && at !== null) return onOpen?.(at)
    if (event.key === 'Escape') return setAt(null)
    const step = stepOf(event.key)
    if (step === 0) return
    event.preventDefault()
    setAt(clamp(at === null ? (step > 0 ? 0 : last) : at + step))
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (props.layout.points !== 'keys') setAt(clamp(indexAt(event, props.layout, rows.length)))
  }
  const row = at === null ? undefined : rows[at]
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
      {row && !active && (
        <div className={classes.tooltip} style={beside(at!, rows.length, props.layout)}>
          <b>{row[0]}</b>
          <dl>
            {row.slice(1).map((cell, i) => (
              <Pair key={head[i + 1]} name={head[i + 1]!} value={cell} />
            ))}
          </dl>
        </div>
      )}
      <span className="visually-hidden" aria-live="polite">
        {row &&
          `${row[0]}: ${row
            .slice(1)
            .map((cell, i) => `${head[i + 1]} ${cell}`)
            .join(', ')}`}
      </span>
    </div>
  )
}

function Pair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

/** Beside the point, on the side with more room. */
function beside(
  at: number,
  points: number,
  { left, right, points: kind, top = 0, bottom = 0 }: PlotLayout,
): CSSProperties {
  if (kind === 'keys') return { right: 24 }
  const share = kind === 'edges' ? (points > 1 ? at / (points - 1) : 0) : (at + 0.5) / points
  const isLate = share > 0.5
  const [start, end] = kind === 'rows' ? [top, bottom] : [left, right]
  const distance = `calc(${isLate ? end : start}px + (100% - ${start + end}px) * ${isLate ? 1 - share : share} + ${GAP}px)`
  if (kind === 'rows') return { right: 24, ...(isLate ? { top: 'auto', bottom: distance } : { top: distance }) }
  return isLate ? { right: distance } : { left: distance }
}

/** Between a point and its box, pixels. */
const GAP = 12

function stepOf(key: string): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return 1
  return key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0
}

function indexAt(event: PointerEvent<HTMLElement>, layout: PlotLayout, points: number): number {
  const box = event.currentTarget.getBoundingClientRect()
  if (layout.points === 'rows') {
    const [top, bottom] = [layout.top ?? 0, layout.bottom ?? 0]
    return Math.floor(((event.clientY - box.top - top) / (box.height - top - bottom)) * points)
  }
  const share = (event.clientX - box.left - layout.left) / (box.width - layout.left - layout.right)
  return layout.points === 'edges' ? Math.round(share * (points - 1)) : Math.floor(share * points)
}
