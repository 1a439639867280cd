// What happened to each exposure on the server, for the placement lens: the answer, and the verdict a moment later.
import type { Answered } from './network.ts'
import type { Sent } from './sender.ts'
import { readVerdicts, type Verdict } from './verdicts.ts'

export interface Fate {
  readonly text: string
  /** Undefined: not known yet. */
  readonly isGood?: boolean
}

interface Batch {
  readonly write_key: string
  readonly events: readonly { readonly event_id?: string }[]
}

const NOT_SENT: Fate = { text: 'not sent yet' }
const OF_CODE: Readonly<Record<string, string>> = {
  invalid_key: 'key refused',
  missing_key: 'key refused',
  origin_not_allowed: 'origin forbidden',
  origin_needed: 'origin forbidden',
  unknown_merchant: 'unknown merchant: waits until it exists',
  unknown_placement: 'unknown placement: waits until it exists',
}

/** Returns what is known about an event. Removes answered events from the list. */
export function followFates(sent: Sent): (eventId: string | undefined) => Fate {
  const fates = new Map<string, Fate>()
  let stop: Fate | undefined
  const follow = async ([body, answer, endpoint]: Sent[number]) => {
    const { events, write_key } = JSON.parse(body) as Batch
    const ids = new Set(events.flatMap(({ event_id }) => event_id ?? []))
    const set = (fate: Fate) => {
      for (const id of ids) fates.set(id, fate)
    }
    set({ text: 'sent' })
    try {
      const { status, receipt } = await answer
      set(fateOf(status, receipt))
      if (status === 401 || status === 403) stop = fateOf(status, receipt)
      for (const { event_id, code } of receipt.rejected ?? []) {
        if (event_id) fates.set(event_id, { text: `rejected: ${code}`, isGood: false })
        if (event_id) ids.delete(event_id)
      }
      if (status >= 400) return
      const onVerdict = (verdict: Verdict) => void fates.set(verdict.event_id, fateOfVerdict(verdict))
      await readVerdicts({ endpoint, write_key, ids }, onVerdict)
    } catch {
      set({ text: 'no answer, is sent again' })
    }
  }
  return (eventId) => {
    for (const batch of sent.splice(0)) void follow(batch)
    return (eventId && fates.get(eventId)) || stop || NOT_SENT
  }
}

function fateOf(status: number, { error }: Answered['receipt']): Fate {
  if (status < 400) return { text: 'accepted', isGood: true }
  const reason = OF_CODE[error?.code ?? ''] ?? error?.code ?? `status ${status}`
  // 408, 429 and 5xx are retried.
  const isFinal = status < 500 && status !== 408 && status !== 429
  return isFinal ? { text: reason, isGood: false } : { text: `${reason}, is sent again` }
}

function fateOfVerdict({ verdict, reason }: Verdict): Fate {
  if (verdict === 'rejected') return { text: OF_CODE[reason] ?? `rejected: ${reason}`, isGood: false }
  return { text: reason ? `${verdict}: ${reason}` : verdict, isGood: verdict !== 'flagged' }
}
