// How the sources become bundles: what is loaded apart, and what differs for a script tag and for apps.
import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/** What is loaded on demand lies beside the module that imports it. */
const ASIDE = /\.\/(lens|aside)\.ts/
export const loadedApart: Plugin = {
  name: 'loaded-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: ASIDE }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: path.replace(ASIDE, './bx-$1.mjs'), external: true } : undefined,
    ),
}

/**
 * Beside the script tag, wherever that is: a script of another origin that came without CORS has no address of its own to
 * resolve an import against. Its tag is known only while it runs.
 */
function besideTag(source: string): string {
  return source.replaceAll(/import\('\.\/(lens|aside)\.ts'\)/g, "import(beside + 'bx-$1.mjs' as never)")
}
export const BESIDE = "const beside=document.currentScript?.src.replace(/[^/]*$/,'');"

/** A script tag always has a page. */
export function forTag(source: string): string {
  return besideTag(source).replace("typeof document === 'undefined'", 'false')
}

/** Apps have one bundle: nothing is loaded apart. */
export function asWhole(source: string): string {
  const apart = "import('./aside.ts')"
  if (!source.includes(apart)) return source
  // On one line: the source map counts them.
  return `import { tellRefusal } from './aside.ts'; ${source.replace(apart, 'Promise.resolve({ tellRefusal })')}`
}

/** Numbers and texts where they are used: esbuild keeps a variable for each. */
export const inlineConstants = (adapt: (source: string) => string): Plugin => ({
  name: 'inline-constants',
  setup: ({ onLoad }) =>
    onLoad({ filter: /sdk\/src\/.*\.ts$/ }, ({ path }) => {
      let text = readFileSync(path, 'utf8')
      for (const [line, name, value] of text.matchAll(/^(?:export )?const ([A-Z_]+) = (-?[\d_.e]+|'[^']*')$/gm))
        text = text
          .replace(line, () => line.replace(name!, `${name}@`))
          .replaceAll(new RegExp(`(?<![\\w.])${name}(?![\\w@])`, 'g'), value!)
          .replace(`${name}@`, name!)
      return { contents: adapt(text), loader: 'ts' }
    }),
})
