import { click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import { conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import type { KeyKind } from '@bx/contracts/events/values'
import type { z } from 'zod'
import { amountIsBounded } from '../ingest/rules/amountIsBounded.ts'
import { currencyIsOurs } from '../ingest/rules/currencyIsOurs.ts'
import type { Refusal } from '../ingest/rules/rule.ts'
import { sampleRateIsOurs } from '../ingest/rules/sampleRateIsOurs.ts'
import { shape } from '../ingest/rules/shape.ts'
import { statusIsReached } from '../ingest/rules/statusIsReached.ts'
import type { EventKind } from '../queue/queue.ts'
import type { Organisation } from '../store/settings.ts'

const SCHEMAS: Readonly<Record<EventKind, z.ZodType>> = { exposure, render, click, conversion }

/** Bounds of now: what they refused may be replayed after they were raised. */
export type LetterRules = Pick<Organisation, 'currency' | 'maxAmount' | 'sampleRate'>

/**
 * The event of a dead letter, or why it cannot be sent again: cut at 8 KiB, without the shape of an event, in a
 * currency that is not ours, beyond a bound. Its age no longer matters; its user id is folded already.
 */
export function letterEvent(
  letter: { readonly kind: EventKind; readonly keyKind: KeyKind; readonly body: string },
  rules: LetterRules,
): { readonly event: unknown } | { readonly refusal: Refusal } {
  const raw = parsed(letter.body)
  if (raw === undefined)
    return { refusal: { code: 'cut_short', message: 'the event was longer than 8 KiB, its end is not kept' } }
  const result = shape(SCHEMAS[letter.kind], raw)
  if ('refusal' in result) return result
  const refusal = refusalOf(letter, result.event, rules)
  return refusal === null ? { event: result.event } : { refusal }
}

function refusalOf(
  { kind, keyKind }: { readonly kind: EventKind; readonly keyKind: KeyKind },
  event: unknown,
  { currency, maxAmount, sampleRate }: LetterRules,
): Refusal | null {
  if (kind === 'exposure') return sampleRateIsOurs(event as Exposure, keyKind, new Set([1, sampleRate]))
  if (kind !== 'conversion') return null
  const sale = event as Conversion
  return currencyIsOurs(sale, currency) ?? amountIsBounded(sale, maxAmount) ?? statusIsReached(sale, Date.now())
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
