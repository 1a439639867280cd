// An in-memory copy of our items in AsyncStorage: read once at the start, written asynchronously. It looks like
// localStorage, so that the code for storing and taking over is the same as in browsers.
import type { Device } from '../storage.ts'
import type { AsyncStorageLike } from './types.ts'

/** One item for queued events, one for the rest: the session is written with every event, while the queue is large. */
const ITEMS = ['bx.person', 'bx.waiting'] as const
type ItemName = (typeof ITEMS)[number]
const itemOf = (key: string): ItemName => (key.startsWith('bx.queue.') ? 'bx.waiting' : 'bx.person')

/** A storage that does not answer must not stop counting. */
const READ_MS = 3000

/** Its own enumerable properties are the stored items. Never rejects. */
export async function openMirror(storage: AsyncStorageLike): Promise<Device> {
  const mirror: Device & Record<string, unknown> = Object.create({
    getItem: (key: string) => mirror[key] ?? null,
    setItem(key: string, value: string) {
      mirror[key] = value
      write(itemOf(key))
    },
    removeItem(key: string) {
      if (!(key in mirror)) return
      delete mirror[key]
      write(itemOf(key))
    },
  })
  const write = writerOf(storage, (name) =>
    Object.fromEntries(Object.entries(mirror).filter(([key]) => itemOf(key) === name)),
  )
  const read = Promise.all(ITEMS.map((name) => storage.getItem(name))).then((texts) => {
    // Values written in the meantime are newer.
    for (const text of texts) Object.assign(mirror, { ...textsOf(text), ...mirror })
  })
  await Promise.race([read.catch(() => {}), new Promise((resolve) => setTimeout(resolve, READ_MS))])
  return mirror
}

/** Writes one value of an item at a time, then the latest. Values that the storage rejects live as long as the app. */
function writerOf(storage: AsyncStorageLike, contentOf: (name: ItemName) => object): (name: ItemName) => void {
  const running = new Set<ItemName>()
  const again = new Set<ItemName>()
  const write = async (name: ItemName) => {
    again.add(name)
    if (running.has(name)) return
    running.add(name)
    while (again.delete(name)) {
      // Many changes at the same time become one write.
      await undefined
      const text = JSON.stringify(contentOf(name))
      try {
        await (text === '{}' ? storage.removeItem(name) : storage.setItem(name, text))
      } catch {}
    }
    running.delete(name)
  }
  return (name) => void write(name)
}

/** Data may be damaged or from another version: values that are not text are skipped. */
function textsOf(text: string | null): Record<string, string> {
  try {
    const entries = Object.entries(JSON.parse(text ?? '{}') as object)
    return Object.fromEntries(entries.filter(([key, value]) => key.startsWith('bx.') && typeof value === 'string'))
  } catch {
    return {}
  }
}
