'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ApiError, call } from './api.ts'
import { ENDPOINTS, type Me } from './endpoints.ts'

export interface Session {
  /** The signed-in user; undefined while loading, and without one. */
  readonly me: Me | undefined
  /** The session of a user who was signed in on this page has ended. */
  readonly hasEnded: boolean
  /** The user could not be loaded, for another reason than a missing session. */
  readonly error: Error | null
}

/** The signed-in user. A page that is opened without a session leads to the sign-in page and back. */
export function useSession(): Session {
  const router = useRouter()
  const path = usePathname()
  const { data, error } = useQuery({ queryKey: ['me'], queryFn: () => call(ENDPOINTS.staffMe), staleTime: 60_000 })
  const isSignedOut = error instanceof ApiError && error.status === 401
  const isNew = isSignedOut && data === undefined
  useEffect(() => {
    if (!isNew) return
    const here = `${path}${window.location.search}`
    router.replace(`/login/?next=${encodeURIComponent(here)}`)
  }, [isNew, path, router])
  return { me: data?.data, hasEnded: isSignedOut && !isNew, error: isSignedOut ? null : error }
}

export function useMe(): Me | undefined {
  return useSession().me
}
