import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readSdkBuild } from '../sdk/version.ts'

const root = join(import.meta.dirname, '..')
const README = 'sdk/README.md'
const GUIDES = ['instrument', 'html', 'vite-react', 'next', 'react-native'].map((guide) => `docs/guides/${guide}.md`)

/** The size of each entry in the package's README. The README is part of the package: rebuild before calling `sdkGuides`. */
export function sdkReadme(): Record<string, string> {
  build()
  const row = /^(\| `(?:@bx\/sdk\/?)?([\w.-]*)` \|.*\|) [\d.]+ KB \|$/gm
  const sized = (_: string, cells: string, entry: string) => `${cells} ${sizeOf(fileOf(entry))} KB |`
  return { [README]: read(README).replaceAll(row, sized) }
}

/** `@bx/sdk/auto` is in `bx-auto.mjs`. */
function fileOf(entry: string): string {
  if (entry.endsWith('.mjs')) return entry
  return entry === '' ? 'bx.mjs' : `bx-${entry}.mjs`
}

/** The guides name the current build of the SDK: URLs and hashes of its scripts and its package. */
export function sdkGuides(): Record<string, string> {
  build()
  const { version, integrity } = readSdkBuild(join(root, 'sdk/dist'))
  const tarball = Object.keys(integrity).find((file) => file.endsWith('.tgz'))!
  const tag = /\/sdk\/[0-9a-f]{16}\/([\w.-]+)" integrity="[^"]*"/g
  const filled = (guide: string) =>
    read(guide)
      .replaceAll(tag, (_, file: string) => `/sdk/${version}/${file}" integrity="${integrity[file]}"`)
      .replaceAll(
        /\/sdk\/([0-9a-f]{16}|\.\.\.)\/bx-sdk-[\w.-]+\.tgz/g,
        (_, folder: string) => `/sdk/${folder === '...' ? folder : version}/${tarball}`,
      )
      .replaceAll(/`sha512-[^`]*`/g, `\`${integrity[tarball]}\``)
  return Object.fromEntries(GUIDES.map((guide) => [guide, filled(guide)]))
}

function build(): void {
  execFileSync(process.execPath, [join(root, 'scripts/build-sdk.ts')], { stdio: 'inherit' })
}

/** Rounded up, because zlib versions compress to slightly different sizes. */
function sizeOf(file: string): string {
  return (Math.ceil(gzipSync(readFileSync(join(root, 'sdk/dist', file)), { level: 9 }).length / 102.4) / 10).toFixed(1)
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
