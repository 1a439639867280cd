import type { RenderDelta } from '../facts/delta.ts'
import type { RenderRow } from './appendRenders.ts'

/** What new renders change, by placement, day and reporter. */
export function renderDeltas(rows: Iterable<RenderRow>): RenderDelta[] {
  const cells = new Map<string, [string, string, string, number, number, number]>()
  for (const { placementId, local, source, item } of rows) {
    const key = `${placementId} ${local.day} ${source}`
    const cell = cells.get(key) ?? [placementId, local.day, source, 0, 0, 0]
    cell[3] += 1
    cell[4] += item.event.slots_available
    cell[5] += item.event.slots_filled
    cells.set(key, cell)
  }
  return [...cells.values()]
}
