import { plainArray, type Sql, type Tx } from '../db/client.ts'

/** A path as stored in conversion_paths. */
export interface StoredPath {
  /** Placement ids, never the same twice in a row. */
  readonly path: string[]
  readonly clipped: boolean
  /** Placements of the steps left out that are not in `path`. */
  readonly leftOut: string[]
}

/** Paths cached: 50,000 are about 20 MB. Above the limit the cache is emptied and refilled as needed. */
const MAX_PATHS = 50_000

/** Cached paths by number. A row of conversion_paths never changes, so cached paths are always valid. */
export class PathMemory {
  readonly #paths = new Map<number, StoredPath>()

  /** The paths with these numbers; missing ones are read. */
  async read(tx: Tx, pathIds: readonly number[]): Promise<ReadonlyMap<number, StoredPath>> {
    const found = new Map<number, StoredPath>()
    for (const pathId of pathIds) {
      const path = this.#paths.get(pathId)
      if (path) found.set(pathId, path)
    }
    const missing = pathIds.filter((pathId) => !found.has(pathId))
    if (missing.length === 0) return found
    if (this.#paths.size + missing.length > MAX_PATHS) this.#paths.clear()
    // One row: thousands of arrays cost the driver more than their content.
    const [row] = await tx<{ paths: [number, string[], boolean, string[]][] }[]>`
      select json_agg(json_build_array(path_id, path, clipped, left_out)) as paths
      from conversion_paths where path_id = any(${plainArray(missing)}::int[])`
    for (const [pathId, path, clipped, leftOut] of row!.paths) {
      found.set(pathId, { path, clipped, leftOut })
      this.#paths.set(pathId, { path, clipped, leftOut })
    }
    return found
  }
}

const memories = new WeakMap<Sql, PathMemory>()

/** The cache of a pool: numbers are only valid within one database. */
export function pathMemoryOf(sql: Sql): PathMemory {
  let memory = memories.get(sql)
  if (memory === undefined) {
    memory = new PathMemory()
    memories.set(sql, memory)
  }
  return memory
}
