// Bundles the SDK: dist/bx.js for a script tag (global `bx`), dist/bx.mjs as a module. Fails above 4 KB gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const MAX_BYTES = 4096

for (const [format, outfile] of [
  ['iife', 'dist/bx.js'],
  ['esm', 'dist/bx.mjs'],
] as const) {
  await build({
    entryPoints: [`${import.meta.dirname}/src/browser.ts`],
    outfile: `${import.meta.dirname}/${outfile}`,
    bundle: true,
    minify: true,
    target: 'es2020',
    format,
    ...(format === 'iife' ? { globalName: 'bx' } : {}),
  })
  const bytes = gzipSync(readFileSync(`${import.meta.dirname}/${outfile}`), { level: 9 }).length
  console.log(`sdk/${outfile}: ${bytes} bytes gzipped`)
  if (bytes > MAX_BYTES) throw new Error(`sdk/${outfile} is larger than ${MAX_BYTES} bytes gzipped`)
}
