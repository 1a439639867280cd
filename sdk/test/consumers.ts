// What other projects write: files to compile, and files to run where there is no page.

interface Consumer {
  readonly text: string
  readonly options: Readonly<Record<string, string>>
}

const USE = `
const client: Client = init({ endpoint: '', writeKey: 'wk', consent: true })
const end: () => void = client.observe(null! as Element, {
  merchantId: 'm', placementId: 'p', exposureUnitId: 'u', exposureType: 'card', rankPosition: 0,
})
const stop: () => void = observeAttributes(client)
const { ref, click } = useExposure({ merchantId: 'm', exposureUnitId: 'u', exposureType: 'card' })
const id: string = click()
Placement({ client, placementId: 'p', list: [] })
const app: NativeClient = initNative({ endpoint: 'https://e.example', writeKey: 'wk', consent: true, storage, appState })
const list = useExposureList({ client: app, placementId: 'p', list: [1], slotOf: (item: number) => undefined })
const clicked: string = list.click({ merchantId: 'm' })
// @ts-expect-error an app has no elements
app.observe(null! as Element, { merchantId: 'm', placementId: 'p', exposureUnitId: 'u', exposureType: 'card' })
// @ts-expect-error where to keep what waits
initNative({ endpoint: 'https://e.example', writeKey: 'wk', consent: true, appState })
// @ts-expect-error a key is needed
init({ endpoint: '', consent: true })
// @ts-expect-error no such kind of exposure
client.observe(null! as Element, { merchantId: 'm', placementId: 'p', exposureUnitId: 'u', exposureType: 'poster' })
`

const IMPORTS = `import { init, type Client } from '@bx/sdk'
import { observeAttributes } from '@bx/sdk/auto'
import { Placement, useExposure } from '@bx/sdk/react'
import { init as initNative, useExposureList, type NativeClient } from '@bx/sdk/react-native'
declare const storage: { getItem(k: string): Promise<string | null>; setItem(k: string, v: string): Promise<void>; removeItem(k: string): Promise<void> }
declare const appState: { currentState: 'active' | 'background'; addEventListener(type: 'change' | 'focus', f: (s: 'active' | 'background') => void): { remove(): void } }
`

/** `import` of a `.cts` file compiles to `require`. */
export const CONSUMERS: Readonly<Record<string, Consumer>> = {
  'node16.mts': { text: IMPORTS + USE, options: { module: 'node16', moduleResolution: 'node16' } },
  'node16.cts': { text: IMPORTS + USE, options: { module: 'node16', moduleResolution: 'node16' } },
  'nodenext.mts': { text: IMPORTS + USE, options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  'nodenext.cts': { text: IMPORTS + USE, options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  'bundler.ts': { text: IMPORTS + USE, options: { module: 'esnext', moduleResolution: 'bundler' } },
}

/** Prints what the entries export, what they changed, and what `init` says. */
const report = (load: string) => `
const warnings = []
console.warn = (...said) => warnings.push(said.join(' '))
const before = Object.getOwnPropertyNames(globalThis)
${load}
const client = sdk.init({ endpoint: 'https://exposure.example', writeKey: 'wk', userId: 'u-17', consent: true })
const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name))
const exported = [sdk, auto, react, native].flatMap((entry) => Object.keys(entry).filter((name) => !/default|module|__/.test(name)))
console.log(JSON.stringify({ exported, globals, warnings }))
`

export const RUNS: Readonly<Record<string, string>> = {
  'run.mjs': report(`const [sdk, auto, react, native] = await Promise.all(
    ['', '/auto', '/react', '/react-native'].map((entry) => import('@bx/sdk' + entry)))`),
  'run.cjs': report(
    "const [sdk, auto, react, native] = ['', '/auto', '/react', '/react-native'].map((entry) => require('@bx/sdk' + entry))",
  ),
}
