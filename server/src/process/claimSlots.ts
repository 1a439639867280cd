import { plainArray, type Tx } from '../db/client.ts'
import type { ExposureRow } from './appendExposures.ts'

// A slot token is good for one exposure: the first one that is stored with it. The primary key of slot_token_uses decides between
// two workers; a repeated delivery has the same event_id, so it finds its own claim.

/** Returns the same rows, those whose token another exposure has used with the result `replayed`. */
export async function claimSlots(tx: Tx, rows: readonly ExposureRow[]): Promise<readonly ExposureRow[]> {
  const claiming = rows.filter(({ slotToken }) => slotToken === 'valid')
  if (claiming.length === 0) return rows
  const owners = await claim(tx, claiming)
  return rows.map((row) => (row.slotToken !== 'valid' || owners.get(slotOf(row)) === row.id ? row : replayed(row)))
}

function replayed(row: ExposureRow): ExposureRow {
  const isBad = row.needsToken && row.packageVerdict === 'counted'
  return { ...row, slotToken: 'replayed', packageVerdict: isBad ? 'bad_slot_token' : row.packageVerdict }
}

/** Claims each slot for its first exposure. @returns event_id by slot */
async function claim(tx: Tx, rows: readonly ExposureRow[]): Promise<ReadonlyMap<string, string>> {
  // By key, so that two workers with the same slots wait for each other instead of deadlocking.
  const first = new Map(rows.toReversed().map((row) => [slotOf(row), row]))
  const sorted = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const column = (value: (row: ExposureRow) => string) => plainArray(sorted.map(value))
  const slots = tx`unnest(${column(({ item }) => item.event.render_id!)}::uuid[],
    ${column(({ merchant }) => merchant.merchantId)}::uuid[], ${column(({ placementId }) => placementId)}::uuid[],
    ${column(({ id }) => id)}::uuid[]) as t (render_id, merchant_id, placement_id, event_id)`
  await tx`insert into slot_token_uses (render_id, merchant_id, placement_id, event_id)
    select * from ${slots} on conflict do nothing`
  const claims = await tx<{ slot: string; id: string }[]>`
    select concat_ws(' ', u.render_id, u.merchant_id, u.placement_id) as slot, u.event_id as id
    from ${slots} join slot_token_uses u using (render_id, merchant_id, placement_id)`
  return new Map(claims.map(({ slot, id }) => [slot, id]))
}

function slotOf({ item, merchant, placementId }: ExposureRow): string {
  return `${item.event.render_id} ${merchant.merchantId} ${placementId}`
}
