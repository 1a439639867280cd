// Bundles the SDK: dist/bx.js for a script tag (global `bx`), dist/bx.mjs as a module. Fails above 4 KB gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const MAX_BYTES = 4096
/** Properties of our own objects that no caller, browser or server reads. */
const OURS = /^(?:tallRatio|isSeen|onCount|inFlight|reported|isLeaving|retryAfter|putBack|recorder|sender|sessionId)$/

const src = `${import.meta.dirname}/src`

// The script tag's entry names the global itself: esbuild's `globalName` would add 230 bytes of module helpers.
const ENTRIES = [
  ['iife', 'dist/bx.js', 'import { init } from "./browser.ts"; globalThis.bx = { init }'],
  ['esm', 'dist/bx.mjs', 'export { init } from "./browser.ts"'],
] as const

for (const [format, file, contents] of ENTRIES) {
  const outfile = `${import.meta.dirname}/${file}`
  await build({
    stdin: { contents, resolveDir: src, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    mangleProps: OURS,
    // Private class members, which need no mangling, since 2021.
    target: ['chrome94', 'firefox93', 'safari15'],
    format,
  })
  const bytes = gzipSync(readFileSync(outfile), { level: 9 }).length
  console.log(`sdk/${file}: ${bytes} bytes gzipped`)
  if (bytes > MAX_BYTES) throw new Error(`sdk/${file} is larger than ${MAX_BYTES} bytes gzipped`)
}
