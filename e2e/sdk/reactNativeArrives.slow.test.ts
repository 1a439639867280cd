import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { useNativeStage, wait } from './support/nativeStage.ts'
import { eventually, rowsOf } from './support/scene.ts'
import { LIST } from './support/stage.ts'

// What an app on React Native has seen arrives: without a network, killed, with another person signed in, and with its own functions.

const { sql, shop, device, items, startApp, expectStored, openScene } = useNativeStage()

describe('what arrives', () => {
  test('without a network nothing is tried; what was kept when the app was killed is sent by the next start, once', async () => {
    const { show } = await startApp()
    await show(items(0, 3))
    await wait(300)
    device().turnNetwork(false)
    const before = device().requests()
    await wait(1000)
    device().turnApp('background')
    await wait(200)
    expect(device().requests()).toBe(before)
    expect(JSON.stringify([...device().items.values()])).not.toContain('u-17')
    device().turnApp('active')
    device().turnNetwork(true)
    // Kept for 10 s for the app that was; then the next may have it.
    const { client } = await startApp({ userId: 'u-18' })
    await expect.poll(async () => client.flush().then(() => rowsOf(sql, shop())), { timeout: 60_000 }).toHaveLength(3)
    const users = new Set((await rowsOf(sql, shop())).map(({ user_id }) => user_id))
    expect(users.size).toBe(1)
    expect([...device().items.keys()]).toEqual(['bx.person'])
  })

  test('when there is a network again, what waited goes out at once', async () => {
    const { client, show } = await startApp()
    device().turnNetwork(false)
    await show(items(0, 3))
    await wait(1200)
    await client.flush()
    expect(await rowsOf(sql, shop())).toEqual([])
    device().turnNetwork(true)
    await expectStored([0, 1, 2], [])
  })

  test('who looks may change, and the same person has the same id as in browsers', async () => {
    const { client, show } = await startApp({ userId: undefined })
    const list = await show(items(0, 1))
    await wait(1200)
    client.identify('u-17', { linkVisitor: true })
    await list.fill(items(1, 1))
    await wait(1200)
    client.reset()
    await list.fill(items(2, 1))
    await wait(1200)
    await client.flush()
    await eventually(async () => expect(await rowsOf(sql, shop())).toHaveLength(3))
    const [visitor, member, again] = (await rowsOf(sql, shop())).map(({ user_id }) => user_id)
    expect(again).toBe(visitor)
    expect(await sql`select member_id from visitor_links where visitor_id = ${visitor!}`).toEqual([
      { member_id: member },
    ])
    const browser = await openScene({ slots: 1, script: LIST, init: { userId: 'u-17' } })
    await browser.page.waitForTimeout(1300)
    expect((await browser.stored(1))[0]!.user_id).toBe(member)
  })
})

describe('what is missing', () => {
  test.each([
    [{ random: undefined }, /needs crypto.getRandomValues: import react-native-get-random-values before it, or pass/],
    [{ storage: undefined }, /needs an endpoint, a writeKey, storage and appState/],
  ])('one sentence says so, and every method still does nothing: %o', async (given, sentence) => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!
    try {
      if ('random' in given) Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
      const { client } = await startApp(given as object)
      client.watch({ merchantId: 'm' } as never).show(1)
      client.identify('u-1')
      await client.flush()
      expect(said.mock.calls.map((words) => words.join(' ')).join()).toMatch(sentence)
    } finally {
      Object.defineProperty(globalThis, 'crypto', crypto)
      said.mockRestore()
    }
  })

  test('own hash and random are used where they are given', async () => {
    const sha256 = vi.fn((text: string) => createHash('sha256').update(text).digest('hex'))
    const random = vi.fn((bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes))
    const { client } = await startApp({ sha256, random })
    const watch = client.watch({
      ...{ merchantId: shop().merchantRefs[0]!, placementId: shop().placementKey, rankPosition: 0 },
      ...{ exposureType: 'banner', exposureUnitId: '00000000-0000-4000-8000-000000000000' },
    })
    watch.show(0.6)
    await wait(1200)
    await client.flush()
    await expectStored([0], [])
    expect(sha256.mock.calls).toEqual([['u-17']])
    expect(random).toHaveBeenCalledTimes(2) // session and exposure
  })
})
