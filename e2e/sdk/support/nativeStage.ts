import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest'
import type { ExposureListOptions, NativeClient, NativeOptions } from '../../../sdk/src/reactNative.ts'
import { bundleApp, type NativeApp } from './nativeApp.ts'
import { type NativeDevice, nativeDevice } from './nativeDevice.ts'
import { eventually, rowsOf } from './scene.ts'
import type { Shop } from './shop.ts'
import { type Stage, useStage } from './stage.ts'

// A phone with an app that shows the brands of a shop in React Native's own list.

export const SCREEN = 350
const HEIGHT = 100

export interface Item {
  readonly merchantId: string
  readonly rank: number
}

export interface ShownList {
  click(merchantId: string): string
  scrollTo(y: number): Promise<void>
  /** Fetched again, or more of it. */
  fill(items: readonly Item[]): Promise<void>
  close(): Promise<void>
}

export interface NativeStage extends Stage {
  /** Of the test that runs: a shop with 20 merchants, and a phone. */
  readonly shop: () => Shop
  readonly device: () => NativeDevice
  readonly items: (first: number, count: number) => Item[]
  readonly startApp: (given?: Partial<NativeOptions>) => Promise<{
    readonly client: NativeClient
    readonly show: (list: readonly Item[]) => Promise<ShownList>
  }>
  /** Waits until exactly so much is stored: ranks that were viewable, and ranks that were only seen. */
  readonly expectStored: (viewable: readonly number[], seen: readonly number[]) => Promise<void>
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export function useNativeStage(): NativeStage {
  const stage = useStage()
  let bundle: Awaited<ReturnType<typeof bundleApp>>
  let writeKey: string
  let shop: Shop
  let device: NativeDevice
  beforeAll(async () => {
    bundle = await bundleApp()
    const admin = await stage.visit({ signedIn: true })
    const data = { kind: 'browser', name: 'React Native', is_app: true }
    writeKey = (await (await admin.request.post('/api/write-keys', { data })).json()).data.write_key
  })
  afterAll(() => bundle.remove())
  beforeEach(async () => {
    shop = await stage.openShop(20)
    device = nativeDevice()
  })
  return {
    ...stage,
    shop: () => shop,
    device: () => device,
    items: (first, count) =>
      Array.from({ length: count }, (_, i) => ({ merchantId: shop.merchantRefs[first + i]!, rank: first + i })),
    async startApp(given) {
      const app = await bundle.start()
      const options = { endpoint: inject('demo').url, writeKey, userId: 'u-17', consent: true, ...device.boot() }
      const client = app.init({ ...options, ...given })
      await wait(50)
      return { client, show: (list) => showList(app, { client, placementId: shop.placementKey }, list) }
    },
    async expectStored(viewable, seen) {
      await eventually(async () => {
        const rows = await rowsOf(stage.sql, shop)
        const ranks = (is: boolean) => rows.filter((row) => row.viewable === is).map(({ rank }) => rank)
        expect({ viewable: ranks(true), seen: ranks(false) }).toEqual({ viewable, seen })
      })
    },
  }
}

type Given = Pick<ExposureListOptions<Item>, 'client' | 'placementId'>

async function showList(app: NativeApp, given: Given, list: readonly Item[]): Promise<ShownList> {
  const { createElement: h, act } = app
  let click: ReturnType<typeof app.useExposureList>['click'] = () => ''
  const Brands = ({ items }: { items: readonly Item[] }) => {
    const exposures = app.useExposureList({ ...given, list: items, slotOf })
    click = exposures.click
    return h(app.VirtualizedList, {
      data: items,
      getItem: (data: readonly Item[], index: number) => data[index],
      getItemCount: (data: readonly Item[]) => data.length,
      getItemLayout: (_: unknown, index: number) => ({ length: HEIGHT, offset: HEIGHT * index, index }),
      keyExtractor: ({ merchantId }: Item) => merchantId,
      renderItem: () => null,
      viewabilityConfigCallbackPairs: exposures.viewabilityConfigCallbackPairs,
    })
  }
  const tree = (items: readonly Item[]) => h(app.StrictMode, {}, h(Brands, { items }))
  let instance!: ReturnType<typeof app.create>
  await act(() => {
    instance = app.create(tree(list))
  })
  const scroller = () => instance.root.findByType('ScrollView').props
  let content = list.length * HEIGHT
  /** What the system tells of sizes. */
  const layOut = () =>
    act(() => {
      scroller().onLayout!({ nativeEvent: { layout: { x: 0, y: 0, width: 390, height: SCREEN } } })
      scroller().onContentSizeChange!(390, content)
    })
  await layOut()
  return {
    click: (merchantId) => click({ merchantId }),
    scrollTo: (y) =>
      act(() => {
        const contentSize = { width: 390, height: content }
        const layoutMeasurement = { width: 390, height: SCREEN }
        const nativeEvent = { contentOffset: { x: 0, y }, contentSize, layoutMeasurement }
        scroller().onScroll!({ timeStamp: Date.now(), nativeEvent })
      }),
    async fill(items) {
      content = items.length * HEIGHT
      await act(() => instance.update(tree(items)))
      await layOut()
    },
    close: () => act(() => instance.unmount()),
  }
}

function slotOf({ merchantId }: Item) {
  return { merchantId, exposureType: 'card', exposureUnitId: '00000000-0000-4000-8000-000000000000' } as const
}
