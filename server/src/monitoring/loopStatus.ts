import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { opsStatus } from '@bx/contracts/endpoints/operations'
import type { Sql, Tx } from '../db/client.ts'
import { queueBacklog } from '../queue/backlog.ts'

export type LoopStatus = Answer<typeof opsStatus>['data']['loops'][number]

interface Row {
  readonly loop: LoopStatus['loop']
  readonly waiting: number
  readonly oldest: Date | null
  readonly setAside: number
  readonly failures: number
  readonly succeeded: Date | null
  readonly error: string | null
}

/** For each loop: what is due, since when, and the outcome of its last rounds. */
export async function readLoops(tx: Sql | Tx): Promise<LoopStatus[]> {
  const rows = await tx<Row[]>`
    with work (n, loop, waiting, oldest, set_aside) as (
      select 1, 'process', waiting + in_flight, oldest,
        (select count(*) from failed_envelopes where retried_at is null) from ${queueBacklog(tx)}
      union all
      select 2, 'rollup', count(*), min(received_at),
        (select count(*) from failed_deltas where retried_at is null) from rollup_deltas
      union all
      select 3, 'attribution', count(*), min(greatest(asked_at, not_before)),
        (select count(*) from failed_attributions where retried_at is null)
      from attribution_queue where not_before is null or not_before <= now()
      union all
      select 4, 'replay', count(*), min(created_at),
        (select count(*) from dead_letter_events where replayed_at is null and set_aside_at is not null)
      from dead_letter_events where replayed_at is null and set_aside_at is null and missing_name is not null and (
        reason = 'unknown_merchant' and exists (select from merchant_dim where merchant_ref = missing_name)
        or reason = 'unknown_placement' and exists (select from placement_dim where placement_key = missing_name))
    ), rounds (loop, failures, succeeded, error) as (
      select loop, failures, last_success_at, case when failures > 0 then last_error end from loop_progress
      union all
      select 'replay', (select count(*) from job_runs where job = 'replay_arrived' and error is not null
          and due_at > coalesce(good.due_at, '-infinity')),
        good.ended_at, (select error from job_runs where job = 'replay_arrived' and ended_at is not null order by due_at desc limit 1)
      from (values (1)) one left join lateral (
        select due_at, ended_at from job_runs where job = 'replay_arrived' and ended_at is not null and error is null
        order by due_at desc limit 1) good on true
    )
    select loop, waiting, oldest, set_aside as "setAside", coalesce(failures, 0)::int as failures, succeeded, error
    from work left join rounds using (loop) order by n`
  return rows.map(({ loop, waiting, oldest, setAside, failures, succeeded, error }) => ({
    loop,
    waiting,
    oldest_at: oldest?.toISOString() ?? null,
    failures_in_a_row: failures,
    last_success_at: succeeded?.toISOString() ?? null,
    last_error: error,
    set_aside: setAside,
  }))
}
