import { describe, expect, test } from 'vitest'
import { groupCommit } from './groupCommit.ts'

/** Writes that end when the test ends them. */
function disk() {
  const writes: { payloads: readonly string[]; items: readonly string[]; end(error?: unknown): void }[] = []
  const write = (payloads: readonly string[], items: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      writes.push({ payloads, items, end: (error) => (error === undefined ? resolve() : reject(error)) })
    })
  return { writes, write }
}

const transient = Object.assign(new Error('gone'), { code: '57P01' })

describe('a group commit', () => {
  test('writes a lone request at once, and what arrives meanwhile together next', async () => {
    const { writes, write } = disk()
    const push = groupCommit<string>({ maxPendingBytes: 100, write })
    const all = [push(['a']), push(['b', 'c']), push(['d'])]
    expect(writes.map(({ items }) => items)).toEqual([['a']])
    writes[0]!.end()
    await all[0]
    await expect.poll(() => writes.length).toBe(2)
    expect(writes[1]).toMatchObject({ items: ['b', 'c', 'd'], payloads: ['"b"', '"c"', '"d"'] })
    writes[1]!.end()
    await Promise.all(all)
    const later = push(['e'])
    expect(writes[2]!.items).toEqual(['e'])
    writes[2]!.end()
    await later
  })

  test('acknowledges nothing before its write has ended', async () => {
    const { writes, write } = disk()
    const push = groupCommit<string>({ maxPendingBytes: 100, write })
    let acknowledged = 0
    const pushed = push(['a']).then(() => acknowledged++)
    await Promise.resolve()
    expect(acknowledged).toBe(0)
    writes[0]!.end()
    await pushed
    expect(acknowledged).toBe(1)
  })

  test('refuses what would be more than may wait, and takes it again when there is room', async () => {
    const { writes, write } = disk()
    const push = groupCommit<string>({ maxPendingBytes: 6, write })
    const first = push(['a']) // three bytes with its quotes
    const second = push(['b'])
    await expect(push([''])).rejects.toMatchObject({ code: 'queue_unavailable' })
    writes[0]!.end()
    await first
    const third = push(['c'])
    await expect.poll(() => writes.length).toBe(2)
    writes[1]!.end()
    await second
    await expect.poll(() => writes.length).toBe(3)
    writes[2]!.end()
    await third
  })

  test('writes at most so many bytes at once, but always one request', async () => {
    const { writes, write } = disk()
    const push = groupCommit<string>({ maxPendingBytes: 1000, maxWriteBytes: 6, write })
    const all = ['a', 'b', 'c', 'd', 'a long one'].map((item) => push([item]))
    for (let i = 0; i < 3; i++) {
      await expect.poll(() => writes.length).toBe(i + 1)
      writes[i]!.end()
    }
    await Promise.all(all)
    expect(writes.map(({ items }) => items)).toEqual([['a'], ['b', 'c'], ['d', 'a long one']])
  })

  test('whose write fails refuses all of its requests, as busy when the fault may pass, and goes on', async () => {
    const { writes, write } = disk()
    const push = groupCommit<string>({ maxPendingBytes: 9, write })
    const first = push(['a'])
    writes[0]!.end(transient)
    await expect(first).rejects.toMatchObject({ code: 'queue_unavailable', cause: transient })
    const second = push(['b'])
    const broken = new Error('no such column')
    writes[1]!.end(broken)
    await expect(second).rejects.toBe(broken)
    const third = push(['c'])
    writes[2]!.end()
    await third
  })
})
