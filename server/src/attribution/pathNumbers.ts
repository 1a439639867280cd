import { plainArray, type Tx, textArray } from '../db/client.ts'

/** A path and the placements it left out, each as text, `{id,id}`. */
export interface NamedPath {
  readonly path: string
  readonly clipped: boolean
  readonly leftOut: string
}

/** Numbers of these paths in conversion_paths, in their order; inserts new ones. */
export async function numberPaths(tx: Tx, paths: readonly NamedPath[]): Promise<number[]> {
  const texts = textArray(paths.map(({ path }) => path))
  const clipped = plainArray(paths.map((one) => one.clipped))
  const leftOut = textArray(paths.map((one) => one.leftOut))
  const wanted = tx`unnest(${texts}::text[], ${clipped}::boolean[], ${leftOut}::text[]) with ordinality
    as wanted (path, clipped, left_out, place)`
  const isWanted = tx`p.path = wanted.path::uuid[] and p.clipped = wanted.clipped 
    and p.left_out_md5 = md5(wanted.left_out)::uuid`
  await tx`
    insert into conversion_paths (path, clipped, left_out, left_out_md5)
    select distinct wanted.path::uuid[], wanted.clipped, wanted.left_out::uuid[], md5(wanted.left_out)::uuid from ${wanted}
    where not exists (select from conversion_paths p where ${isWanted})`
  const rows = await tx<{ pathId: number }[]>`
    select path_id as "pathId" from ${wanted}
    join conversion_paths p on ${isWanted} order by place`
  return rows.map(({ pathId }) => pathId)
}
