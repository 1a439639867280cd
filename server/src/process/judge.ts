import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import { utcDate } from '../lib/clock.ts'
import type { QueuedEnvelope } from '../queue/queue.ts'
import type { LocalTimes } from '../store/localTime.ts'
import type { ClickRow } from './appendClicks.ts'
import type { ExposureRow } from './appendExposures.ts'
import type { RenderRow } from './appendRenders.ts'
import type { Dimensions } from './dimensions.ts'
import type { Item } from './item.ts'
import { reportKeyOf } from './keepReports.ts'
import { dayIsKept } from './rules/dayIsKept.ts'
import { merchantExists } from './rules/merchantExists.ts'
import { placementExists } from './rules/placementExists.ts'
import type { Refusal } from './rules/rule.ts'
import { slotsExist } from './rules/slotsExist.ts'
import type { ConversionRow } from './upsertConversions.ts'

// Applies the rules that need the database's dimensions, event by event, and turns what passes into rows.

export interface Refusing {
  readonly item: Item<Exposure | Render | Click | Conversion>
  readonly refusal: Refusal
}

export interface Judged {
  readonly exposures: readonly ExposureRow[]
  readonly renders: readonly RenderRow[]
  readonly clicks: readonly ClickRow[]
  readonly conversions: readonly ConversionRow[]
  /** Copies of an id inside this batch; only the first is a row. */
  readonly copies: readonly Item<unknown>[]
  readonly refused: readonly Refusing[]
}

export interface JudgeContext {
  readonly dimensions: Dimensions
  readonly localTimes: LocalTimes
  /** UTC days that have a partition. */
  readonly days: ReadonlySet<string>
}

export function judge(envelopes: readonly QueuedEnvelope[], context: JudgeContext): Judged {
  const copies: Item<unknown>[] = []
  const refused: Refusing[] = []
  const sift = <E, R>(
    items: readonly Item<E>[],
    row: (item: Item<E>) => R | Refusal,
    idOf: (row: R) => string,
  ): R[] => {
    const seen = new Set<string>()
    const rows: R[] = []
    for (const item of items) {
      const result = row(item)
      if (isRefusal(result)) refused.push({ item: item as Refusing['item'], refusal: result })
      else if (seen.has(idOf(result))) copies.push(item)
      else {
        seen.add(idOf(result))
        rows.push(result)
      }
    }
    return rows
  }
  const items = itemsOf(envelopes)
  const exposures = sift(
    items.exposures,
    (item) => exposureRow(item, context),
    (row) => row.id,
  )
  const renders = sift(
    items.renders,
    (item) => renderRow(item, context),
    (row) => `${row.source} ${row.id}`,
  )
  const clicks = sift(
    items.clicks,
    (item) => clickRow(item, context),
    (row) => row.id,
  )
  const conversions = sift(items.conversions, (item) => conversionRow(item, context), reportKeyOf)
  return { exposures, renders, clicks, conversions, copies, refused }
}

function itemsOf(envelopes: readonly QueuedEnvelope[]) {
  const exposures: Item<Exposure>[] = []
  const renders: Item<Render>[] = []
  const clicks: Item<Click>[] = []
  const conversions: Item<Conversion>[] = []
  for (const envelope of envelopes) {
    let position = 0
    const replay = () => envelope.replays?.[position++]
    for (const event of envelope.exposures) exposures.push({ kind: 'exposure', event, envelope, replay: replay() })
    for (const event of envelope.renders) renders.push({ kind: 'render', event, envelope, replay: replay() })
    for (const event of envelope.clicks) clicks.push({ kind: 'click', event, envelope, replay: replay() })
    for (const event of envelope.conversions)
      conversions.push({ kind: 'conversion', event, envelope, replay: replay() })
  }
  return { exposures, renders, clicks, conversions }
}

function exposureRow(item: Item<Exposure>, context: JudgeContext): ExposureRow | Refusal {
  const { event, envelope } = item
  const merchantName = nameOf(event.merchant_id, event.merchant_ref)
  const placementName = nameOf(event.placement_id, event.placement_key)
  const date = utcDate(event.timestamp)
  return (
    merchantExists(context.dimensions, merchantName) ??
    placementExists(context.dimensions, placementName) ??
    dayIsKept(context.days, date) ?? {
      item,
      id: event.event_id,
      date,
      merchant: context.dimensions.merchant(merchantName)!,
      placementId: context.dimensions.placement(placementName)!,
      local: context.localTimes.at(event.timestamp),
      ivt: envelope.ivt,
    }
  )
}

function renderRow(item: Item<Render>, context: JudgeContext): RenderRow | Refusal {
  const { event, envelope } = item
  const placementName = nameOf(event.placement_id, event.placement_key)
  const date = utcDate(event.timestamp)
  return (
    placementExists(context.dimensions, placementName) ??
    slotsExist(event.slots_available, context.dimensions.maxSlots(placementName)) ??
    dayIsKept(context.days, date) ?? {
      item,
      id: event.render_id,
      date,
      placementId: context.dimensions.placement(placementName)!,
      local: context.localTimes.at(event.timestamp),
      source: envelope.keyKind === 'browser' ? 'sdk' : 'server',
    }
  )
}

function clickRow(item: Item<Click>, context: JudgeContext): ClickRow | Refusal {
  const { event, envelope } = item
  const merchantName = nameOf(event.merchant_id, event.merchant_ref)
  const placementName = event.placement_id ?? event.placement_key ?? null
  const date = utcDate(event.timestamp)
  return (
    merchantExists(context.dimensions, merchantName) ??
    (placementName === null ? null : placementExists(context.dimensions, placementName)) ??
    dayIsKept(context.days, date) ?? {
      item,
      id: event.click_id,
      date,
      merchant: context.dimensions.merchant(merchantName)!,
      placementId: placementName === null ? null : context.dimensions.placement(placementName)!,
      local: context.localTimes.at(event.timestamp),
      ivt: envelope.ivt,
    }
  )
}

function conversionRow(sent: Item<Conversion>, context: JudgeContext): ConversionRow | Refusal {
  const item = sent.envelope.keyKind === 'import' ? withStatusAt(sent) : sent
  const { event } = item
  const merchantName = nameOf(event.merchant_id, event.merchant_ref)
  return (
    merchantExists(context.dimensions, merchantName) ?? {
      item,
      merchant: context.dimensions.merchant(merchantName)!,
      local: context.localTimes.at(event.timestamp),
    }
  )
}

/** History is received long after it happened: its receipt says nothing about when a status was reached. */
function withStatusAt(item: Item<Conversion>): Item<Conversion> {
  return { ...item, event: { ...item.event, status_at: item.event.status_at ?? item.event.timestamp } }
}

/** The contract makes sure that one of the two is there. */
function nameOf(id: string | null | undefined, name: string | null | undefined): string {
  return id ?? name ?? ''
}

function isRefusal<R>(result: R | Refusal): result is Refusal {
  return typeof result === 'object' && result !== null && 'code' in result
}
