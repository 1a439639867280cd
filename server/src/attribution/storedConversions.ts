import type { ConversionStatus } from '@bx/contracts/events/values'
import { plainArray, type Tx, textArray } from '../db/client.ts'
import type { ConversionFact, Touch } from './attributeConversion.ts'
import type { CountedConversion } from './countedConversion.ts'

// attributed_conversions and attribution_touches: conversions as they are counted.

interface CountedRow
  extends Pick<
    CountedConversion,
    'merchantId' | 'day' | 'commission' | 'touchType' | 'reason' | 'passed' | 'pathCounted'
  > {
  readonly conversionNo: number
  readonly at: Date
  readonly status: ConversionStatus
  readonly touches: readonly TouchRow[] | null
}

type TouchRow = readonly [
  eventId: string,
  atMs: number,
  day: string,
  placementId: string,
  packageId: string | null,
  clicked: boolean,
  decisive: boolean,
]

/** How these conversions are counted now; those not counted yet are missing. */
export function readCounted(tx: Tx, nos: readonly number[]): Promise<Map<number, CountedConversion>> {
  return read(tx, tx`conversion_no = any(${plainArray(nos)}::bigint[])`)
}

/** Those with a number greater than `after`, in order. */
export function readCountedAfter(tx: Tx, after: number, limit: number): Promise<Map<number, CountedConversion>> {
  return read(
    tx,
    tx`conversion_no in (select conversion_no from attributed_conversions where conversion_no > ${after} order by 1 limit ${limit})`,
  )
}

async function read(tx: Tx, which: ReturnType<Tx>): Promise<Map<number, CountedConversion>> {
  const rows = await tx<CountedRow[]>`
    select conversion_no as "conversionNo", merchant_id as "merchantId", converted_at as at, c.day, status, commission, through as "touchType",
      unattributed_reason as reason, passed, path_counted as "pathCounted",
      (select json_agg(json_build_array(exposure_event_id, round(extract(epoch from exposed_at) * 1000), t.day, placement_id,
          package_id, clicked, decisive) order by touch_no)
        from attribution_touches t where t.conversion_no = c.conversion_no) as touches
    from attributed_conversions c where ${which} order by conversion_no`
  return new Map(rows.map((row) => [row.conversionNo, countedOf(row)]))
}

function countedOf({ at, touches, conversionNo: _, ...row }: CountedRow): CountedConversion {
  const rows = touches ?? []
  const decisive = rows.find((row) => row[6])?.[0] ?? null
  const touchOf = ([eventId, ms, onDay, placementId, packageId, clicked]: TouchRow): Touch => {
    return { eventId, at: ms, day: onDay, placementId, packageId, clicked }
  }
  return { ...row, at: at.getTime(), decisive, touches: rows.map(touchOf) }
}

export interface Attributed {
  readonly conversionNo: number
  readonly counted: CountedConversion
}

/** Replaces everything stored for these conversions, including all touches. */
export async function writeCounted(tx: Tx, rows: readonly Attributed[], windowsVersion: number): Promise<void> {
  if (rows.length === 0) return
  const nos = plainArray(rows.map(({ conversionNo }) => conversionNo))
  const column = (value: (counted: CountedConversion) => string | number | null) =>
    plainArray(rows.map(({ counted }) => value(counted)))
  await tx`
    insert into attributed_conversions (conversion_no, merchant_id, converted_at, day, status, commission, through,
      unattributed_reason, passed, path_counted, windows_version)
    select no, merchant, at, day, status, commission, through, reason, passed::uuid[], true, ${windowsVersion}
    from unnest(${nos}::bigint[], ${column((c) => c.merchantId)}::uuid[],
      ${column((c) => new Date(c.at).toISOString())}::timestamptz[], ${column((c) => c.day)}::date[],
      ${column((c) => c.status)}::conversion_status[], ${column((c) => c.commission)}::bigint[], ${column((c) => c.touchType)}::text[],
      ${column((c) => c.reason)}::text[],
      ${textArray(rows.map(({ counted: { passed } }) => (passed === null ? null : `{${passed}}`)))}::text[])
      as t (no, merchant, at, day, status, commission, through, reason, passed)
    on conflict (conversion_no) do update set status = excluded.status, commission = excluded.commission,
      through = excluded.through, unattributed_reason = excluded.unattributed_reason, passed = excluded.passed,
      path_counted = true, windows_version = excluded.windows_version, attributed_at = now()`
  await tx`delete from attribution_touches where conversion_no = any(${nos}::bigint[])`
  await writeTouches(tx, rows)
}

async function writeTouches(tx: Tx, rows: readonly Attributed[]): Promise<void> {
  const touches = rows.flatMap(({ conversionNo, counted }) =>
    counted.touches.map((touch, i) => ({
      ...touch,
      conversionNo,
      no: i + 1,
      decisive: touch.eventId === counted.decisive,
    })),
  )
  if (touches.length === 0) return
  const column = (value: (touch: (typeof touches)[number]) => string | number | boolean | null) =>
    plainArray(touches.map(value))
  await tx`
    insert into attribution_touches (conversion_no, touch_no, exposure_event_id, exposed_at, day, placement_id, package_id,
      clicked, decisive)
    select * from unnest(${column((t) => t.conversionNo)}::bigint[], ${column((t) => t.no)}::smallint[],
      ${column((t) => t.eventId)}::uuid[], ${column((t) => new Date(t.at).toISOString())}::timestamptz[],
      ${column((t) => t.day)}::date[], ${column((t) => t.placementId)}::uuid[], ${column((t) => t.packageId)}::uuid[],
      ${column((t) => t.clicked)}::boolean[], ${column((t) => t.decisive)}::boolean[])`
}

export interface StoredConversion extends ConversionFact {
  readonly conversionNo: number
  readonly day: string
  readonly status: ConversionStatus
  readonly commission: number
}
