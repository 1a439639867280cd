'use client'
import { usePathname } from 'next/navigation'
import type { Me } from '../../lib/endpoints.ts'
import { dayIn } from '../../lib/formats.ts'
import { hasRange } from '../../lib/pages.ts'
import { useReportStatus } from '../../lib/reportMeta.tsx'
import { useViewState, viewStateNow } from '../../lib/useViewState.ts'
import { shifted } from './ranges.ts'
import type { KeyMap } from './useKeys.ts'

/** Keys of the top bar's range, comparison and traffic; none on pages without a range. */
export function useRangeKeys(me: Me | undefined, openCalendar: () => void): KeyMap {
  const [, set] = useViewState()
  const path = usePathname()
  const meta = useReportStatus()?.meta
  if (!hasRange(path)) return {}
  const move = (direction: -1 | 1) => {
    const change = me && meta && shifted(meta, direction, dayIn(me.organisation.time_zone, Date.now()))
    if (change) set(change)
  }
  return {
    '1': () => set({ range: '7d', start: null, end: null }),
    '2': () => set({ range: '30d', start: null, end: null }),
    '3': openCalendar,
    '[': () => move(-1),
    ']': () => move(1),
    c: () => set({ compare: viewStateNow().compare === 'none' ? 'prev' : 'none' }),
    n: () => set({ traffic: viewStateNow().traffic === 'net' ? 'gross' : 'net' }),
  }
}
