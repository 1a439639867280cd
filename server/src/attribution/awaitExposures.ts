import { plainArray, type Tx } from '../db/client.ts'
import type { ClickFact } from './creditClick.ts'

/**
 * The transaction that stores an exposure may have looked for waiting clicks just before these were recorded. So they
 * are looked at once more, when everything acknowledged until then is counted.
 */
const LOOK_AGAIN_AFTER = '10 seconds'

/**
 * Records which new clicks name an exposure that is not stored, so that appendExposures asks for them when it is.
 * @param clicks that were processed
 * @param stored exposures that were found
 */
export async function awaitExposures(
  tx: Tx,
  clicks: readonly (ClickFact & { readonly isNew: boolean })[],
  stored: ReadonlySet<string>,
): Promise<void> {
  const waits = ({ isNew, flagged, exposureEventId }: (typeof clicks)[number]) =>
    isNew && !flagged && exposureEventId !== null && !stored.has(exposureEventId)
  const [waiting, settled] = [clicks.filter(waits), clicks.filter((click) => !waits(click))]
  const ids = (of: typeof clicks) => plainArray(of.map(({ clickId }) => clickId))
  if (settled.length > 0) await tx`delete from awaited_exposures where click_id = any(${ids(settled)}::uuid[])`
  if (waiting.length === 0) return
  await tx`
    with awaited as (
      insert into awaited_exposures (click_id, exposure_event_id)
      select * from unnest(${ids(waiting)}::uuid[], ${plainArray(waiting.map((click) => click.exposureEventId))}::uuid[])
      on conflict do nothing returning click_id
    )
    insert into attribution_queue (not_before, clicks)
    select now() + interval '${tx.unsafe(LOOK_AGAIN_AFTER)}', array_agg(click_id) from awaited having count(*) > 0`
}
