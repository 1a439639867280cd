// A spike on the bench world: workers are killed every 3 s under load. Then the affected days are recounted, and answer times
// are measured.
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runSpike } from '../server/test/faults/support/spike.ts'
import { askWorld, PEPPER, worldOf } from './answers.ts'
import { answerRows } from './queries.ts'
import type { Row } from './support/table.ts'

const SECONDS = 120

/** @param folder stores loaded worlds; the spike works on a copy */
export async function benchSpike(exposures: number, folder: string): Promise<Row[]> {
  const world = await worldOf(exposures, folder)
  const copy = join(folder, 'spike')
  rmSync(copy, { recursive: true, force: true })
  cpSync(world, join(copy, 'pg'), { recursive: true, preserveTimestamps: true })
  chmodSync(join(copy, 'pg'), 0o700) // required by PostgreSQL
  try {
    const result = await runSpike(SECONDS, { folder: copy, pepper: PEPPER })
    const row = (what: string, value: string | number, figure: string): Row => ({ what, value: String(value), figure })
    return [
      row(`kills in ${SECONDS} s, on ${exposures} exposures`, result.kills, ''),
      row(
        'acknowledged / lost / counted twice',
        `${result.acknowledged} / ${result.lost} / ${result.countedTwice}`,
        '0 / 0',
      ),
      row('wrong cells of those recounted', `${result.wrongCells} of ${result.cells}`, '0'),
      row('recovered after the last kill', `${result.recoverSeconds.toFixed(1)} s`, ''),
      ...answerRows(await askWorld(join(copy, 'pg')), new Map()),
    ]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
