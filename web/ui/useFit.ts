'use client'
import { useEffect, useLayoutEffect, useState } from 'react'

/** A column of a table; without a priority it never leaves. */
export interface FittedColumn {
  readonly key: string
  readonly priority?: number | undefined
}

export type Widths = Readonly<Record<string, number>>

/**
 * Which columns leave a table because its region is too narrow for all.
 * @returns `region`: the ref of the region that scrolls; its header cells are named by `data-column`
 */
export function useFit(columns: readonly FittedColumn[]) {
  const [element, region] = useState<HTMLElement | null>(null)
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY)
  const [widths, setWidths] = useState<Widths>({})
  // After each render, because each may have changed the figures: columns are as narrow as possible only in a full table.
  useLayoutEffect(() => {
    if (element === null) return
    setRoom(element.clientWidth)
    if (element.scrollWidth > element.clientWidth) setWidths((known) => measured(element, known))
  })
  useEffect(() => {
    if (element === null) return
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return { region, left: leavingColumns(columns, widths, room) }
}

/** The keys of the columns that leave, until the others fit: high priority numbers first, then the last columns. */
export function leavingColumns(columns: readonly FittedColumn[], widths: Widths, room: number): ReadonlySet<string> {
  let needed = columns.reduce((sum, { key }) => sum + (widths[key] ?? 0), widths.name ?? 0)
  const leaving = new Set<string>()
  const candidates = columns.filter(({ priority }) => priority !== undefined).toReversed()
  for (const { key } of candidates.toSorted((a, b) => b.priority! - a.priority!)) {
    if (needed <= room) break
    leaving.add(key)
    needed -= widths[key] ?? 0
  }
  return leaving
}

/** The header cells' widths, with those of the columns that have left; the same object if nothing changed. */
function measured(region: HTMLElement, known: Widths): Widths {
  const cells = [...region.querySelectorAll<HTMLElement>('th[data-column]')]
  const found = Object.fromEntries(cells.map((cell) => [cell.dataset.column, Math.ceil(cell.offsetWidth)]))
  const isKnown = Object.entries(found).every(([key, width]) => known[key] === width)
  return isKnown ? known : { ...known, ...found }
}
