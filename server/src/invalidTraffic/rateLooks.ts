import type { Sql } from '../db/client.ts'

/** The rows that one run reads: those stored since `since`. */
export interface Look {
  readonly since: Date
}

/**
 * Runs `work` over all rows stored since the last successful run, however long ago. Rows get their created_at when
 * their transaction begins, so the next run starts at the oldest open transaction.
 */
export async function lookOnce<T>(sql: Sql, rule: 'minute' | 'day', work: (look: Look) => Promise<T>): Promise<T> {
  const [row] = await sql<{ since: Date; until: Date }[]>`
    select coalesce((select looked_to from rate_looks where rule = ${rule}), to_timestamp(0)) as since,
      least(now(), (select min(xact_start) from pg_stat_activity where datname = current_database()))
        - interval '1 second' as until`
  const result = await work({ since: row!.since })
  await sql`
    insert into rate_looks (rule, looked_to) values (${rule}, ${row!.until})
    on conflict (rule) do update set looked_to = greatest(rate_looks.looked_to, excluded.looked_to)`
  return result
}
