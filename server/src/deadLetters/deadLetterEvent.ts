import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import type { KeyKind } from '@bx/contracts/events/values'
import type { Refusal } from '../ingest/rules/rule.ts'
import { saleRules } from '../ingest/rules/saleRules.ts'
import { sampleRateIsOurs } from '../ingest/rules/sampleRateIsOurs.ts'
import { validate } from '../ingest/rules/validate.ts'
import type { EventKind } from '../queue/queue.ts'
import type { Organisation } from '../settings/organisation.ts'

/** Current limits: events they refused may be replayed after the limits were raised. */
export type ReplayRules = Pick<Organisation, 'currency' | 'maxAmount' | 'sampleRate'>

/**
 * The event of a dead letter, or why it cannot be replayed: truncated at 8 KiB, without the shape of an event, in
 * another currency, beyond a limit. Its age no longer matters; its user id is already pseudonymised.
 */
export function deadLetterEvent(
  deadLetter: { readonly kind: EventKind; readonly keyKind: KeyKind; readonly body: string },
  rules: ReplayRules,
): { readonly event: unknown } | { readonly refusal: Refusal } {
  const raw = parsed(deadLetter.body)
  if (raw === undefined)
    return { refusal: { code: 'cut_short', message: 'the event was longer than 8 KiB, its end was not stored' } }
  if (deadLetter.kind === 'render') return validate(render, raw, [])
  if (deadLetter.kind === 'click') return validate(click, raw, [])
  if (deadLetter.kind === 'conversion')
    return validate(conversion, raw, saleRules({ ...rules, receivedAt: Date.now() }))
  const sampleRates = new Set([1, rules.sampleRate])
  return validate(exposure, raw, [
    { field: 'sample_rate', check: (event) => sampleRateIsOurs(event, deadLetter.keyKind, sampleRates) },
  ])
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
