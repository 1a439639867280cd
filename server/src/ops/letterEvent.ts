import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import type { z } from 'zod'
import { currencyIsOurs } from '../ingest/rules/currencyIsOurs.ts'
import type { Refusal } from '../ingest/rules/rule.ts'
import { shape } from '../ingest/rules/shape.ts'
import type { EventKind } from '../queue/queue.ts'

const SCHEMAS: Readonly<Record<EventKind, z.ZodType>> = { exposure, render, click, conversion }

/**
 * The event of a dead letter, or why it can never be sent again: cut at 8 KiB, without the shape of an event, in a
 * currency that is not ours. Its age no longer matters; its user id is folded already.
 */
export function letterEvent(
  letter: { readonly kind: EventKind; readonly body: string },
  currency: string,
): { readonly event: unknown } | { readonly refusal: Refusal } {
  const raw = parsed(letter.body)
  if (raw === undefined)
    return { refusal: { code: 'cut_short', message: 'the event was longer than 8 KiB, its end is not kept' } }
  const result = shape(SCHEMAS[letter.kind], raw)
  if ('refusal' in result) return result
  const event = result.event as { readonly currency: string }
  const refusal = letter.kind === 'conversion' ? currencyIsOurs(event, currency) : null
  return refusal === null ? { event } : { refusal }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
