import type { Tx } from '../../db/client.ts'
import { mergeSketches, type PeopleCount, peopleIn } from '../../reach/mergeSketches.ts'
import { decodeSketch } from '../../reach/sketch.ts'

/** Distinct people that a package reached in all of its days. */
export async function readPackageReach(tx: Tx, packageId: string): Promise<PeopleCount> {
  const rows = await tx<{ theta: number; sketch: Buffer }[]>`
    select theta, sketch from package_reach where package_id = ${packageId} order by day`
  return peopleIn(mergeSketches(rows.map(({ theta, sketch }) => decodeSketch(sketch, theta))))
}
