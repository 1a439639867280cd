import type { Rejection } from '@bx/contracts/events/batch'
import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import { type IvtReason, LIMITS } from '@bx/contracts/events/values'
import type { z } from 'zod'
import { utcDate } from '../lib/clock.ts'
import { AppError } from '../lib/errors.ts'
import { foldUserId, type Pepper } from '../lib/ids.ts'
import type { Envelope, EventKind, Refused } from '../queue/queue.ts'
import type { WriteKey } from './keys.ts'
import { maskedBody } from './maskedBody.ts'
import { age } from './rules/age.ts'
import { ahead } from './rules/ahead.ts'
import { amountIsBounded } from './rules/amountIsBounded.ts'
import { currencyIsOurs } from './rules/currencyIsOurs.ts'
import type { Refusal } from './rules/rule.ts'
import { sampleRateIsOurs } from './rules/sampleRateIsOurs.ts'
import { shape } from './rules/shape.ts'
import { statusIsReached } from './rules/statusIsReached.ts'

// INGEST: raw events of one request in; one envelope with the good ones, user ids folded, and the refused ones out.
// A bad event never costs the good ones beside it.

export interface IngestRequest {
  readonly key: WriteKey
  readonly receivedAt: number
  readonly ivt: IvtReason | null
  /** Keyed hash of where it came from; null for server keys. */
  readonly source: number | null
  readonly pepper: Pepper
  readonly currency: string
  readonly maxAmount: number
  /** Rates that a browser key may send. */
  readonly sampleRates: ReadonlySet<number>
  readonly lost?: { readonly stale: number; readonly overflow: number } | undefined
}

export interface RawEvents {
  readonly exposures?: readonly unknown[]
  readonly renders?: readonly unknown[]
  readonly clicks?: readonly unknown[]
  readonly conversions?: readonly unknown[]
}

export interface Ingested {
  readonly envelope: Envelope
  readonly accepted: number
  readonly rejected: readonly Rejection[]
}

export function ingestBatch(request: IngestRequest, raw: RawEvents): Ingested {
  const { exposures = [], renders = [], clicks = [], conversions = [] } = raw
  const total = countOf(raw)
  if (total > LIMITS.eventsPerRequest) throw new AppError('too_many_events', { details: { events: total } })
  const sieve = new Sieve(request)
  const envelope = {
    keyId: request.key.keyId,
    keyKind: request.key.kind,
    receivedAt: request.receivedAt,
    ivt: request.ivt,
    ...(request.source === null ? {} : { source: request.source }),
    exposures: sieve.sift('exposure', exposure, exposures, (event) =>
      sampleRateIsOurs(event, request.key.kind, request.sampleRates),
    ),
    renders: sieve.sift('render', render, renders, () => null),
    clicks: sieve.sift('click', click, clicks, () => null),
    conversions: sieve.sift(
      'conversion',
      conversion,
      conversions,
      (event) =>
        currencyIsOurs(event, request.currency) ??
        amountIsBounded(event, request.maxAmount) ??
        statusIsReached(event, request.receivedAt),
    ),
    refused: sieve.refused,
    ...(request.lost && (request.lost.stale > 0 || request.lost.overflow > 0) ? { lost: request.lost } : {}),
  }
  return { envelope, accepted: total - sieve.rejected.length, rejected: sieve.rejected }
}

export function countOf({ exposures = [], renders = [], clicks = [], conversions = [] }: RawEvents): number {
  return exposures.length + renders.length + clicks.length + conversions.length
}

class Sieve {
  readonly refused: Refused[] = []
  readonly rejected: Rejection[] = []
  readonly #request: IngestRequest
  readonly #folded = new Map<string, string>()
  #index = 0

  constructor(request: IngestRequest) {
    this.#request = request
  }

  /** The events that pass, with user ids folded. */
  sift<T extends { timestamp: number; user_id?: string | null | undefined }>(
    kind: EventKind,
    schema: z.ZodType<T>,
    raws: readonly unknown[],
    ownRule: (event: T) => Refusal | null,
  ): T[] {
    const { key, receivedAt } = this.#request
    const good: T[] = []
    for (const raw of raws) {
      const result = shape(schema, raw)
      const refusal =
        'refusal' in result
          ? result.refusal
          : (ahead(result.event, receivedAt) ?? age(result.event, kind, key, receivedAt) ?? ownRule(result.event))
      if (refusal !== null) this.#refuse(kind, raw, refusal)
      else if ('event' in result) {
        if (result.event.user_id != null) result.event.user_id = this.#fold(result.event.user_id)
        good.push(result.event)
      }
      this.#index++
    }
    return good
  }

  #refuse(kind: EventKind, raw: unknown, { code, message }: Refusal): void {
    const { eventId, body } = maskedBody(kind, raw, (id) => this.#fold(id))
    this.rejected.push({ index: this.#index, event_id: eventId, code, message })
    this.refused.push({ kind, code, message, eventId, body, ...storedKey(kind, raw, code) })
  }

  /** One device's batch holds one user: the HMAC is done once. */
  #fold(id: string): string {
    let folded = this.#folded.get(id)
    if (folded === undefined) {
      folded = foldUserId(this.#request.pepper, id)
      this.#folded.set(id, folded)
    }
    return folded
  }
}

/** A stale exposure may be a late retry of a stored one: the worker looks it up by this. */
function storedKey(kind: EventKind, raw: unknown, code: string): Pick<Refused, 'stored'> {
  if (kind !== 'exposure' || code !== 'stale') return {}
  const { event_id, timestamp } = raw as { event_id: string; timestamp: string }
  return { stored: { id: event_id.toLowerCase(), date: utcDate(Date.parse(timestamp)) } }
}
