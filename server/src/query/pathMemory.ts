import { plainArray, type Sql, type Tx } from '../store/db.ts'

/** A path as conversion_paths holds it. */
export interface StoredPath {
  /** Placement ids, none twice in a row. */
  readonly path: string[]
  readonly clipped: boolean
}

/** Paths kept: 50,000 are about 20 MB. Above it everything is forgotten and read again as needed. */
const MAX_PATHS = 50_000

/** Paths by number, as they were read: a row of conversion_paths never changes, so that what is here is always right. */
export class PathMemory {
  readonly #paths = new Map<number, StoredPath>()

  /** The paths of these numbers; what is missing is read. */
  async read(tx: Tx, pathIds: readonly number[]): Promise<ReadonlyMap<number, StoredPath>> {
    const found = new Map<number, StoredPath>()
    for (const pathId of pathIds) {
      const path = this.#paths.get(pathId)
      if (path) found.set(pathId, path)
    }
    const missing = pathIds.filter((pathId) => !found.has(pathId))
    if (missing.length === 0) return found
    if (this.#paths.size + missing.length > MAX_PATHS) this.#paths.clear()
    // One row: thousands of arrays cost the driver more than what is in them.
    const [row] = await tx<{ paths: [number, string[], boolean][] }[]>`
      select json_agg(json_build_array(path_id, path, clipped)) as paths
      from conversion_paths where path_id = any(${plainArray(missing)}::int[])`
    for (const [pathId, path, clipped] of row!.paths) {
      found.set(pathId, { path, clipped })
      this.#paths.set(pathId, { path, clipped })
    }
    return found
  }
}

const memories = new WeakMap<Sql, PathMemory>()

/** The memory of a pool: numbers mean something only within one database. */
export function pathMemoryOf(sql: Sql): PathMemory {
  let memory = memories.get(sql)
  if (memory === undefined) {
    memory = new PathMemory()
    memories.set(sql, memory)
  }
  return memory
}
