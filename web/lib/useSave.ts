'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from './api.ts'

/** What somebody else saved while a form was open. */
export interface Meanwhile {
  readonly version: string | number
  readonly changed_by: string | null
  readonly changed_at: string | null
  readonly current: Readonly<Record<string, unknown>>
}

export interface Save {
  readonly isBusy: boolean
  /** What the server said, when it is not about fields of the form. */
  readonly error: string | null
  /** The other change that this one was refused for; sent again with its version, this one is saved on top of it. */
  readonly meanwhile: Meanwhile | null
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
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null)
  const fields = Object.fromEntries(
    Object.entries(refusal?.fields ?? {}).map(([path, message]) => [path.split('.')[0]!, message]),
  )
  const isPlaced = Object.keys(fields).length > 0 && Object.keys(fields).every((field) => known.includes(field))
  return {
    isBusy,
    fields,
    meanwhile,
    error:
      refusal === null || isPlaced || refusal.code === 'changed_meanwhile'
        ? null
        : [refusal.message, ...Object.values(fields)].join(' '),
    run: async (send) => {
      setBusy(true)
      setRefusal(null)
      try {
        const answer = await send()
        void client.invalidateQueries()
        return answer
      } catch (failure) {
        if (failure instanceof ApiError && failure.code === 'changed_meanwhile') {
          setMeanwhile(failure.details as Meanwhile)
          void client.invalidateQueries()
        }
        setRefusal(failure instanceof ApiError ? failure : new ApiError(0, 'failed', String(failure), null, null))
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
