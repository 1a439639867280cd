import { userId } from '@bx/contracts/events/fields'
import { keptFields } from '@bx/contracts/events/keptFields'
import { LIMITS } from '@bx/contracts/events/values'
import { cutBytes } from '../lib/cutBytes.ts'
import type { EventKind } from '../queue/queue.ts'

const ID_FIELDS: Readonly<Record<EventKind, string>> = {
  exposure: 'event_id',
  render: 'render_id',
  click: 'click_id',
  conversion: 'conversion_id',
}

/** A refused event as it may be stored: values that pass their field's rule, user ids pseudonymised; at most 8 KiB. */
export function maskedBody(
  kind: EventKind,
  raw: unknown,
  pseudonymOf: (id: string) => string,
): { eventId: string | null; body: string } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { eventId: null, body: JSON.stringify({ not_an_event: typeof raw }) }
  }
  const event = raw as Readonly<Record<string, unknown>>
  const body = keptFields(kind, event)
  for (const field of ['user_id', 'visitor_id']) {
    const user = userId.safeParse(body[field])
    if (user.success) body[field] = pseudonymOf(user.data)
  }
  const id = event[ID_FIELDS[kind]]
  return {
    eventId: typeof id === 'string' && body[ID_FIELDS[kind]] === id ? id : null,
    body: cutBytes(JSON.stringify(body), LIMITS.deadLetterBytes),
  }
}
