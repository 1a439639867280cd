'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../lib/api.ts'

export interface Save {
  readonly isBusy: boolean
  /** What the server said, when it is not about fields of the form. */
  readonly error: string | null
  /** What is wrong with each field. */
  readonly fields: Readonly<Record<string, string>>
  /** Sends a change; lists are asked again after it. Null when it was refused. */
  readonly run: <T>(send: () => Promise<T>) => Promise<T | null>
}

/** One change at a time. A refused one leaves the form as it is. */
export function useSave(known: readonly string[] = []): Save {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ApiError | null>(null)
  const fields = Object.fromEntries(
    Object.entries(refusal?.fields ?? {}).map(([path, message]) => [path.split('.')[0]!, message]),
  )
  const isPlaced = Object.keys(fields).length > 0 && Object.keys(fields).every((field) => known.includes(field))
  return {
    isBusy,
    fields,
    error: refusal === null || isPlaced ? null : [refusal.message, ...Object.values(fields)].join(' '),
    run: async (send) => {
      setBusy(true)
      setRefusal(null)
      try {
        const answer = await send()
        void client.invalidateQueries()
        return answer
      } catch (failure) {
        setRefusal(failure instanceof ApiError ? failure : new ApiError(0, 'failed', String(failure), null, null))
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
