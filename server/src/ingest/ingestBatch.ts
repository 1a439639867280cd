import type { IgnoredField, Rejection } from '@bx/contracts/events/batch'
import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import { type IvtReason, LIMITS } from '@bx/contracts/events/values'
import type { z } from 'zod'
import { utcDate } from '../lib/clock.ts'
import { AppError } from '../lib/errors.ts'
import { type Pepper, pseudonymise, uuidv7 } from '../lib/ids.ts'
import type { Envelope, EventKind, Refused } from '../queue/queue.ts'
import type { WriteKey } from './keys.ts'
import { maskedBody } from './maskedBody.ts'
import { age } from './rules/age.ts'
import { ahead } from './rules/ahead.ts'
import type { Refusal } from './rules/rule.ts'
import { saleRules } from './rules/saleRules.ts'
import { sampleRateIsOurs } from './rules/sampleRateIsOurs.ts'
import { type FieldRule, validate } from './rules/validate.ts'
import { visitorIsOfMember } from './rules/visitorIsOfMember.ts'
import type { Source } from './source.ts'
import { UnknownFields } from './unknownFields.ts'

// INGEST: takes the raw events of one request and returns one envelope with the good ones, user ids pseudonymised, and
// the refused ones. A bad event never affects the good ones.

export interface IngestRequest {
  readonly key: WriteKey
  readonly receivedAt: number
  readonly ivt: IvtReason | null
  /** Where it came from; null for server keys. */
  readonly source: Source | null
  readonly pepper: Pepper
  readonly currency: string
  readonly maxAmount: number
  /** Rates that a browser key may send. */
  readonly sampleRates: ReadonlySet<number>
  readonly lost?: { readonly stale: number; readonly overflow: number } | undefined
}

export interface RawEvents {
  readonly exposures?: readonly unknown[] | undefined
  readonly renders?: readonly unknown[] | undefined
  readonly clicks?: readonly unknown[] | undefined
  readonly conversions?: readonly unknown[] | undefined
}

export interface Ingested {
  readonly envelope: Envelope
  readonly accepted: number
  readonly rejected: readonly Rejection[]
  readonly ignored: readonly IgnoredField[]
}

export function ingestBatch(request: IngestRequest, raw: RawEvents): Ingested {
  const { exposures = [], renders = [], clicks = [], conversions = [] } = raw
  const total = countOf(raw)
  if (total > LIMITS.eventsPerRequest) throw new AppError('too_many_events', { details: { events: total } })
  const validator = new EventValidator(request)
  const envelope = {
    id: uuidv7(),
    keyId: request.key.keyId,
    keyKind: request.key.kind,
    receivedAt: request.receivedAt,
    ivt: request.ivt,
    ...(request.source === null ? {} : { source: request.source.number }),
    ...(request.source?.agent ? { agent: request.source.agent } : {}),
    exposures: validator.validate('exposure', exposure, exposures, [
      { field: 'sample_rate', check: (event) => sampleRateIsOurs(event, request.key.kind, request.sampleRates) },
      { field: 'visitor_id', check: visitorIsOfMember },
    ]),
    renders: validator.validate('render', render, renders, []),
    clicks: validator.validate('click', click, clicks, [{ field: 'visitor_id', check: visitorIsOfMember }]),
    conversions: validator.validate('conversion', conversion, conversions, saleRules(request)),
    refused: validator.refused,
    ...(request.lost && (request.lost.stale > 0 || request.lost.overflow > 0) ? { lost: request.lost } : {}),
  }
  return {
    envelope,
    accepted: total - validator.rejected.length,
    rejected: validator.rejected,
    ignored: validator.unknown.list(),
  }
}

export function countOf({ exposures = [], renders = [], clicks = [], conversions = [] }: RawEvents): number {
  return exposures.length + renders.length + clicks.length + conversions.length
}

const fieldsOf = (schema: { readonly shape: object }): ReadonlySet<string> => new Set(Object.keys(schema.shape))
const FIELDS: Readonly<Record<EventKind, ReadonlySet<string>>> = {
  exposure: fieldsOf(exposure),
  render: fieldsOf(render),
  click: fieldsOf(click),
  conversion: fieldsOf(conversion),
}
const CONTEXT_FIELDS = fieldsOf(exposure.shape.context.unwrap().unwrap())

class EventValidator {
  readonly refused: Refused[] = []
  readonly rejected: Rejection[] = []
  readonly unknown = new UnknownFields()
  readonly #request: IngestRequest
  readonly #pseudonyms = new Map<string, string>()
  #index = 0

  constructor(request: IngestRequest) {
    this.#request = request
  }

  /** The events that pass, with user ids pseudonymised. */
  validate<
    T extends { timestamp: number; user_id?: string | null | undefined; visitor_id?: string | null | undefined },
  >(
    kind: EventKind,
    schema: z.ZodObject & z.ZodType<T>,
    raws: readonly unknown[],
    ownRules: readonly FieldRule<T>[],
  ): T[] {
    const { key, receivedAt } = this.#request
    const rules: readonly FieldRule<T>[] = [
      {
        field: 'timestamp',
        check: (event) => ahead(event, receivedAt) ?? age(event, kind, key, receivedAt),
      },
      ...ownRules,
    ]
    const good: T[] = []
    for (const raw of raws) {
      this.#recordUnknown(kind, raw)
      const result = validate(schema, raw, rules)
      if ('refusal' in result) this.#refuse(kind, raw, result.refusal)
      else {
        if (result.event.user_id != null) result.event.user_id = this.#pseudonymOf(result.event.user_id)
        if (result.event.visitor_id != null) result.event.visitor_id = this.#pseudonymOf(result.event.visitor_id)
        good.push(result.event)
      }
      this.#index++
    }
    return good
  }

  #recordUnknown(kind: EventKind, raw: unknown): void {
    this.unknown.record(raw, FIELDS[kind])
    if (kind === 'exposure')
      this.unknown.record((raw as { context?: unknown } | null)?.context, CONTEXT_FIELDS, 'context.')
  }

  #refuse(kind: EventKind, raw: unknown, { code, message }: Refusal): void {
    const { eventId, body } = maskedBody(kind, raw, (id) => this.#pseudonymOf(id))
    this.rejected.push({ index: this.#index, event_id: eventId, code, message })
    this.refused.push({ kind, code, message, eventId, body, ...storedKey(kind, raw, code) })
  }

  /** A device's batch has one user, so the HMAC is computed once. */
  #pseudonymOf(id: string): string {
    let pseudonym = this.#pseudonyms.get(id)
    if (pseudonym === undefined) {
      pseudonym = pseudonymise(this.#request.pepper, id)
      this.#pseudonyms.set(id, pseudonym)
    }
    return pseudonym
  }
}

/** A stale exposure may be a late retry of a stored one: the worker looks it up by this key. */
function storedKey(kind: EventKind, raw: unknown, code: string): Pick<Refused, 'stored'> {
  if (kind !== 'exposure' || code !== 'stale') return {}
  const { event_id, timestamp } = raw as { event_id: string; timestamp: string }
  return { stored: { id: event_id.toLowerCase(), date: utcDate(Date.parse(timestamp)) } }
}
