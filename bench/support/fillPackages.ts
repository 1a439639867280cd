import type { Sql } from '../../server/src/db/client.ts'

/** Packages of the bench: as many as a large installation sells at once. */
export const PACKAGES = 500

/**
 * Live packages on three placements each, whose flights began up to 20 days before `now`, with deliveries in every hour since.
 * @param sql the owner
 */
export async function fillPackages(sql: Sql, now: Date): Promise<void> {
  const [known] = await sql`select from merchant_packages limit 1`
  if (known !== undefined) return
  await sql.begin(async (tx) => {
    await tx`
      insert into merchant_packages (merchant_id, package_name, package_type, guaranteed_impressions, goal_units, unit_price,
        price, start_date, end_date, status, billing_basis)
      select merchant_id, 'Package ' || n, 'CPI', 300000, 300000, 85000, 25500000,
        date_trunc('day', ${now}::timestamptz, 'UTC') - (n % 20 || ' days')::interval,
        date_trunc('day', ${now}::timestamptz, 'UTC') + (10 + n % 20 || ' days')::interval, 'live', 'in_view'
      from (select merchant_id, row_number() over (order by merchant_id) as n from merchant_dim) m where n <= ${PACKAGES}`
    await tx`
      insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, goal_units,
        start_date, end_date)
      select package_id, 1, 1, start_date, 'bench', 'create', 'live', goal_units, start_date, end_date from merchant_packages`
    await tx`
      insert into package_placements (package_id, placement_id, valid_from)
      select package_id, placement_id, '-infinity' from merchant_packages, lateral (
        select placement_id from placement_dim order by md5(package_id::text || placement_id::text) limit 3) p`
    await tx`
      insert into package_hourly (package_id, hour, placement_id, verdict, flagged, day, impressions, viewable)
      select package_id, hour, placement_id, 'counted', flagged, (hour at time zone 'UTC')::date,
        case when flagged then 1 else 100 end, case when flagged then 0 else 70 end
      from merchant_packages join package_placements using (package_id),
        generate_series(start_date, ${now}::timestamptz, interval '1 hour') hour, unnest(array[false, true]) flagged`
    await tx`
      insert into package_daily (package_id, day, verdict, flagged, impressions, viewable)
      select package_id, day, verdict, flagged, sum(impressions), sum(viewable) from package_hourly group by 1, 2, 3, 4`
    await tx`
      insert into package_placement_daily (placement_id, day, package_id, flagged, impressions, viewable)
      select placement_id, day, package_id, flagged, sum(impressions), sum(viewable) from package_hourly group by 1, 2, 3, 4`
  })
  await sql`vacuum analyze package_hourly, package_daily, package_placement_daily, merchant_packages, package_changes`
}
