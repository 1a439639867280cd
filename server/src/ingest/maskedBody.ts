import { userId } from '@bx/contracts/events/fields'
import { LIMITS } from '@bx/contracts/events/values'
import { cutBytes } from '../lib/cutBytes.ts'
import type { EventKind } from '../queue/queue.ts'

const ID_FIELDS: Readonly<Record<EventKind, string>> = {
  exposure: 'event_id',
  render: 'render_id',
  click: 'click_id',
  conversion: 'conversion_id',
}

/** Fields a dead letter keeps. Others may hold anything about a person, so only their names are kept. */
const KNOWN_FIELDS = new Set(
  `event_id merchant_id merchant_ref exposure_unit_id exposure_type placement_id placement_key user_id timestamp
  rank_position session_id is_clickable algorithm_version render_id package_id viewable queued sample_rate context
  slots_available slots_filled click_id exposure_event_id conversion_id order_amount commission_amount currency status
  status_at`.split(/\s+/),
)
const CONTEXT_FIELDS = new Set(['platform', 'sdk_version', 'market', 'category', 'arm', 'consent'])

/** A refused event as it may be kept: user id folded when it is one, else masked; at most 8 KiB. */
export function maskedBody(
  kind: EventKind,
  raw: unknown,
  fold: (id: string) => string,
): { eventId: string | null; body: string } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { eventId: null, body: JSON.stringify({ not_an_event: typeof raw }) }
  }
  const fields = Object.entries(raw)
  const known: Record<string, unknown> = Object.fromEntries(
    fields.filter(([name]) => KNOWN_FIELDS.has(name)).map(([name, value]) => [name, keptValue(name, value)]),
  )
  if ('user_id' in known) known.user_id = userId.safeParse(known.user_id).success ? fold(String(known.user_id)) : '***'
  const unknown = fields.map(([name]) => name).filter((name) => !KNOWN_FIELDS.has(name))
  const body = unknown.length === 0 ? known : { ...known, unknown_fields: unknown.slice(0, 20) }
  const id = known[ID_FIELDS[kind]]
  return {
    eventId: typeof id === 'string' ? clean(id).slice(0, 128) : null,
    body: cutBytes(clean(JSON.stringify(body)), LIMITS.deadLetterBytes),
  }
}

/** Inside objects anything may be hidden: of `context` the known texts are kept, of others that they were there. */
function keptValue(name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (name !== 'context' || Array.isArray(value)) return Array.isArray(value) ? '[list]' : '[object]'
  return Object.fromEntries(
    Object.entries(value).filter(([key, v]) => CONTEXT_FIELDS.has(key) && typeof v !== 'object'),
  )
}

// PostgreSQL's text refuses NUL, and JSON may carry it as an escape.
function clean(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replaceAll('\\u0000', '\\ufffd')
}
