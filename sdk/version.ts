import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a build of the SDK is known by. */
export interface SdkBuild {
  /** Names the content of all files together, as the core loads the lens from beside itself: 16 hex digits. */
  readonly version: string
  /** By file: for the `integrity` attribute of a tag, of the tarball as npm's lockfile holds it. */
  readonly integrity: Readonly<Record<string, string>>
}

/** Reads the files in `dist` itself; folders there hold builds that pages may still name. */
export function readSdkBuild(dist: string): SdkBuild {
  const files = readdirSync(dist, { withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [entry.name] : []))
    .sort()
  const hasher = createHash('sha256')
  const integrity: Record<string, string> = {}
  for (const file of files) {
    const bytes = readFileSync(join(dist, file))
    hasher.update(`${file}\0${bytes.length}\0`).update(bytes)
    const algorithm = file.endsWith('.tgz') ? 'sha512' : 'sha384'
    integrity[file] = `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`
  }
  return { version: hasher.digest('hex').slice(0, 16), integrity }
}
