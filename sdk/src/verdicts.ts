// Asks the server for the verdicts on acknowledged events, for the placement lens.

export interface Verdict {
  readonly event_id: string
  readonly verdict: 'stored' | 'flagged' | 'duplicate' | 'rejected'
  readonly reason: string
}

export interface Asked {
  readonly endpoint: string
  readonly write_key: string
  /** Events with a verdict are removed. */
  readonly ids: Set<string>
}

const EVERY_MS = 1500
/** The server's list may no longer contain the events of a busy key; then `accepted` is the last known state. */
const TIMES = 12

export async function readVerdicts(
  { endpoint, write_key, ids }: Asked,
  onVerdict: (v: Verdict) => void,
): Promise<void> {
  for (let time = 0; time < TIMES && ids.size > 0; time++) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    for (const verdict of await ask(endpoint, { write_key, event_ids: [...ids] })) {
      ids.delete(verdict.event_id)
      onVerdict(verdict)
    }
  }
}

async function ask(endpoint: string, question: object): Promise<readonly Verdict[]> {
  try {
    const body = JSON.stringify(question)
    const answer = await fetch(`${endpoint}/api/exposure/verdicts`, { method: 'POST', body, credentials: 'omit' })
    return (await answer.json()).data ?? []
  } catch {
    return []
  }
}
