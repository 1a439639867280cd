'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from './api.ts'

/** A change saved by another user while the form was open. */
export interface Meanwhile {
  readonly version: string | number
  readonly changed_by: string | null
  readonly changed_at: string | null
  readonly current: Readonly<Record<string, unknown>>
}

export interface Save {
  readonly isBusy: boolean
  /** The server's error, if it is not about fields of the form. */
  readonly error: string | null
  /** The conflicting change. Sent again with its version, this change is saved on top of it. */
  readonly meanwhile: Meanwhile | null
  /** Errors by field. */
  readonly fields: Readonly<Record<string, string>>
  /** Sends a change and reloads the lists. Null if it was rejected. */
  readonly run: <T>(send: () => Promise<T>) => Promise<T | null>
}

/** Saves one change at a time. A rejected change keeps the form's input. */
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
        // The frame asks to sign in again; the form keeps its input.
        if (failure instanceof ApiError && failure.status === 401) void client.invalidateQueries({ queryKey: ['me'] })
        setRefusal(failure instanceof ApiError ? failure : new ApiError(0, 'failed', String(failure), null, null))
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
