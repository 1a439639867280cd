import { expect, test } from 'vitest'
import { followList, type ListFollower } from './followList.ts'
import type { NativeClient } from './types.ts'

// Which slots are watched, and what is reported about them, for any order of list callbacks.

type Said = readonly [renderIndex: number, rank: number, said: number | 'end']

function setUp() {
  const said: Said[] = []
  const renders: string[] = []
  const client = {
    render: ({ renderId }: { renderId: string }) => void renders.push(renderId),
    watch: ({ renderId, rankPosition }: { renderId: string; rankPosition: number }) => {
      const say = (what: number | 'end') => void said.push([renders.indexOf(renderId), rankPosition, what])
      return { show: say, end: () => say('end') }
    },
  } as unknown as NativeClient
  const follower = followList()
  const fill = (list: readonly unknown[]) =>
    follower.fill({ client, placementId: 'p', list, slotOf: (item) => (item === 'header' ? undefined : slot) })
  return {
    follower,
    fill,
    renders,
    said,
    report: (...indices: readonly (readonly number[])[]) => report(follower, indices),
  }
}
const slot = { merchantId: 'm', exposureUnitId: 'u', exposureType: 'card' } as const

/** In view at all; half of it; half of the screen. */
async function report({ pairs }: ListFollower, indices: readonly (readonly number[])[]): Promise<void> {
  indices.forEach((of, i) => {
    pairs[i]!.onViewableItemsChanged({ viewableItems: of.map((index) => ({ index, isViewable: true })) })
  })
  await Promise.resolve()
}

test('a slot is watched from its first pixel, and gets every change', async () => {
  const { fill, said, report } = setUp()
  fill(['a', 'b', 'c'])
  await report([0, 1], [0])
  await report([0, 1], [0, 1])
  await report([1, 2], [1])
  expect(said).toEqual([
    ...[
      [0, 0, 0.5],
      [0, 1, 0.01],
    ],
    ...[[0, 1, 0.5]],
    ...[
      [0, 0, 0],
      [0, 2, 0.01],
    ],
  ])
})

test('an item taller than the screen is viewable with half of the screen', async () => {
  const { fill, said, report } = setUp()
  fill(['a'])
  await report([0], [], [0])
  expect(said).toEqual([[0, 0, 0.5]])
})

test('items that are not slots, or beyond the list, are not watched', async () => {
  const { fill, said, report } = setUp()
  fill(['header', 'b'])
  await report([0, 1, 2, 7])
  expect(said).toEqual([[0, 1, 0.01]])
})

test('other items end the render and start the next with what is in view; the same or a longer list continues it', async () => {
  const { fill, said, renders, report } = setUp()
  const [a, b, c] = [{}, {}, {}]
  const list = [a, b]
  fill(list)
  await report([0])
  fill(list)
  fill([a, b, c])
  expect(said).toEqual([[0, 0, 0.01]])
  fill([{}, b])
  expect(said.slice(1)).toEqual([
    [0, 0, 'end'],
    [1, 0, 0.01],
  ])
  expect(renders).toHaveLength(2)
})

test('effects that run twice, and a list that comes back, are the same render', async () => {
  const { follower, fill, said, renders, report } = setUp()
  const list = ['a']
  fill(list)
  follower.end()
  fill(list)
  await report([0])
  follower.end()
  fill(list)
  expect(renders).toHaveLength(1)
  expect(said).toEqual([
    [0, 0, 0.01],
    [0, 0, 'end'],
    [0, 0, 0.01],
  ])
})

test('after its end nothing is watched, even if the list still reports', async () => {
  const { follower, fill, said, report } = setUp()
  fill(['a', 'b'])
  follower.end()
  await report([0, 1], [0, 1])
  expect(said).toEqual([])
})
