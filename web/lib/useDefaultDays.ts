'use client'
import { usePathname } from 'next/navigation'
import { useMemo } from 'react'
import { defaultDays } from './defaultDays.ts'
import { dayIn } from './formats.ts'
import { useMe } from './useMe.ts'

/** The days of this page if none are chosen; null for the last 7. */
export function useDefaultDays() {
  const me = useMe()
  const path = usePathname()
  return useMemo(() => {
    if (me === undefined) return null
    const { organisation } = me
    return defaultDays(path, organisation, dayIn(organisation.time_zone, Date.now()))
  }, [me, path])
}
