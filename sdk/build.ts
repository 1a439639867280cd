// Bundles the SDK into dist/: bx.js for a script tag (global `bx`), bx.mjs as a module, and beside the core what is loaded
// only where wanted: bx-auto (data-exposure-* attributes), bx-lens.mjs (debug) and bx-react.mjs. Fails when the core is
// above 5 KB gzipped. Each build is also kept in dist/<version>/, where its files never change.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { readSdkBuild } from './version.ts'

const MAX_BYTES = 5120

const src = `${import.meta.dirname}/src`
const dist = `${import.meta.dirname}/dist`

/** Beside the module that imports it. */
const lensApart: Plugin = {
  name: 'lens-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/lens\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './bx-lens.mjs', external: true } : undefined,
    ),
}

/**
 * Beside the script tag, wherever that is: a script of another origin that came without CORS has no address of its own to
 * resolve an import against. Its tag is known only while it runs.
 */
function lensBesideTag(source: string): string {
  const address = "(document.currentScript as HTMLScriptElement)?.src.replace(/[^/]*$/, 'bx-lens.mjs')"
  return `${source.replace("import('./lens.ts')", 'import(lens as never)')}const lens = ${address}`
}

/** Numbers and texts where they are used: esbuild keeps a variable for each. */
const inlineConstants = (isTag: boolean): Plugin => ({
  name: 'inline-constants',
  setup: ({ onLoad }) =>
    onLoad({ filter: /sdk\/src\/.*\.ts$/ }, ({ path }) => {
      let text = readFileSync(path, 'utf8')
      for (const [line, name, value] of text.matchAll(/^(?:export )?const ([A-Z_]+) = ([\d_.e]+|'[^']*')$/gm))
        text = text
          .replace(line, () => line.replace(name!, `${name}@`))
          .replaceAll(new RegExp(`(?<![\\w.])${name}(?![\\w@])`, 'g'), value!)
          .replace(`${name}@`, name!)
      return { contents: isTag && path.endsWith('/browser.ts') ? lensBesideTag(text) : text, loader: 'ts' }
    }),
})

/** Properties of our own objects that no caller, browser, server or later page reads. */
const OURS =
  /^(?:tallRatio|isSeen|onCount|inFlight|onSettled|retryAfter|forget|sampleRate|isAnonymousAllowed|offset|isNew|mayCount|trace|watched|since|ratio|timer|element|unsent)$/

/** The core and its lens share names. */
let names: Record<string, string | false> = {}

interface Entry {
  readonly file: string
  readonly format: 'iife' | 'esm'
  /** The script tag's entries name the global themselves: esbuild's `globalName` would add 230 bytes of helpers. */
  readonly contents: string
  readonly maxBytes?: number
  readonly external?: string[]
}

const ENTRIES: readonly Entry[] = [
  {
    file: 'bx.js',
    format: 'iife',
    contents: 'import { init } from "./browser.ts"; self.bx = { init }',
    maxBytes: MAX_BYTES,
  },
  { file: 'bx.mjs', format: 'esm', contents: 'export { init } from "./browser.ts"', maxBytes: MAX_BYTES },
  {
    file: 'bx-auto.js',
    format: 'iife',
    contents: 'import { observeAttributes } from "./auto.ts"; globalThis.bx.observeAttributes = observeAttributes',
  },
  { file: 'bx-auto.mjs', format: 'esm', contents: 'export { observeAttributes } from "./auto.ts"' },
  { file: 'bx-lens.mjs', format: 'esm', contents: 'export { openLens } from "./lens.ts"' },
  { file: 'bx-react.mjs', format: 'esm', contents: 'export * from "./react.ts"', external: ['react'] },
]

for (const entry of ENTRIES) await bundle(entry)
keepVersion()
await bundleReactShop()

async function bundle({ file, format, contents, maxBytes, external = [] }: Entry): Promise<void> {
  const { mangleCache } = await build({
    stdin: { contents, resolveDir: src, loader: 'ts' },
    outfile: `${dist}/${file}`,
    bundle: true,
    minify: true,
    mangleProps: OURS,
    mangleCache: names,
    external,
    plugins: [lensApart, inlineConstants(format === 'iife')],
    // `??=` and private class members, since 2021.
    target: ['chrome94', 'firefox93', 'safari15'],
    format: 'esm',
  })
  names = mangleCache!
  if (format === 'iife') wrap(`${dist}/${file}`)
  const bytes = gzipSync(readFileSync(`${dist}/${file}`), { level: 9 }).length
  console.log(`sdk/dist/${file}: ${bytes} bytes gzipped`)
  if (maxBytes !== undefined && bytes > maxBytes)
    throw new Error(`sdk/dist/${file} is larger than ${maxBytes} bytes gzipped`)
}

/** Pages name the version they load, and go on naming it after the next build. */
function keepVersion(): void {
  const { version, integrity } = readSdkBuild(dist)
  mkdirSync(`${dist}/${version}`, { recursive: true })
  for (const file of Object.keys(integrity)) copyFileSync(`${dist}/${file}`, `${dist}/${version}/${file}`)
}

/** Keeps the names of a script to itself; esbuild's own wrapper would bring 450 bytes of helpers for the lens's import. */
function wrap(path: string): void {
  writeFileSync(path, `(()=>{${readFileSync(path, 'utf8').trim()}})()`)
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
