import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const out = join(import.meta.dirname, '../../web/out')

/** The most script that a page may need before it shows figures, gzipped. */
export const FIRST_LOAD_KB = 250

/** Pages with figures. */
export const FIGURE_PAGES = [
  ...['placements', 'placements/view', 'merchants', 'merchants/view'],
  ...['performance', 'performance/merchant', 'performance/paths', 'simulator'],
] as const

/** All built pages. */
export function builtPages(): string[] {
  return globSync('**/index.html', { cwd: out }).map((file) => dirname(file))
}

/** Gzipped KB of the scripts that the built page names, without the polyfill that only browsers without modules fetch. */
export function firstLoadKb(page: string): number {
  const html = readFileSync(join(out, page, 'index.html'), 'utf8').replaceAll(/<script[^>]*nomodule[^>]*>/gi, '')
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)].map(([, src]) => src!.split('?')[0]!)
  const sizes = [...new Set(scripts)].map((src) => gzipSync(readFileSync(join(out, src)), { level: 9 }).length)
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}
