import type { Tx } from '../../db/client.ts'
import { addDays, type Days } from '../../lib/clock.ts'
import { startOfDay } from '../../lib/localDay.ts'

/** Organic impressions of one placement and day that a package may have brought. */
export interface InferredDay {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

interface InferredSpan extends Days {
  readonly gross: boolean
  readonly timeZone: string
}

/**
 * Organic impressions of merchants that have a package which was live in the placement at some time of the day. Rollups of
 * merchants are by the day, so the day is the smallest unit. Each impression counts once, however many packages overlap.
 */
export async function readInferred(tx: Tx, { start, end, gross, timeZone }: InferredSpan): Promise<InferredDay[]> {
  const [from, until] = [startOfDay(start, timeZone), startOfDay(addDays(end, 1), timeZone)]
  const net = gross ? tx`` : tx`and not flagged`
  return tx<InferredDay[]>`
    with stages as (
      select package_id, status, greatest(effective_at, start_date, ${from}) as since, least(${until}, end_date,
        lead(effective_at, 1, 'infinity') over (partition by package_id order by version)) as until
      from package_changes join (
        select package_id from merchant_packages where start_date < ${until} and end_date > ${from}
      ) near using (package_id)
    ), live as (
      select package_id, since, until, day::date
      from stages, generate_series((since at time zone ${timeZone})::date,
        ((until - interval '1 microsecond') at time zone ${timeZone})::date, interval '1 day') as day
      where status in ('booked', 'live') and since < until
    ), sold as (
      select distinct merchant_id, live.day, s.placement_id
      from live join merchant_packages using (package_id)
        left join package_placements s on s.package_id = live.package_id and s.valid_from < live.until
          and coalesce(s.valid_until, 'infinity') > live.since
    ), shown as (
      select e.placement_id, e.day, sum(e.impressions)::bigint as impressions
      from exposure_daily e
      where e.day between ${start} and ${end} ${net} and exists (
        select from sold where sold.merchant_id = e.merchant_id and sold.day = e.day
          and (sold.placement_id is null or sold.placement_id = e.placement_id))
      group by 1, 2
    )
    select placement_id as "placementId", shown.day, greatest(0, shown.impressions - coalesce(counted.impressions, 0))::bigint
      as impressions
    from shown left join (
      select placement_id, day, sum(impressions)::bigint as impressions from package_placement_daily
      where day between ${start} and ${end} ${net} group by 1, 2
    ) counted using (placement_id, day)`
}
