import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, inject, test } from 'vitest'
import { bundleNative, type NativeApp } from './support/nativeApp.ts'
import { eventually, rowsOf } from './support/scene.ts'
import { readSnippets } from './support/snippets.ts'
import { clicksOf, useStage } from './support/stage.ts'

// docs/guides/react-native.md: its files are compiled against the package's types and those of React Native's list, then run.

const { sql, visit, openShop } = useStage()
const root = join(import.meta.dirname, '../..')
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bx-native-guide-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the guide's app imports beside the SDK, with the shapes of the libraries. */
const LIBRARIES = {
  'react-native': `
    import lists, { type ViewabilityConfigCallbackPairs } from '@react-native/virtualized-lists'
    import { createElement, type ReactNode } from 'react'
    interface ListProps<T> {
      data: ArrayLike<T> | null | undefined
      keyExtractor?: (item: T, index: number) => string
      viewabilityConfigCallbackPairs?: ViewabilityConfigCallbackPairs
      renderItem: (info: { item: T; index: number }) => ReactNode
    }
    export function FlatList<T>(props: ListProps<T>): ReactNode {
      const [getItem, getItemCount] = [(data: ArrayLike<T>, i: number) => data[i], (data: ArrayLike<T>) => data.length]
      const getItemLayout = (_: unknown, index: number) => ({ length: 100, offset: 100 * index, index })
      return createElement(lists.VirtualizedList as never, { ...props, getItem, getItemCount, getItemLayout } as never)
    }
    export const Pressable = (props: { onPress: () => void; children: ReactNode }) => createElement('Pressable', props)
    export const Text = (props: { children: ReactNode }) => createElement('Text', props)
    type State = 'active' | 'background' | 'inactive' | 'unknown' | 'extension'
    export const AppState = {
      currentState: 'active' as State,
      addEventListener: (type: 'change' | 'memoryWarning', listener: (state: State) => void) => ({ remove() {} }),
    }`,
  '@react-native-async-storage/async-storage': `
    const items = new Map<string, string>()
    export default {
      getItem: async (key: string): Promise<string | null> => items.get(key) ?? null,
      setItem: async (key: string, value: string): Promise<void> => void items.set(key, value),
      removeItem: async (key: string): Promise<void> => void items.delete(key),
    }`,
  '@react-native-community/netinfo': `
    type State = { type: string; isConnected: boolean | null; isInternetReachable: boolean | null | undefined }
    export default { addEventListener: (listener: (state: State) => void): (() => void) => () => {} }`,
  'react-native-get-random-values': 'export {}',
} as const

test('what the guide says compiles, runs, and is stored', async () => {
  const shop = await openShop(1)
  write(await filledIn(shop.placementKey))
  const given = Object.fromEntries(
    Object.keys(LIBRARIES).map((name) => [name, join(folder, 'libraries', fileOf(name))]),
  )
  await compile(given)
  const entry = `
    export { Brands } from '${folder}/src/Brands.tsx'
    export { client } from '${folder}/src/exposure.ts'
    export { createElement } from 'react'
    import { act as work } from 'react-test-renderer'
    export { create } from 'react-test-renderer'
    export const act = (change) => work(async () => change())`
  const sdkEntry = { '@bx/sdk/react-native': join(root, 'sdk/lib/bx-react-native.mjs') }
  const file = await bundleNative(entry, folder, { ...given, ...sdkEntry })
  const app = (await import(`${pathToFileURL(file)}`)) as Pick<NativeApp, 'create' | 'createElement'> & {
    readonly Brands: unknown
    readonly client: { flush(): Promise<void> }
    readonly act: NativeApp['act']
  }
  const list = [{ ref: shop.merchantRefs[0]!, name: 'Brand', unit: '00000000-0000-4000-8000-000000000001' }]
  let instance!: ReturnType<typeof app.create>
  await app.act(() => {
    instance = app.create(app.createElement(app.Brands, { list }))
  })
  const scroller = () => instance.root.findByType('ScrollView').props
  await app.act(() => {
    scroller().onLayout!({ nativeEvent: { layout: { x: 0, y: 0, width: 390, height: 350 } } })
    scroller().onContentSizeChange!(390, 100)
  })
  await new Promise((resolve) => setTimeout(resolve, 1300))
  await app.act(() => instance.root.findByType('Pressable').props.onPress!())
  await app.client.flush()
  await eventually(async () => {
    expect(await rowsOf(sql, shop)).toMatchObject([{ rank: 0, viewable: true }])
    expect(await clicksOf(sql, shop)).toHaveLength(1)
  })
})

async function filledIn(placementKey: string): Promise<Record<string, string>> {
  const admin = await visit({ signedIn: true })
  const data = { kind: 'browser', name: 'Guide of React Native', is_app: true }
  const key = (await (await admin.request.post('/api/write-keys', { data })).json()).data.write_key
  const { files } = readSnippets('react-native')
  const fill = (text: string) =>
    text.replaceAll('$URL', inject('demo').url).replaceAll('$KEY', key).replaceAll('my_first', placementKey)
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, fill(text)]))
}

function write(files: Record<string, string>): void {
  for (const name of ['src', 'libraries']) mkdirSync(join(folder, name))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  for (const [name, text] of Object.entries(LIBRARIES)) writeFileSync(join(folder, 'libraries', fileOf(name)), text)
}

function fileOf(library: string): string {
  return `${library.replaceAll(/\W/g, '_')}.ts`
}

async function compile(given: Readonly<Record<string, string>>): Promise<void> {
  const types = ['react', 'react/jsx-runtime'].map((name) => [name, [join(root, 'node_modules/@types', name)]])
  const lists = ['@react-native/virtualized-lists', [join(root, 'node_modules/@react-native/virtualized-lists')]]
  const sdk = ['@bx/sdk/react-native', [join(root, 'sdk/lib/bx-react-native.d.mts')]]
  const libraries = Object.entries(given).map(([name, path]) => [name, [path]])
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, jsx: 'react-jsx' },
    ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2022', lib: ['es2022', 'dom'], types: [] },
    paths: Object.fromEntries([...types, lists, sdk, ...libraries]),
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(({ stdout }: { readonly stdout: string }) => {
    throw new Error(stdout)
  })
}
