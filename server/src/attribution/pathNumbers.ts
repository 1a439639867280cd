import { plainArray, type Tx, textArray } from '../store/db.ts'

/** A path as text, `{id,id}`, and whether earlier steps were left out. */
export interface NamedPath {
  readonly path: string
  readonly clipped: boolean
}

/** Numbers of these paths in conversion_paths, in their order; new ones are entered. */
export async function numberPaths(tx: Tx, paths: readonly NamedPath[]): Promise<number[]> {
  const texts = textArray(paths.map(({ path }) => path))
  const clipped = plainArray(paths.map((one) => one.clipped))
  const wanted = tx`unnest(${texts}::text[], ${clipped}::boolean[]) with ordinality as wanted (path, clipped, place)`
  await tx`
    insert into conversion_paths (path, clipped)
    select distinct wanted.path::uuid[], wanted.clipped from ${wanted}
    where not exists (select from conversion_paths p where p.path = wanted.path::uuid[] and p.clipped = wanted.clipped)`
  const rows = await tx<{ pathId: number }[]>`
    select path_id as "pathId" from ${wanted}
    join conversion_paths p on p.path = wanted.path::uuid[] and p.clipped = wanted.clipped order by place`
  return rows.map(({ pathId }) => pathId)
}
