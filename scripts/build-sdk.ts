// Builds sdk/dist and sdk/lib, and the React shop, when the sources are newer.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readSdkBuild } from '../sdk/version.ts'

const sdk = join(import.meta.dirname, '../sdk')
const dist = join(sdk, 'dist')

const own = readdirSync(sdk, { withFileTypes: true }).filter((entry) => entry.isFile())
const since = Math.max(
  ...[join(sdk, 'src'), join(sdk, '../examples/shop')].map(newest),
  ...own.map(({ name }) => statSync(join(sdk, name)).mtimeMs),
)
if (!isBuilt() || since > statSync(join(dist, 'bx.js')).mtimeMs) {
  execFileSync(process.execPath, [join(sdk, 'build.ts')], { cwd: sdk, stdio: 'inherit' })
}

function isBuilt(): boolean {
  const files = [join(dist, 'bx.js'), join(sdk, 'lib/types.d.cts')]
  return files.every(existsSync) && existsSync(join(dist, readSdkBuild(dist).version, 'bx.js'))
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('dist'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}
