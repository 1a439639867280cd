'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ApiError, call } from './api.ts'
import { ENDPOINTS, type Me } from './endpoints.ts'

/** The signed-in user; without one, leads to the sign-in page and back. */
export function useMe(): Me | undefined {
  const router = useRouter()
  const path = usePathname()
  const { data, error } = useQuery({ queryKey: ['me'], queryFn: () => call(ENDPOINTS.staffMe), staleTime: 60_000 })
  const isSignedOut = error instanceof ApiError && error.status === 401
  useEffect(() => {
    if (!isSignedOut) return
    const here = `${path}${window.location.search}`
    router.replace(`/login/?next=${encodeURIComponent(here)}`)
  }, [isSignedOut, path, router])
  return data?.data
}
