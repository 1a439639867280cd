import { type Fragment, plainArray, type Sql, type Tx } from '../db/client.ts'
import { askToAttribute } from '../facts/attributionQueue.ts'

// A user with more exposures than a person can see does not click as a person either: clicks of a user are flagged on
// each UTC day on which a rate rule flagged an exposure of that user, whichever is stored first.

const RATE_REASONS = plainArray(['user_rate', 'session_rate', 'user_day_rate', 'session_day_rate'])

/** Flags the stored clicks of the users behind newly flagged exposures. */
export async function flagClicks(tx: Tx, exposures: readonly { readonly userId: string }[]): Promise<void> {
  const users = [...new Set(exposures.map(({ userId }) => userId))]
  if (users.length > 0) await flagWhere(tx, tx`c.user_id = any(${plainArray(users)}::uuid[])`)
}

/** Flags clicks that were stored after the exposures of their user were flagged. */
export function flagNewClicks(sql: Sql, since: Date): Promise<void> {
  return sql.begin((tx) => flagWhere(tx, tx`c.created_at >= ${since}`))
}

async function flagWhere(tx: Tx, which: Fragment): Promise<void> {
  const rows = await tx<{ id: string }[]>`
    update click_events c set ivt_reason = flagged.reason
    from (
      select c.click_id, c.event_date, (
        select min(e.ivt_reason) from exposure_events e
        where e.user_id = c.user_id and e.event_date = c.event_date and e.ivt_reason = any(${RATE_REASONS}::text[])
      ) as reason from click_events c where ${which} and c.ivt_reason is null
    ) flagged
    where c.click_id = flagged.click_id and c.event_date = flagged.event_date and flagged.reason is not null
      and c.ivt_reason is null
    returning c.click_id as id`
  // No event was received, so complete_to must not wait.
  await askToAttribute(tx, null, { clicks: rows.map(({ id }) => id), conversions: [] })
}

/** Unflags clicks whose user no longer has an exposure on that day that a rate rule flags. */
export function takeBackClicks(sql: Sql): Promise<void> {
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      update click_events c set ivt_reason = null
      where c.ivt_reason = any(${RATE_REASONS}::text[]) and not exists (
        select from exposure_events e
        where e.user_id = c.user_id and e.event_date = c.event_date and e.ivt_reason = any(${RATE_REASONS}::text[]))
      returning c.click_id as id`
    await askToAttribute(tx, null, { clicks: rows.map(({ id }) => id), conversions: [] })
  })
}
