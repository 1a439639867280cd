// Builds sdk/dist when the SDK's sources are newer than it.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sdk = join(import.meta.dirname, '../sdk')
const built = join(sdk, 'dist/bx.js')

if (!existsSync(built) || newest(join(sdk, 'src')) > statSync(built).mtimeMs) {
  execFileSync(process.execPath, [join(sdk, 'build.ts')], { cwd: sdk, stdio: 'inherit' })
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true }).map(
      (entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs,
    ),
  )
}
