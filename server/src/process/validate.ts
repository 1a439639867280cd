import type { Click } from '@bx/contracts/events/click'
import type { Conversion } from '@bx/contracts/events/conversion'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { Render } from '@bx/contracts/events/render'
import type { LocalTimes } from '../db/localTime.ts'
import { checkSlotToken, type SlotTokenKeys } from '../facts/packages/slotToken.ts'
import { type PackageHistory, stampVerdict } from '../facts/packages/stampVerdict.ts'
import { utcDate } from '../lib/clock.ts'
import type { QueuedEnvelope } from '../queue/queue.ts'
import { type ClickRow, completeClick } from './appendClicks.ts'
import type { ExposureRow } from './appendExposures.ts'
import type { RenderRow } from './appendRenders.ts'
import type { ConversionRow } from './conversionRow.ts'
import type { Dimensions } from './dimensions.ts'
import { type Item, ivtOf } from './item.ts'
import { reportKeyOf } from './keepReports.ts'
import { dayIsKept } from './rules/dayIsKept.ts'
import { merchantExists } from './rules/merchantExists.ts'
import { placementExists } from './rules/placementExists.ts'
import type { RowRefusal } from './rules/rule.ts'
import { slotsExist } from './rules/slotsExist.ts'

// Applies the rules that need the database's dimensions, event by event, and turns valid events into rows.

export interface Refusing {
  readonly item: Item<Exposure | Render | Click | Conversion>
  readonly refusal: RowRefusal
}

export interface Validated {
  readonly exposures: readonly ExposureRow[]
  readonly renders: readonly RenderRow[]
  readonly clicks: readonly ClickRow[]
  readonly conversions: readonly ConversionRow[]
  /** Copies of an id inside this batch; only the first is a row. */
  readonly copies: readonly Item<unknown>[]
  readonly refused: readonly Refusing[]
}

export interface ValidateContext {
  readonly dimensions: Dimensions
  readonly localTimes: LocalTimes
  /** Packages that exposures are stamped with, as far as they exist. */
  readonly packages: ReadonlyMap<string, PackageHistory>
  /** Keys that slot tokens name, as far as they exist. */
  readonly tokenKeys: SlotTokenKeys
  /** UTC days that have a partition. */
  readonly days: ReadonlySet<string>
}

export function validate(envelopes: readonly QueuedEnvelope[], context: ValidateContext): Validated {
  const copies: Item<unknown>[] = []
  const refused: Refusing[] = []
  const rowsOf = <E, R>(
    items: readonly Item<E>[],
    row: (item: Item<E>) => R | RowRefusal,
    idOf: (row: R) => string,
    complete: (row: R, copy: R) => R = (row) => row,
  ): R[] => {
    const rows = new Map<string, R>()
    for (const item of items) {
      const result = row(item)
      if (isRefusal(result)) {
        refused.push({ item: item as Refusing['item'], refusal: result })
        continue
      }
      const id = idOf(result)
      const known = rows.get(id)
      if (known !== undefined) copies.push(item)
      rows.set(id, known === undefined ? result : complete(known, result))
    }
    return [...rows.values()]
  }
  const items = itemsOf(envelopes)
  const exposures = rowsOf(
    items.exposures,
    (item) => exposureRow(item, context),
    (row) => row.id,
  )
  const renders = rowsOf(
    items.renders,
    (item) => renderRow(item, context),
    (row) => `${row.source} ${row.id}`,
  )
  const clicks = rowsOf(
    items.clicks,
    (item) => clickRow(item, context),
    (row) => row.id,
    completeClick,
  )
  const conversions = rowsOf(items.conversions, (item) => conversionRow(item, context), reportKeyOf)
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

function exposureRow(item: Item<Exposure>, context: ValidateContext): ExposureRow | RowRefusal {
  const { event } = item
  const merchantName = nameOf(event.merchant_id, event.merchant_ref)
  const placementName = nameOf(event.placement_id, event.placement_key)
  const date = utcDate(event.timestamp)
  const refusal =
    merchantExists(context.dimensions, merchantName) ??
    placementExists(context.dimensions, placementName) ??
    dayIsKept(context.days, date)
  if (refusal !== null) return refusal
  const merchant = context.dimensions.merchant(merchantName)!
  const placementId = context.dimensions.placement(placementName)!
  // Most exposures have neither a stamp nor a token.
  const slotToken = event.slot_token == null ? null : checkSlotToken(event, context.tokenKeys)
  const history = event.package_id == null ? undefined : context.packages.get(event.package_id)
  const shown = { at: event.timestamp, merchantId: merchant.merchantId, placementId, slotToken }
  return {
    item,
    id: event.event_id,
    date,
    merchant,
    placementId,
    local: context.localTimes.at(event.timestamp),
    ivt: ivtOf(item),
    packageVerdict: event.package_id == null ? null : stampVerdict(history, shown),
    slotToken,
    needsToken: history?.requiresToken ?? false,
  }
}

function renderRow(item: Item<Render>, context: ValidateContext): RenderRow | RowRefusal {
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

function clickRow(item: Item<Click>, context: ValidateContext): ClickRow | RowRefusal {
  const { event } = item
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
      exposureEventId: event.exposure_event_id ?? null,
      placementId: placementName === null ? null : context.dimensions.placement(placementName)!,
      local: context.localTimes.at(event.timestamp),
      ivt: ivtOf(item),
    }
  )
}

function conversionRow(sent: Item<Conversion>, context: ValidateContext): ConversionRow | RowRefusal {
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

/** History is received long after it happened: its receipt does not show when a status was reached. */
function withStatusAt(item: Item<Conversion>): Item<Conversion> {
  return { ...item, event: { ...item.event, status_at: item.event.status_at ?? item.event.timestamp } }
}

/** The contract requires one of the two. */
function nameOf(id: string | null | undefined, name: string | null | undefined): string {
  return id ?? name ?? ''
}

function isRefusal<R>(result: R | RowRefusal): result is RowRefusal {
  return typeof result === 'object' && result !== null && 'code' in result
}
