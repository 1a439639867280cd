import { expect, test } from 'vitest'
import { useNativeStage, wait } from './support/nativeStage.ts'
import { eventually, rowsOf } from './support/scene.ts'
import { clicksOf } from './support/stage.ts'

// React Native's own list with the package's entry, and what the server stored of it.

const { sql, shop, device, items, startApp, expectStored } = useNativeStage()

test('half of a slot for a second is viewable, a pixel of it is seen; a list that is gone has ended', async () => {
  const { client, show } = await startApp()
  const list = await show(items(0, 10))
  await wait(1200)
  await list.scrollTo(120) // rank 4 from 400 to 470: 70 of its 100 points, for too short
  await wait(300)
  await list.close()
  await client.flush()
  // 350 points: ranks 0 to 2 whole, half of rank 3.
  await expectStored([0, 1, 2, 3], [4])
  const rows = await rowsOf(sql, shop())
  expect(new Set(rows.map(({ render_id }) => render_id)).size).toBe(1)
  const [render] =
    await sql`select slots_available, slots_filled from render_events where render_id = ${rows[0]!.render_id}`
  expect(render).toEqual({ slots_available: 10, slots_filled: 10 })
  const [row] =
    await sql`select context ->> 'platform' as platform from exposure_events where event_id = ${rows[0]!.event_id}`
  expect(row).toEqual({ platform: 'react-native' })
})

test('the second of a slot goes on while others come and go', async () => {
  const { client, show } = await startApp()
  const list = await show(items(0, 10))
  // Rank 2 stays at least half in view; every step brings another slot in or out.
  for (const y of [60, 120, 160, 200, 240, 200, 160, 120]) {
    await wait(160)
    await list.scrollTo(y)
  }
  await client.flush()
  await eventually(async () =>
    expect((await rowsOf(sql, shop())).some(({ rank, viewable }) => rank === 2 && viewable)).toBe(true),
  )
  await list.close()
})

test('in the background every render ends, and what waits is sent; the same render counts once', async () => {
  const { show } = await startApp()
  await show(items(0, 3))
  await wait(300)
  device().turnApp('background')
  await expectStored([], [0, 1, 2])
  device().turnApp('active')
  await wait(1300)
  device().turnApp('background')
  await wait(500)
  await expectStored([], [0, 1, 2])
})

test('a list filled with the same keys is a new render though the list reports nothing; one that grows is the same', async () => {
  const { client, show } = await startApp()
  const first = items(0, 3)
  const list = await show(first)
  await wait(1200)
  await list.fill([...first, ...items(3, 2)])
  await wait(1200)
  await list.fill(first.map((item) => ({ ...item })))
  await wait(1200)
  await client.flush()
  await eventually(async () => expect(await rowsOf(sql, shop())).toHaveLength(7))
  const renders = (await rowsOf(sql, shop())).map(({ rank, render_id }) => [rank, render_id] as const)
  const [one, other] = [...new Set(renders.map(([, render]) => render))]
  expect([one, other].map((id) => renders.filter(([, render]) => render === id).length).sort()).toEqual([3, 4])
  await list.close()
})

test('a click belongs to the exposure of its slot, which it makes viewable', async () => {
  const { client, show } = await startApp()
  const list = await show(items(0, 3))
  await wait(200)
  const clickId = list.click(shop().merchantRefs[1]!)
  await list.close()
  await client.flush()
  await expectStored([1], [0, 2])
  await eventually(async () => expect(await clicksOf(sql, shop())).toHaveLength(1))
  const [click] = await clicksOf(sql, shop())
  expect(click!.click_id).toBe(clickId)
  expect(click!.exposure_event_id).toBe((await rowsOf(sql, shop()))[1]!.event_id)
})

test('without consent nothing is stored on the device or sent', async () => {
  const { client, show } = await startApp({ consent: false })
  await show(items(0, 3))
  await wait(1200)
  client.consent(true)
  await wait(1200)
  client.consent(false)
  await wait(100)
  expect([...device().items.keys()]).toEqual([])
})
