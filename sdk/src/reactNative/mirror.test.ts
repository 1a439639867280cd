import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { openMirror } from './mirror.ts'

afterEach(() => void vi.useRealTimers())

/** An AsyncStorage that answers at random times, and fails at random. */
function slowStorage(delays: readonly number[], isRefused: (n: number) => boolean = () => false) {
  const items = new Map<string, string>()
  let n = 0
  const later = async () => {
    for (let i = delays[n++ % delays.length] ?? 0; i > 0; i--) await undefined
    if (isRefused(n)) throw new Error('full')
  }
  const storage = {
    getItem: async (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => later().then(() => void items.set(key, value)),
    removeItem: (key: string) => later().then(() => void items.delete(key)),
  }
  return { items, storage }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

test('the next start finds what the last one wrote, at any pace of the storage', async () => {
  const change = fc.tuple(
    fc.constantFrom('bx.session', 'bx.visitor', 'bx.queue.1', 'bx.queue.2'),
    fc.option(fc.string()),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(change),
      fc.array(fc.nat(5), { minLength: 1 }),
      fc.boolean(),
      async (changes, delays, pauses) => {
        const { storage } = slowStorage(delays)
        const mirror = await openMirror(storage)
        const expected = new Map<string, string>()
        for (const [key, value] of changes) {
          if (value === null) mirror.removeItem(key)
          else mirror.setItem(key, value)
          if (value === null) expected.delete(key)
          else expected.set(key, value)
          if (pauses) await undefined
        }
        await settle()
        const next = await openMirror(storage)
        expect(Object.fromEntries(Object.entries(next))).toEqual(Object.fromEntries(expected))
        expect(next.getItem('bx.session')).toBe(expected.get('bx.session') ?? null)
      },
    ),
    { numRuns: 50 },
  )
})

test('an emptied mirror leaves nothing on the device', async () => {
  const { storage, items } = slowStorage([1])
  const mirror = await openMirror(storage)
  mirror.setItem('bx.visitor', 'v')
  mirror.setItem('bx.queue.1', '[]')
  await settle()
  expect([...items.keys()]).toEqual(['bx.person', 'bx.waiting'])
  for (const key of Object.keys(mirror)) mirror.removeItem(key)
  await settle()
  expect(items.size).toBe(0)
})

test('what the storage rejects lives as long as the app, and the next write is tried', async () => {
  const { storage, items } = slowStorage([1], (n) => n === 1)
  const mirror = await openMirror(storage)
  mirror.setItem('bx.visitor', 'v')
  await settle()
  expect([mirror.getItem('bx.visitor'), items.size]).toEqual(['v', 0])
  mirror.setItem('bx.session', 's')
  await settle()
  expect(JSON.parse(items.get('bx.person')!)).toEqual({ 'bx.visitor': 'v', 'bx.session': 's' })
})

test.each(['{', '[1]', '"text"', 'null', '{"bx.visitor":7,"other":"x"}'])(
  'damaged items are no items: %s',
  async (text) => {
    const { storage, items } = slowStorage([0])
    items.set('bx.person', text)
    expect(Object.keys(await openMirror(storage))).toEqual([])
  },
)

test('a storage that does not answer blocks nothing; when it answers, newer values remain', async () => {
  vi.useFakeTimers()
  let answer = (_: string | null) => {}
  const storage = {
    getItem: () => new Promise<string | null>((resolve) => (answer = resolve)),
    setItem: async () => {},
    removeItem: async () => {},
  }
  const opened = openMirror({
    ...storage,
    getItem: (key) => (key === 'bx.person' ? storage.getItem() : Promise.resolve(null)),
  })
  await vi.advanceTimersByTimeAsync(3000)
  const mirror = await opened
  mirror.setItem('bx.visitor', 'new')
  answer('{"bx.visitor":"old","bx.session":"s"}')
  await vi.advanceTimersByTimeAsync(1)
  expect([mirror.getItem('bx.visitor'), mirror.getItem('bx.session')]).toEqual(['new', 's'])
})
