import type { FactView } from './factTable.ts'

// Relations of the design that are derived from facts. They are views, because a second copy would have to be erased
// too.

export const FACT_VIEWS: readonly FactView[] = [
  {
    name: 'user_dim',
    comment: 'People seen in the raw facts; derived, so that an erasure needs no second store',
    query: `select user_id, min("timestamp") as first_seen_at, max("timestamp") as last_seen_at, count(*) as impressions
      from exposure_events group by user_id`,
    columns: {
      user_id: 'Pseudonymised user id',
      first_seen_at: 'First exposure kept',
      last_seen_at: 'Last exposure kept',
      impressions: 'Exposures kept',
    },
  },
  {
    name: 'session_dim',
    comment: 'Sessions seen in the raw facts',
    query: `select session_id, (array_agg(user_id order by "timestamp"))[1] as user_id,
        min("timestamp") as started_at, max("timestamp") as ended_at, count(*) as impressions
      from exposure_events group by session_id`,
    columns: {
      session_id: 'Session of the app',
      user_id: 'Who it began with',
      started_at: 'First exposure',
      ended_at: 'Last exposure',
      impressions: 'Exposures in it',
    },
  },
  {
    // For one user, it reads only that user's rows, by the index on user_id. As a table it would hold as many rows as a
    // tenth of the facts, rewritten every hour.
    name: 'user_exposure_paths',
    comment: 'Placements in which a user saw a merchant, in order, over 30 days; ask it by user_id, never whole',
    query: `select user_id, merchant_id, array_agg(placement_id order by "timestamp", event_id) as placement_sequence,
        min("timestamp") as first_exposure, max("timestamp") as last_exposure, count(*) as total_exposures
      from exposure_events
      where "timestamp" >= now() - interval '30 days' and ivt_reason is null
      group by user_id, merchant_id`,
    columns: {
      user_id: 'Pseudonymised user id',
      merchant_id: 'Merchant',
      placement_sequence: 'Placements in order of time',
      first_exposure: 'First time',
      last_exposure: 'Last time',
      total_exposures: 'Exposures',
    },
  },
]
