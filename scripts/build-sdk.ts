// Builds sdk/dist, and the React shop, when the sources are newer.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sdk = join(import.meta.dirname, '../sdk')
const built = join(sdk, 'dist/bx.js')

const sources = [join(sdk, 'src'), join(sdk, '../examples/shop/react')]
if (!existsSync(built) || Math.max(...sources.map(newest)) > statSync(built).mtimeMs) {
  execFileSync(process.execPath, [join(sdk, 'build.ts')], { cwd: sdk, stdio: 'inherit' })
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.parentPath.endsWith('dist'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
}
