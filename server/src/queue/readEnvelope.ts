import type { Envelope } from './queue.ts'

/** First and last instant that PostgreSQL and JavaScript write in the same way. */
const [FIRST_MS, LAST_MS] = [Date.parse('2000-01-01T00:00:00Z'), Date.parse('3000-01-01T00:00:00Z')]
const LISTS = ['exposures', 'renders', 'clicks', 'conversions', 'refused'] as const

/** A queued envelope, or why it cannot be handled. Its events may still be invalid: those are isolated one by one. */
export function readEnvelope(payload: string): { readonly envelope: Envelope } | { readonly reason: string } {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch (error) {
    return { reason: `no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  if (typeof value !== 'object' || value === null) return { reason: 'no envelope: expected an object' }
  const envelope = value as Partial<Record<keyof Envelope, unknown>>
  const missing = LISTS.filter((list) => !Array.isArray(envelope[list]))
  if (missing.length > 0) return { reason: `no envelope: expected lists in ${missing.join(', ')}` }
  if (typeof envelope.keyId !== 'string') return { reason: 'no envelope: expected text in keyId' }
  const { receivedAt } = envelope
  if (typeof receivedAt !== 'number' || !(receivedAt >= FIRST_MS && receivedAt < LAST_MS))
    return { reason: 'no envelope: expected a time in receivedAt' }
  return { envelope: value as Envelope }
}
