// Builds the dashboard into web/out when its inputs have changed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Outside the served folder. */
const stamp = join(root, 'web/.next/input-hash')
const page = join(root, 'web/out/index.html')
const hash = hashOfInputs()

if (!existsSync(page) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  // An interrupted build leaves files of two builds.
  rmSync(stamp, { force: true })
  console.log('Building the dashboard (about half a minute) ...')
  execFileSync(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: join(root, 'web'),
    stdio: ['ignore', process.env.VERBOSE ? 'inherit' : 'ignore', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  writeFileSync(stamp, hash)
}

function hashOfInputs(): string {
  const hasher = createHash('sha256')
  // Guides are part of the dashboard.
  const docs = ['docs/install.md', 'docs/config.md', 'docs/security.md', ...filesBelow('docs/guides')]
  for (const file of [...filesBelow('web'), ...filesBelow('contracts/src'), ...docs, 'package-lock.json']) {
    hasher.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hasher.digest('hex')
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (['node_modules', 'out', '.next', 'next-env.d.ts'].includes(entry.name)) return []
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path)
      return /\.tsbuildinfo$|\.test\.tsx?$/.test(entry.name) ? [] : [relative('', path)]
    })
    .sort()
}
