// Bundles the SDK into dist/, which is served: bx.js for a script tag (global `bx`), bx.mjs as a module, and beside the core
// what is loaded only where wanted: bx-auto (data-exposure-* attributes), bx-lens.mjs (debug) and bx-react.mjs. Fails when
// the core is above 5 KB gzipped. Each build is also kept in dist/<version>/, where its files never change.
// lib/ has the same code as the npm package: with source maps, for `require` too, with declarations. Its tarball is served.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { minify } from 'terser'
import { writeDeclarations } from './declare.ts'
import { packTarball } from './pack.ts'
import { asWhole, BESIDE, forTag, inlineConstants, loadedApart } from './plugins.ts'
import { readSdkBuild } from './version.ts'

const MAX_BYTES = 5120

const src = `${import.meta.dirname}/src`
const lib = `${import.meta.dirname}/lib`
const dist = `${import.meta.dirname}/dist`

/** Properties of our own objects that no caller, browser, server or later page reads. */
const OURS =
  /^(?:tallRatio|isSeen|onCount|inFlight|onSettled|retryAfter|forget|sampleRate|isAnonymousAllowed|offset|isNew|mayCount|trace|watched|since|ratio|timer|element|unsent|box|owner|shared|isStopped|lost|bytes|addLost|receipt|ready|pack|post|measure|letGo|look|pause|visitor|pending|slotKey|slot|sent)$/

/** The core and what it loads share names. */
let names: Record<string, string | false> = {}

interface Entry {
  readonly file: string
  readonly format: 'iife' | 'esm' | 'cjs'
  /** The script tag's entries name the global themselves: esbuild's `globalName` would add 230 bytes of helpers. */
  readonly contents: string
  readonly maxBytes?: number
  readonly external?: string[]
  /** Without parts that are loaded apart: apps have one bundle. */
  readonly isWhole?: true
  /** The source that declares what the package exports here. */
  readonly types?: string
}

const ENTRIES: readonly Entry[] = [
  {
    file: 'bx.js',
    format: 'iife',
    contents: 'import { init } from "./browser.ts"; self.bx = { init }',
    maxBytes: MAX_BYTES,
  },
  {
    ...{ file: 'bx.mjs', format: 'esm', contents: 'export { init } from "./browser.ts"' },
    ...{ maxBytes: MAX_BYTES, types: 'browser' },
  },
  {
    file: 'bx-auto.js',
    format: 'iife',
    contents: 'import { observeAttributes } from "./auto.ts"; globalThis.bx.observeAttributes = observeAttributes',
  },
  { file: 'bx-auto.mjs', format: 'esm', contents: 'export { observeAttributes } from "./auto.ts"', types: 'auto' },
  { file: 'bx-lens.mjs', format: 'esm', contents: 'export { openLens } from "./lens.ts"' },
  { file: 'bx-aside.mjs', format: 'esm', contents: 'export { findBox, tellRefusal } from "./aside.ts"' },
  {
    ...{ file: 'bx-react.mjs', format: 'esm', types: 'react', external: ['react'] },
    // Frameworks that render on the server must know that this part has state.
    contents: '"use client"; export * from "./react.ts"',
  },
  {
    ...{ file: 'bx-react-native.mjs', format: 'esm', types: 'reactNative', external: ['react'], isWhole: true },
    contents: 'export * from "./reactNative.ts"',
  },
]

/** What other projects import: the package has it for `require` too. */
const IMPORTED = ENTRIES.filter(({ types }) => types !== undefined)

rmSync(lib, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
for (const entry of ENTRIES) await bundle(entry)
for (const entry of IMPORTED) await bundle({ ...entry, file: entry.file.replace('.mjs', '.cjs'), format: 'cjs' })
writeDeclarations(
  import.meta.dirname,
  Object.fromEntries(IMPORTED.map(({ file, types }) => [file.replace('.mjs', ''), types!])),
)
serve()
keepVersion()
await bundleReactShop()

async function bundle({ file, format, contents, maxBytes, external = [], isWhole }: Entry): Promise<void> {
  const path = `${lib}/${file}`
  const { mangleCache } = await build({
    stdin: { contents, resolveDir: src, loader: 'ts' },
    outfile: path,
    bundle: true,
    minify: true,
    mangleProps: OURS,
    mangleCache: names,
    external,
    plugins: [loadedApart, inlineConstants(isWhole ? asWhole : format === 'iife' ? forTag : (text) => text)],
    // `??=` and private class members, since 2021.
    target: ['chrome94', 'firefox93', 'safari15'],
    format: format === 'cjs' ? 'cjs' : 'esm',
    // For Node, esbuild says in a comment what a module for `require` exports: who imports it reads that.
    platform: format === 'cjs' ? 'node' : 'browser',
    sourcemap: 'external',
  })
  names = mangleCache!
  if (maxBytes !== undefined && format !== 'cjs') await squeeze(path)
  if (format === 'iife') wrap(path)
  const code = readFileSync(path)
  // Without its map: the server serves none.
  if (format !== 'cjs') writeFileSync(`${dist}/${file}`, code)
  writeFileSync(path, `${code.toString().trimEnd()}\n//# sourceMappingURL=${file}.map\n`)
  const bytes = gzipSync(code, { level: 9 }).length
  console.log(`sdk/lib/${file}: ${bytes} bytes gzipped`)
  // For `require` there are helpers around the same code; no page loads it as it is.
  if (format !== 'cjs' && maxBytes !== undefined && bytes > maxBytes)
    throw new Error(`sdk/lib/${file} is larger than ${maxBytes} bytes gzipped`)
}

/** Terser looks at the code as a whole: about 200 bytes less of it gzipped than esbuild leaves. */
async function squeeze(path: string): Promise<void> {
  const { code, map } = await minify(readFileSync(path, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true },
    sourceMap: { content: readFileSync(`${path}.map`, 'utf8'), includeSources: true },
  })
  writeFileSync(path, code!)
  writeFileSync(`${path}.map`, map as string)
}

/** Beside the bundles their package; nothing of an earlier build. */
function serve(): void {
  const { name, bytes } = packTarball(import.meta.dirname)
  writeFileSync(`${dist}/${name}`, bytes)
  const built = [name, ...ENTRIES.map(({ file }) => file)]
  for (const entry of readdirSync(dist, { withFileTypes: true }))
    if (entry.isFile() && !built.includes(entry.name)) rmSync(`${dist}/${entry.name}`)
}

/** Pages name the version they load, and go on naming it after the next build. */
function keepVersion(): void {
  const { version, integrity } = readSdkBuild(dist)
  mkdirSync(`${dist}/${version}`, { recursive: true })
  for (const file of Object.keys(integrity)) copyFileSync(`${dist}/${file}`, `${dist}/${version}/${file}`)
}

/** Keeps the names of a script to itself; esbuild's own wrapper would bring 450 bytes of helpers for the lens's import. */
function wrap(path: string): void {
  const source = readFileSync(path, 'utf8').trim()
  writeFileSync(path, `(()=>{${source.includes('beside') ? BESIDE : ''}\n${source}})()`)
  const map = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { mappings: string }
  // One line further down.
  writeFileSync(`${path}.map`, JSON.stringify({ ...map, mappings: `;${map.mappings}` }))
}

async function bundleReactShop(): Promise<void> {
  const shop = `${import.meta.dirname}/../examples/shop/react`
  await build({
    entryPoints: [`${shop}/shop.jsx`],
    outdir: `${shop}/dist`,
    bundle: true,
    minify: true,
    jsx: 'automatic',
    format: 'esm',
    splitting: true,
    define: { 'process.env.NODE_ENV': '"development"' },
  })
}
