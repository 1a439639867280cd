import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { NativeClient, NativeOptions, useExposureList } from '../../../sdk/src/reactNative.ts'

// An app on React Native, as far as it runs without a device: React Native's own list with the package's built entry, one
// React, and the native layer of sdk/test/nativeLayer. An app is one instance of it: its modules' state is the app's.

/** Has no types of its own. */
const removeTypes = createRequire(import.meta.url)('flow-remove-types') as (source: string, options: object) => object

const sdk = join(import.meta.dirname, '../../../sdk')

interface Instance {
  readonly root: {
    findByType(type: string): { readonly props: Record<string, (...said: unknown[]) => void> }
  }
  update(element: unknown): void
  unmount(): void
}

export interface NativeApp {
  readonly init: (options: NativeOptions) => NativeClient
  readonly useExposureList: typeof useExposureList
  readonly VirtualizedList: unknown
  readonly createElement: (type: unknown, props?: object, ...children: readonly unknown[]) => unknown
  readonly StrictMode: unknown
  readonly create: (element: unknown) => Instance
  readonly act: (work: () => void | Promise<void>) => Promise<void>
}

const ENTRY = `
  export { init, useExposureList } from '${sdk}/lib/bx-react-native.mjs'
  export { createElement, StrictMode } from 'react'
  import { act as work } from 'react-test-renderer'
  export { create } from 'react-test-renderer'
  import lists from '@react-native/virtualized-lists'
  export const VirtualizedList = lists.VirtualizedList
  export async function act(change) {
    // Only during the call: later updates of the list belong to no act.
    globalThis.IS_REACT_ACT_ENVIRONMENT = true
    await work(async () => change())
    globalThis.IS_REACT_ACT_ENVIRONMENT = false
  }
`

/** React Native publishes its sources as they are written, with Flow's types. */
const withoutFlow: Plugin = {
  name: 'without-flow',
  setup: ({ onLoad }) =>
    onLoad({ filter: /@react-native\/.*\.js$/ }, ({ path }) => ({
      contents: `${removeTypes(readFileSync(path, 'utf8'), { all: true, ignoreUninitializedFields: true })}`,
      loader: 'jsx',
    })),
}

/** Returns how to start the app: again is as after it was killed. */
export async function bundleApp(): Promise<{ start: () => Promise<NativeApp>; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'bx-native-'))
  const file = await bundleNative(ENTRY, folder)
  let starts = 0
  return {
    start: () => import(`${pathToFileURL(file)}?${starts++}`) as Promise<NativeApp>,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Writes one module of all that the entry imports into the folder; `given` are files of the app's own for what it imports. */
export async function bundleNative(
  contents: string,
  folder: string,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = join(folder, 'app.mjs')
  await build({
    stdin: { contents, resolveDir: sdk, sourcefile: join(sdk, 'app.js'), loader: 'js' },
    outfile: file,
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { __DEV__: 'false', 'process.env.NODE_ENV': '"development"' },
    nodePaths: [join(sdk, '../node_modules')],
    plugins: [withoutFlow, givenTo(folder, given)],
    logLevel: 'error',
  })
  return file
}

/** Imports that only the files of one folder need. */
const givenTo = (folder: string, given: Readonly<Record<string, string>>): Plugin => ({
  name: 'given-to',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ path, importer }) =>
      importer.startsWith(`${folder}/src/`) && given[path] ? { path: given[path] } : undefined,
    ),
})
