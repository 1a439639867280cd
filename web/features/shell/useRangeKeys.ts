'use client'
import { usePathname } from 'next/navigation'
import type { Me } from '../../lib/endpoints.ts'
import { hasRange } from '../../lib/pages.ts'
import { useReportStatus } from '../../lib/reportMeta.tsx'
import { useViewState } from '../../lib/useViewState.ts'
import { shifted, todayIn } from './ranges.ts'
import type { KeyMap } from './useKeys.ts'

/** Keys of the top bar's range, comparison and traffic; none on pages without a range. */
export function useRangeKeys(me: Me | undefined, openCalendar: () => void): KeyMap {
  const [state, set] = useViewState()
  const path = usePathname()
  const meta = useReportStatus()?.meta
  if (!hasRange(path)) return {}
  const move = (direction: -1 | 1) => {
    const change = me && meta && shifted(meta, direction, todayIn(me.organisation.time_zone, Date.now()))
    if (change) set(change)
  }
  return {
    '1': () => set({ range: '7d', start: null, end: null }),
    '2': () => set({ range: '30d', start: null, end: null }),
    '3': openCalendar,
    '[': () => move(-1),
    ']': () => move(1),
    c: () => set({ compare: state.compare === 'none' ? 'prev' : 'none' }),
    n: () => set({ traffic: state.traffic === 'net' ? 'gross' : 'net' }),
  }
}
